"""After a no or a silence: the next choice of the mentees whom it concerns, all together (M-13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matching.models import Match, Origin, Reply
from matching.pairs import emails
from matching.pairs.asking_both import propose
from matching.pairs.waiting.offers import wake_offers
from matching.pairs.waiting.pairing import lock_pool, pair_up
from pool.models import Mentor
from programs.models.cohort import CohortStatus

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from programs.models import Cohort


def ask_next_choices(cohort: Cohort, failed: Sequence[Match], *, now: datetime) -> list[Match]:
    """Propose the next choice of every mentee whose proposal came to nothing; return the new proposals.

    The engine answers for all of them at once, with the places that are free now. A mentee for whom nobody is left is
    told so, unless they never knew of the proposal; the coordinator's desk shows them. Everyone else who waits is looked
    after by `matching.pairs.waiting.offers`, which is woken here. Call it in the transaction of the no, with the mentees locked.
    """
    if not failed:
        return []
    wake_offers(cohort)
    if cohort.status == CohortStatus.CLOSED or cohort.is_self_match:
        for match in failed:
            if match.mentee_reply != Reply.DECLINED and match.mentee_knows:
                emails.not_going_ahead(match, recipient=match.mentee.user, now=now)
        return []
    lock_pool(cohort.program)
    by_mentee = {match.mentee_id: match for match in failed}
    pairs = pair_up(cohort, by_mentee, now=now)
    mentors = Mentor.objects.select_related("user").in_bulk([pair.mentor for pair in pairs])
    following = [
        Match(
            cohort=cohort,
            scenario=by_mentee[pair.mentee].scenario,
            mentee=by_mentee[pair.mentee].mentee,
            mentor=mentors[pair.mentor],
            origin=Origin.NEXT_CHOICE,
            score=pair.score,
            reasons=pair.reasons,
            created_at=now,
        )
        for pair in pairs
    ]
    for match in following:
        propose(match, staged=by_mentee[match.mentee_id].staged, now=now)
    for mentee in by_mentee.keys() - {match.mentee_id for match in following}:
        if by_mentee[mentee].mentee_knows:
            emails.no_next_choice(by_mentee[mentee], now=now)
    return following
