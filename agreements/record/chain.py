"""The chain of events of each agreement: what happened, in order, so that no row can be changed, cut out or put in unseen.

Each event's hash covers its content and the hash of the event before, as canonical JSON (sorted keys, no blanks, UTF-8),
and each hash has a MAC with a key that is not in the database (A-27): a chain cannot be made anew by someone who only
has the database. The agreement's own row holds, keyed as well, how many events there are. Triggers refuse UPDATE, DELETE
and TRUNCATE; the chain shows what someone did who had removed them. Events hold ids, codes and hashes: names and texts
stand in other tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from agreements.models import Agreement, SignatureEvent
from agreements.record.evidence import digest as canonical_hash
from people.record import record_keys

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from people.record.record_keys import Ring

Value = str | int | bool | list[list[str | int]] | None


@dataclass(frozen=True)
class ChainHead:
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
    # The row itself is written at the end; the last event must not be read before the lock is there.
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
    key = record_keys.ring().present
    event.key, event.mac = key.name, key.mac(mac_content(event.hash))
    event.save(force_insert=True)
    head_mac = key.mac(head_content(agreement.pk, event.sequence, event.hash))
    Agreement.objects.filter(pk=agreement.pk).update(head_sequence=event.sequence, head_key=key.name, head_mac=head_mac)
    return event


def mac_content(digest: str) -> list[object]:
    """Return what the MAC of an event is made over: its hash covers agreement, place, content and the event before."""
    return ["signature event", digest]


def head_content(agreement: int, sequence: int, digest: str) -> list[object]:
    """Return what the MAC of a chain's end is made over."""
    return ["end of chain", agreement, sequence, digest]


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


def verify(agreement: Agreement) -> Broken | None:
    """Walk an agreement's chain and name the first event that is missing or was changed; None if all is well."""
    for walked in walk(agreement.events.all()):
        return walked.broken
    return None


@dataclass(frozen=True)
class ChainEntry:
    """What one event tells."""

    sequence: int
    at: datetime
    kind: str
    data: Mapping[str, Any]
    hash: str


@dataclass(frozen=True)
class Walked:
    """One chain that was walked: its head, how many events it has, where it breaks, and what it tells up to there."""

    head: ChainHead
    events: int
    broken: Broken | None
    told: tuple[ChainEntry, ...]


def walk(events: QuerySet[SignatureEvent]) -> Iterator[Walked]:
    """Walk the chains of these events, reading them in pieces, and yield each."""
    fields = ("agreement_id", "sequence", "at", "kind", "data", "previous_hash", "hash", "key", "mac")
    rows = events.order_by("agreement_id", "sequence").values_list(*fields).iterator(chunk_size=2000)
    ring = record_keys.ring()
    for agreement, chain in groupby(rows, key=itemgetter(0)):
        yield _walk_one(agreement, chain, ring)


def _walk_one(agreement: int, chain: Iterable[tuple[Any, ...]], ring: Ring) -> Walked:
    broken, previous, sequence, count = None, "", 0, 0
    events: list[ChainEntry] = []
    for expected, (_agreement, sequence, at, kind, data, before, digest, key, mac) in enumerate(chain, start=1):
        count = expected
        if broken is None:
            computed = _digest(agreement, sequence, at, kind, data, before)
            why = "" if sequence == expected else "missing"
            why = why or ("" if before == previous else "does not follow the event before")
            why = why or ("" if digest == computed else "changed")
            why = why or why_not(ring, mac_content(digest), key=key, mac=mac)
            broken = Broken(expected, why) if why else None
        if broken is None:
            events.append(ChainEntry(sequence, at, kind, data, digest))
        previous = digest
    return Walked(ChainHead(agreement, sequence, previous), count, broken, tuple(events))


def why_not(ring: Ring, content: object, *, key: str, mac: str) -> str:
    """Return why a MAC does not hold; nothing if it does."""
    if not mac:
        return "not written by this application: it has no mark of the server’s key"
    if not ring.knows(key):
        return f"marked with the key {key}, which is not known here"
    return "" if ring.holds(content, key=key, mac=mac) else "not written by this application: its mark is wrong"


def heads() -> list[ChainHead]:
    """Return the last event of every chain."""
    last = SignatureEvent.objects.order_by("agreement_id", "-sequence").distinct("agreement_id")
    return [ChainHead(*row) for row in last.values_list("agreement_id", "sequence", "hash")]


def head_of(all_heads: Iterable[ChainHead]) -> str:
    """Return one hash over the heads of all chains."""
    return canonical_hash([[head.agreement, head.sequence, head.hash] for head in all_heads])
