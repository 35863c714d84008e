"""The chain of events of each agreement: what happened, in order, so that no row can be changed, cut out or put in.

Each event's hash covers its content and the hash of the event before, as canonical JSON (sorted keys, no blanks,
UTF-8). A database trigger refuses UPDATE and DELETE; the chain shows what somebody did who removed the trigger.
Events hold ids, codes and hashes: names and texts can be erased from other tables and the chain still verifies.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from agreements.models import Agreement, SignatureEvent

if TYPE_CHECKING:
    from django.db.models import QuerySet

Value = str | int | bool | None


@dataclass(frozen=True)
class Head:
    """The last event of one chain."""

    agreement: int
    sequence: int
    hash: str


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
    return _digest(event.agreement_id, event.sequence, event.at, event.kind, event.data, event.previous_hash)


def _digest(agreement: int, sequence: int, at: datetime, kind: str, data: Mapping[str, Value], previous: str) -> str:
    content = {
        "agreement": agreement,
        "sequence": sequence,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "kind": kind,
        "data": data,
        "previous": previous,
    }
    return canonical_hash(content)


def canonical_hash(content: object) -> str:
    """Return the SHA-256 over canonical JSON: sorted keys, no blanks, UTF-8."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def verify(agreement: Agreement) -> Broken | None:
    """Walk an agreement's chain and name the first event that is missing or was changed; None if all is well."""
    for walked in walk(agreement.events.all()):
        return walked.broken
    return None


@dataclass(frozen=True)
class Walked:
    """One chain that was walked: its head, how many events it has, where it breaks, and what its events say of texts."""

    head: Head
    events: int
    broken: Broken | None
    texts: tuple[tuple[int, int, str, str], ...]  # sequence, version, kind, SHA-256 of the text


def walk(events: QuerySet[SignatureEvent]) -> Iterator[Walked]:
    """Walk the chains of these events, reading them in pieces, and yield each."""
    fields = ("agreement_id", "sequence", "at", "kind", "data", "previous_hash", "hash")
    rows = events.order_by("agreement_id", "sequence").values_list(*fields).iterator(chunk_size=2000)
    for agreement, chain in groupby(rows, key=itemgetter(0)):
        yield _walk_one(agreement, chain)


def _walk_one(agreement: int, chain: Iterable[tuple[Any, ...]]) -> Walked:
    broken, previous, sequence, count = None, "", 0, 0
    texts = []
    for expected, (_agreement, sequence, at, kind, data, before, digest) in enumerate(chain, start=1):
        count = expected
        if broken is None and sequence != expected:
            broken = Broken(expected, "missing")
        if broken is None and before != previous:
            broken = Broken(expected, "does not follow the event before")
        if broken is None and digest != _digest(agreement, sequence, at, kind, data, before):
            broken = Broken(expected, "changed")
        if isinstance(data, dict) and "text" in data and "version" in data:
            texts.append((sequence, data["version"], kind, data["text"]))
        previous = digest
    return Walked(Head(agreement, sequence, previous), count, broken, tuple(texts))


def heads() -> list[Head]:
    """Return the last event of every chain."""
    last = SignatureEvent.objects.order_by("agreement_id", "-sequence").distinct("agreement_id")
    return [Head(*row) for row in last.values_list("agreement_id", "sequence", "hash")]


def head_of(all_heads: Iterable[Head]) -> str:
    """Return one hash over the heads of all chains."""
    return canonical_hash([[head.agreement, head.sequence, head.hash] for head in all_heads])
