"""The chain of events of each agreement: what happened, in order, so that no row can be changed, cut out or put in.

Each event's hash covers its content and the hash of the event before, as canonical JSON (sorted keys, no blanks,
UTF-8). A database trigger refuses UPDATE and DELETE; the chain shows what somebody did who removed the trigger.
Events hold ids, codes and hashes: names and texts can be erased from other tables and the chain still verifies.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from agreements.models import Agreement, SignatureEvent

if TYPE_CHECKING:
    from datetime import datetime

Value = str | int | bool | None


@dataclass(frozen=True)
class Broken:
    """The first event that does not fit, and why."""

    sequence: int
    reason: str


def append(agreement: Agreement, kind: str, *, now: datetime, **data: Value) -> SignatureEvent:
    """Add an event, in the caller's transaction. Locks the agreement, so that events get their numbers one by one."""
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    last = SignatureEvent.objects.filter(agreement=agreement).order_by("-sequence").first()
    event = SignatureEvent(
        agreement=agreement,
        sequence=last.sequence + 1 if last else 1,
        at=now,
        kind=kind,
        data=data,
        previous_hash=last.hash if last else "",
    )
    event.hash = hash_of(event)
    event.save(force_insert=True)
    return event


def hash_of(event: SignatureEvent) -> str:
    """Return the SHA-256 over the event's canonical JSON."""
    content = {
        "agreement": event.agreement_id,
        "sequence": event.sequence,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "kind": event.kind,
        "data": event.data,
        "previous": event.previous_hash,
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def verify(agreement: Agreement) -> Broken | None:
    """Walk an agreement's chain and name the first event that is missing or was changed; None if all is well."""
    previous = ""
    for expected, event in enumerate(agreement.events.order_by("sequence"), start=1):
        if event.sequence != expected:
            return Broken(expected, "missing")
        if event.previous_hash != previous:
            return Broken(expected, "does not follow the event before")
        if event.hash != hash_of(event):
            return Broken(expected, "changed")
        previous = event.hash
    return None
