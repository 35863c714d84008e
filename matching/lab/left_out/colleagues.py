"""Colleagues who are in no pool yet, as the mentors that they would be, and for whom the rules would allow them.

The same rules as in the matching itself, by what is known of someone who has not applied: the directory's row, and the
topics that they offer in another program (E-10). What only they could say stands against nobody: hours that suit them, the
training they would do, languages where the directory names none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from django.db.models import Prefetch

from matching.fit.book import forbidden_by
from matching.fit.criteria import shares_of
from matching.fit.facts import MentorFacts, years_here
from matching.fit.reading import eligibilities
from matching.fit.rules import rules_for
from matching.fit.rules.program_rules import TrainingDone
from matching.fit.tables import required_of
from pool.models import Mentor
from pool.models.topics import Wish

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from numpy.typing import NDArray

    from matching.fit.facts import MenteeFacts, Roster
    from matching.fit.reading import Eligibility
    from matching.fit.terms import Terms
    from people.models import User
    from programs.models import Cohort, Guidelines

    Mask = NDArray[np.bool_]

# Criteria that can be required and are told from what is known of a colleague. Others are not asked of someone who has
# not applied.
KNOWN = frozenset({"topics", "department", "site", "across", "near", "level", "years", "languages"})


@dataclass(frozen=True)
class Search:
    """Mentees of a cohort (on the roster) for whom colleagues are looked for, and what their scenario asks for.

    guidelines: what someone who applies now is held to; nobody is found while nobody can apply
    """

    cohort: Cohort
    roster: Roster
    terms: Terms
    guidelines: Guidelines | None


def elsewhere() -> Prefetch[str]:
    """Bring along where colleagues are mentors, with the topics that they offer there: what `with_colleagues` reads."""
    return Prefetch("mentorships", Mentor.objects.in_pool().order_by("pk").prefetch_related("topics"))


def with_colleagues(searches: Sequence[Search], people: Sequence[User], *, now: datetime) -> list[Roster]:
    """Return each roster with these colleagues in the place of the pool.

    people: with department, site, level and `elsewhere` at hand
    """
    eligible = eligibilities([search.cohort for search in searches])
    rosters = []
    for search in searches:
        spoken = frozenset().union(*(mentee.languages for mentee in search.roster.mentees))
        mentors = [
            _facts(person, search.roster, spoken, eligible[search.cohort.pk], on=now.date()) for person in people
        ]
        rosters.append(replace(search.roster, mentors=mentors))
    return rosters


def ruled_out_by_hand(searches: Sequence[Search]) -> dict[int, int]:
    """Return the users (by pk of the mentor that they were) whom coordinators have ruled out for someone."""
    mentors = {mentor for search in searches for _mentee, mentor in search.terms.forbidden}
    return dict(Mentor.objects.filter(pk__in=mentors).order_by().values_list("pk", "user_id"))


def allowed(roster: Roster, terms: Terms, users: Mapping[int, int]) -> Mask:
    """Return which colleagues no rule forbids to which mentee, bool [mentees, colleagues].

    users: from `ruled_out_by_hand`
    """
    rules = [rule for rule in rules_for(terms.rules, 0) if not isinstance(rule, TrainingDone)]
    masks = [forbidden_by(roster, rule).mask() for rule in rules]
    required = required_of(roster, shares_of(roster, terms.weights, preference=terms.preference))
    masks += [found.mask() for code, found in required.items() if code in KNOWN]
    masks.append(_ruled_out(roster, terms, users))
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


def _ruled_out(roster: Roster, terms: Terms, users: Mapping[int, int]) -> Mask:
    """Return the pairs that the coordinator has ruled out by hand with someone who was in the pool then."""
    pairs = {(mentee, users.get(mentor)) for mentee, mentor in terms.forbidden}
    ruled_out = [[(mentee.pk, one.user) in pairs for one in roster.mentors] for mentee in roster.mentees]
    return np.array(ruled_out, dtype=bool).reshape(len(roster.mentees), len(roster.mentors))


def _facts(
    person: User,
    roster: Roster,
    spoken: frozenset[str],
    eligible: Eligibility,
    *,
    on: date,
) -> MentorFacts:
    """Say what is known of one. Who names no language anywhere speaks all that the mentees do (`spoken`)."""
    roles = list(person.mentorships.all())
    said = frozenset(code.lower() for code in (*person.languages, *(code for role in roles for code in role.languages)))
    return MentorFacts(
        # Below nought, so that no wish or ban of a pool's mentor is taken for theirs.
        pk=-person.pk,
        user=person.pk,
        public_id=str(person.public_id),
        department=person.department_id,
        site=person.site_id,
        step=roster.steps.get(person.level_id) if person.level_id else None,
        years=years_here(person.hired_on, on),
        zone=person.zone_name,
        topics=frozenset(roster.meanings[topic.pk] for role in roles for topic in role.topics.all()),
        topics_back=frozenset(),
        goals=frozenset(),
        experience=None,
        channels=frozenset(),
        languages=said or spoken,
        slots=frozenset(),
        department_wish=Wish.EITHER,
        site_wish=Wish.EITHER,
        eligible=eligible.of(
            {
                "user__level_id": person.level_id,
                "user__department_id": person.department_id,
                "user__site_id": person.site_id,
                "user__hired_on": person.hired_on,
            },
            mentor=True,
            on=on,
        ),
        places=1,
        trained=True,
    )
