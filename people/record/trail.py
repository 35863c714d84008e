"""The audit trail as chains that are keyed and without gaps, though nobody waits for anyone (A-29).

Entries are written in the midst of transactions that go on to lock other rows, and an import writes thousands in one that
takes minutes. One chain for all would make everyone queue, or deadlock. So there are 64 strands. Who writes takes the
first that nobody holds (SKIP LOCKED), holds it until the transaction ends, and adds to its end: within a strand entries
are numbered without a gap, each holds the MAC of the one before, and the strand's own row holds, keyed too, how many there
are and the last one's MAC. An entry that is changed, put in, taken out of the middle or cut off the end shows. What
does not: an entry and the strand's row set back together to what they were before; the nightly check remembers that
(`agreements.verification.walk`).
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from django.db import transaction

from people.models import AuditEvent, AuditStrand
from people.record import record_keys

if TYPE_CHECKING:
    from people.record.record_keys import RecordKey, Ring

STRANDS = 64
BATCH = 1000
CHUNK = 2000


@dataclass(frozen=True)
class StrandHead:
    """The end of one strand."""

    strand: int
    entries: int
    mac: str


@dataclass(frozen=True)
class TrailFault:
    """What does not fit: in which strand, at which entry, and why."""

    strand: int
    sequence: int
    reason: str


def append(events: Iterable[AuditEvent]) -> list[AuditEvent]:
    """Write events at the end of a strand, in the caller's transaction if there is one."""
    with transaction.atomic(savepoint=False):
        strand = _free_strand()
        key = record_keys.ring().present
        written = [_link(event, strand, key) for event in events]
        if len(written) == 1:
            written[0].save(force_insert=True)
        else:
            AuditEvent.objects.bulk_create(written, batch_size=BATCH)
        if written:
            strand.key, strand.mac = key.name, key.mac(_end(strand))
            strand.save(update_fields=["entries", "last_mac", "key", "mac"])
        return written


def _free_strand() -> AuditStrand:
    # A strand is held until its transaction ends: waiting for one could close a circle with rows that its holder locks next.
    free = AuditStrand.objects.select_for_update(skip_locked=True).order_by("number")[:1]
    for strand in free:
        return strand
    # More transactions write at once than there are strands: wait for one of them.
    return AuditStrand.objects.select_for_update().get(number=random.randint(1, STRANDS))  # noqa: S311 - no secret


def _link(event: AuditEvent, strand: AuditStrand, key: RecordKey) -> AuditEvent:
    strand.entries += 1
    event.strand, event.sequence, event.previous_mac = strand.number, strand.entries, strand.last_mac
    event.key, event.mac = key.name, key.mac(_content(event))
    strand.last_mac = event.mac
    return event


def _content(event: AuditEvent) -> list[object]:
    return [
        "audit event",
        event.strand,
        event.sequence,
        event.previous_mac,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.actor_id,
        event.action,
        event.object_type,
        event.object_id,
        event.details,
    ]


def _end(strand: AuditStrand) -> list[object]:
    return ["audit strand", strand.number, strand.entries, strand.last_mac]


def heads() -> list[StrandHead]:
    """Return the ends of the strands in use, as their rows say."""
    return [
        StrandHead(strand.number, strand.entries, strand.last_mac)
        for strand in AuditStrand.objects.filter(entries__gt=0)
    ]


def faults(ring: Ring) -> Iterator[TrailFault]:
    """Walk all strands and yield what does not fit, in their order."""
    ends = {strand.number: strand for strand in AuditStrand.objects.all()}
    reached: dict[int, StrandHead] = {}
    events = AuditEvent.objects.filter(strand__isnull=False).order_by("strand", "sequence")
    for event in events.iterator(chunk_size=CHUNK):
        number, sequence = event.strand or 0, event.sequence or 0
        before = reached.get(number, StrandHead(number, 0, ""))
        reached[number] = StrandHead(number, sequence, event.mac)
        if sequence != before.entries + 1:
            yield TrailFault(number, before.entries + 1, "missing")
        elif event.previous_mac != before.mac:
            yield TrailFault(number, sequence, "does not follow the entry before")
        if not ring.knows(event.key):
            yield TrailFault(number, sequence, "made with a key that is not known here")
        elif not ring.holds(_content(event), key=event.key, mac=event.mac):
            yield TrailFault(number, sequence, "changed, or not written by this application")
    for number in range(1, STRANDS + 1):
        yield from _faults_at_end(ends.get(number), reached.pop(number, StrandHead(number, 0, "")), ring)
    for number in sorted(reached):
        yield TrailFault(number, 1, "in a strand that does not exist")
    if strays := AuditEvent.objects.filter(strand__isnull=True).count():
        yield TrailFault(0, strays, "without a place in the trail")


def _faults_at_end(end: AuditStrand | None, last: StrandHead, ring: Ring) -> Iterator[TrailFault]:
    if end is None:
        yield TrailFault(last.strand, last.entries, "the end of this strand is missing")
    elif end.entries == 0 and not (last.entries or end.mac or end.last_mac):
        return
    elif not ring.holds(_end(end), key=end.key, mac=end.mac):
        yield TrailFault(last.strand, last.entries, "the end of this strand was changed")
    elif end.entries > last.entries:
        yield TrailFault(last.strand, last.entries + 1, "missing: the end was cut off")
    elif end.entries < last.entries:
        yield TrailFault(last.strand, end.entries + 1, "put in after the end")


def missing(earlier: Sequence[StrandHead]) -> list[StrandHead]:
    """Return the ends that were seen earlier and are not part of the trail any more, in one query."""
    wanted = {(head.strand, head.entries): head.mac for head in earlier}
    rows = AuditEvent.objects.filter(mac__in=list(wanted.values())).values_list("strand", "sequence", "mac")
    there = {(strand, sequence) for strand, sequence, mac in rows if wanted.get((strand or 0, sequence or 0)) == mac}
    return [head for head in earlier if (head.strand, head.entries) not in there]
