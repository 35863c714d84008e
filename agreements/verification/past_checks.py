"""The nightly checks as a chain of their own: what one has seen must still be there for the next (A-26, A-29).

A chain without its end is a chain, and a strand of the audit trail set back to what it was an hour ago is a strand. So
each check keeps the ends that it saw, numbered, keyed, and tied to the check before; the audit trail tells of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from agreements.models import Verification
from agreements.record import chain, unreadable
from agreements.record.chain import why_not
from agreements.verification.comparison import Discrepancy
from people import audit
from people.models import AuditEvent
from people.record import marks, record_keys, trail

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from people.record.record_keys import Ring

# Of the lock that numbers checks one after the other; any number that nobody else uses.
LOCK = 4_020_262_911
ACTION = "agreements.verified"


@dataclass
class Memory:
    """The furthest that checks have seen: each agreement's chain, each strand of the audit trail, each marked row."""

    agreements: dict[int, chain.ChainHead] = field(default_factory=dict)
    strands: dict[int, trail.StrandHead] = field(default_factory=dict)
    marks: dict[marks.Place, int] = field(default_factory=dict)


def recall(ring: Ring) -> tuple[Memory, list[Discrepancy]]:
    """Read all checks in order; return what they saw, and what does not fit among them."""
    memory, problems = Memory(), []
    previous, expected = {""}, 1
    for number, check, why in _read(Verification.objects.order_by("number"), ring, size=100):
        if check is None or why:
            # The person who put it there chose its number: it stands in the place of a check, and the next one goes past it.
            problems.append(_of_check(number, why))
            expected += number == expected
            previous |= {check.mac} if check else set()
            continue
        if number != expected:
            problems.append(_of_check(expected, "missing"))
        elif check.previous_mac not in previous:
            problems.append(_of_check(number, "does not follow the check before"))
        _learn(memory, check.seen)
        previous, expected = {check.mac}, number + 1
    problems += _not_numbered()
    return memory, problems


def last() -> Verification | None:
    """Return the last check that this application has kept: rows without its mark do not count, whatever they say."""
    for _number, check, why in _read(Verification.objects.order_by("-number"), record_keys.ring(), size=1):
        if check and not why:
            return check
    return None


Read = tuple[int, Verification | None, str]


def _read(checks: QuerySet[Verification], ring: Ring, *, size: int) -> Iterator[Read]:
    """Read numbered checks in their order, and yield the number of each, the check, and why its mark does not hold."""

    def look(keys: Sequence[tuple[int, int]]) -> list[Read]:
        rows = Verification.objects.in_bulk([pk for pk, _number in keys])
        return [
            (number, rows[pk], why_not(ring, content(rows[pk]), key=rows[pk].key, mac=rows[pk].mac))
            for pk, number in keys
        ]

    keys = [(pk, number or 0) for pk, number in checks.filter(number__isnull=False).values_list("pk", "number")]
    return unreadable.some_at_a_time(
        look, keys, size=size, failed=lambda key, error: (key[1], None, unreadable.reason(error))
    )


def _of_check(number: int, why: str) -> Discrepancy:
    return Discrepancy(None, why, where=f"earlier check no. {number}")


def _not_numbered() -> Iterator[Discrepancy]:
    """Yield the checks that the audit trail tells of and that are not there, and those that it does not tell of."""
    of_checks = AuditEvent.objects.filter(action=ACTION, object_type=Verification._meta.label_lower)
    recorded = set(of_checks.values_list("object_id", flat=True))
    rows = dict(Verification.objects.values_list("pk", "number"))
    numbered = {str(pk) for pk, number in rows.items() if number is not None}
    for pk in sorted(recorded - numbered):
        reason = "the audit trail tells of it, but it is missing or has lost its number"
        yield Discrepancy(None, reason, where=f"earlier check with key {pk}")
    for pk in sorted({str(pk) for pk in rows} - recorded):
        yield Discrepancy(None, "the audit trail does not tell of it", where=f"earlier check with key {pk}")


def _learn(memory: Memory, seen: Mapping[str, Any]) -> None:
    for agreement, sequence, digest in seen.get("agreements", []):
        memory.agreements[agreement] = chain.ChainHead(agreement, sequence, digest)
    for strand, entries, mac in seen.get("strands", []):
        memory.strands[strand] = trail.StrandHead(strand, entries, mac)
    for label, pk, mark_number in seen.get("marks", []):
        memory.marks[label, pk] = mark_number


def content(check: Verification) -> list[object]:
    """Return what the MAC of a check is made over."""
    return [
        "check",
        check.number,
        check.previous_mac,
        check.at.astimezone(UTC).isoformat(timespec="microseconds"),
        check.agreements,
        check.events,
        check.documents,
        check.problems,
        check.head,
        check.seen,
    ]


def moved(
    memory: Memory,
    heads: Iterable[chain.ChainHead],
    strands: Iterable[trail.StrandHead],
    marked: Mapping[marks.Place, int],
) -> dict[str, list[list[object]]]:
    """Return what has grown since the last check. What became shorter is remembered as it was."""
    return {
        "agreements": [
            [head.agreement, head.sequence, head.hash]
            for head in heads
            if head.agreement not in memory.agreements or head.sequence > memory.agreements[head.agreement].sequence
        ],
        "strands": [
            [head.strand, head.entries, head.mac]
            for head in strands
            if head.strand not in memory.strands or head.entries > memory.strands[head.strand].entries
        ],
        "marks": [[*place, number] for place, number in marked.items() if number > memory.marks.get(place, 0)],
    }


@transaction.atomic
def keep(check: Verification, *, now: datetime) -> Verification:
    """Number a check, tie it to the last one that is true, mark it with the key and keep it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    before = last()
    key = record_keys.ring().present
    check.number = _next_number(before)
    check.previous_mac = before.mac if before else ""
    check.key, check.mac = key.name, key.mac(content(check))
    check.save(force_insert=True)
    audit.record("agreements.verified", check, by=None, now=now, number=check.number, problems=len(check.problems))
    return check


def _next_number(before: Verification | None) -> int:
    """Return the first number after the last true check that no row without a mark has taken."""
    number = ((before.number or 0) if before else 0) + 1
    taken = set(Verification.objects.filter(number__gte=number).values_list("number", flat=True))
    while number in taken:
        number += 1
    return number
