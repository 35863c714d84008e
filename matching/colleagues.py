"""Colleagues who are in no pool yet, as the mentors that they would be, and for whom the rules would allow them.

The same rules as in the matching itself, by what is known of somebody who has not applied: the directory's row, and the
topics that they offer in another program (E-10). What only they could say stands against nobody: hours that suit them, the
training they would do, languages where the directory names none.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from matching.book import forbidden_by
from matching.models import Mentor
from matching.models.topics import Wish
from matching.reading import Eligibility, TopicList
from matching.roster import MentorFacts, years_here
from matching.rules import rules_for
from matching.rules.fitting import TrainingDone
from matching.scoring import shares_of
from matching.tabling import required_of
from people.models import Level

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from matching.roster import MenteeFacts, Roster
    from matching.solving import Terms
    from people.models import User
    from programs.models import Cohort

    Mask = NDArray[np.bool_]

# Criteria that can be required and are told from what is known of a colleague. Others are not asked of somebody who has
# not applied.
KNOWN = frozenset({"topics", "department", "site", "across", "near", "level", "years", "languages"})


def with_colleagues(roster: Roster, cohort: Cohort, people: Sequence[User], *, now: datetime) -> Roster:
    """Return the roster with these colleagues (with site and level at hand) in the place of the pool."""
    spoken = frozenset().union(*(mentee.languages for mentee in roster.mentees))
    return replace(roster, mentors=list(_facts(cohort, people, spoken, now=now)))


def allowed(roster: Roster, terms: Terms) -> Mask:
    """Return which colleagues no rule forbids to which mentee, bool [mentees, colleagues]."""
    rules = [rule for rule in rules_for(terms.rules, 0) if not isinstance(rule, TrainingDone)]
    masks = [forbidden_by(roster, rule).mask() for rule in rules]
    required = required_of(roster, shares_of(roster, terms.weights, preference=terms.preference))
    masks += [found.mask() for code, found in required.items() if code in KNOWN]
    masks.append(_ruled_out(roster, terms))
    free: Mask = ~np.logical_or.reduce(masks)
    return free


def helps(colleague: MentorFacts, mentee: MenteeFacts, *, topics: frozenset[int] | None = None) -> bool:
    """Say whether a colleague has something that the mentee looks for: a wanted topic, or the wished department.

    topics: only these count, and no department
    """
    if topics is not None:
        return bool(colleague.topics & mentee.topics & topics)
    near = mentee.department_wish == Wish.SAME and mentee.department is not None
    return bool(colleague.topics & mentee.topics) or (near and mentee.department == colleague.department)


def _ruled_out(roster: Roster, terms: Terms) -> Mask:
    """Return the pairs that the coordinator has ruled out by hand with somebody who was in the pool then."""
    users = dict(
        Mentor.objects.filter(pk__in={mentor for _one, mentor in terms.forbidden}).values_list("pk", "user_id")
    )
    pairs = {(mentee, users.get(mentor)) for mentee, mentor in terms.forbidden}
    found = [[(mentee.pk, one.user) in pairs for one in roster.mentors] for mentee in roster.mentees]
    return np.array(found, dtype=bool).reshape(len(roster.mentees), len(roster.mentors))


def _facts(cohort: Cohort, people: Sequence[User], spoken: frozenset[str], *, now: datetime) -> list[MentorFacts]:
    on, eligible = now.date(), Eligibility(cohort)
    steps = {pk: step for step, pk in enumerate(Level.objects.order_by("rank").values_list("pk", flat=True))}
    elsewhere = (
        Mentor.objects.in_pool().filter(user__in=people).order_by("pk").values_list("pk", "user_id", "languages")
    )
    rows = list(elsewhere)
    chosen = TopicList().chosen(Mentor, [pk for pk, _user, _languages in rows])
    topics: dict[int, set[int]] = {}
    languages: dict[int, set[str]] = {}
    for pk, user, said in rows:
        topics.setdefault(user, set()).update(chosen[pk])
        languages.setdefault(user, set()).update(code.lower() for code in said)
    return [
        MentorFacts(
            # Below nought, so that no wish or ban of a pool's mentor is taken for theirs.
            pk=-one.pk,
            user=one.pk,
            public_id=str(one.public_id),
            department=one.department_id,
            site=one.site_id,
            step=steps.get(one.level_id) if one.level_id else None,
            years=years_here(one.hired_on, on),
            zone=one.zone_name,
            topics=frozenset(topics.get(one.pk, ())),
            topics_back=frozenset(),
            goals=frozenset(),
            experience=None,
            channels=frozenset(),
            languages=frozenset(code.lower() for code in one.languages) | languages.get(one.pk, set()) or spoken,
            slots=frozenset(),
            department_wish=Wish.EITHER,
            site_wish=Wish.EITHER,
            eligible=eligible.of(
                {
                    "user__level_id": one.level_id,
                    "user__department_id": one.department_id,
                    "user__site_id": one.site_id,
                    "user__hired_on": one.hired_on,
                },
                mentor=True,
                on=on,
            ),
            places=1,
            trained=True,
        )
        for one in people
    ]
