"""The audit trail beside the chains: each deed that the trail tells of has its event, and each event its deed (A-26, A-29).

The two are kept apart, keyed apart, and written in the same transaction. Who cuts the end of a chain, or deletes a whole
agreement with its chain, leaves the trail behind; and the other way round.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from agreements.models import Agreement, SignatureRequest
from agreements.record.steps import OF_AGREEMENT, OF_SIGNATURE
from agreements.verification.comparison import Discrepancy
from people.models import AuditEvent

if TYPE_CHECKING:
    from agreements.record.chain import Walked

Deed = tuple[str, str]  # the kind of event, and the key of the agreement or signature


class Events:
    """How often the chains tell of each deed. Fed with every chain that was walked."""

    def __init__(self) -> None:
        self.of_agreements: Counter[Deed] = Counter()
        self.of_signatures: Counter[Deed] = Counter()
        self.broken: set[int] = set()

    def add(self, walked: Walked) -> None:
        """Count what a chain tells. One that is broken has been named; what stood behind the break is not known."""
        if walked.broken:
            self.broken.add(walked.head.agreement)
            return
        for event in walked.told:
            if event.kind in OF_AGREEMENT:
                self.of_agreements[event.kind, str(walked.head.agreement)] += 1
            elif event.kind in OF_SIGNATURE:
                self.of_signatures[event.kind, str(event.data.get("request"))] += 1


def cross_check(events: Events) -> Iterator[Discrepancy]:
    """Yield the deeds of which only one of the two tells."""
    deeds = _deeds(Agreement, OF_AGREEMENT, without=events.broken)
    for deed in _more(deeds, events.of_agreements):
        # What the trail says it is about can be any text.
        agreement, where = (int(deed[1]), "") if deed[1].isdecimal() else (None, f"agreement {deed[1]}")
        reason = f"the audit trail tells of “{deed[0]}”, but the events of the agreement do not"
        yield Discrepancy(agreement, reason, where=where)
    for deed in _more(events.of_agreements, deeds):
        yield Discrepancy(int(deed[1]), f"an event tells of “{deed[0]}”, but the audit trail does not")
    theirs = SignatureRequest.objects.filter(version__agreement__in=events.broken).values_list("pk", flat=True)
    signed = _deeds(SignatureRequest, OF_SIGNATURE, without=theirs)
    for deed in _more(signed, events.of_signatures):
        yield Discrepancy(
            None, f"the audit trail tells of “{deed[0]}”, but no event does", where=f"signature {deed[1]}"
        )
    for deed in _more(events.of_signatures, signed):
        yield Discrepancy(
            None, f"an event tells of “{deed[0]}”, but the audit trail does not", where=f"signature {deed[1]}"
        )


def _deeds(
    model: type[Agreement | SignatureRequest], actions: dict[str, str], *, without: Iterable[int]
) -> Counter[Deed]:
    left_out = {str(pk) for pk in without}
    rows = AuditEvent.objects.filter(object_type=model._meta.label_lower, action__in=actions.values()).order_by()
    deeds: Iterable[tuple[str, str]] = rows.values_list("action", "object_id").iterator(chunk_size=2000)
    kinds = {action: kind for kind, action in actions.items()}
    return Counter((kinds[action], pk) for action, pk in deeds if pk not in left_out)


def _more(some: Counter[Deed], others: Counter[Deed]) -> list[Deed]:
    return sorted(deed for deed, count in some.items() if count > others[deed])
