"""Publishing a scenario: all of its drafts or some, both people at once or the mentor first."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _

from matching.errors import MatchingError
from matching.fit.facts import read_roster
from matching.fit.question import ask
from matching.fit.terms import Terms
from matching.fit.without_a_mentor import MENTEE_GONE, MENTOR_GONE, NO_PLACE, TOGETHER, WhyLeftOut
from matching.lab.drafts import lock_scenario, recount, require_seen
from matching.models import Match, MatchStatus, Scenario, ScenarioStatus, Unmatched
from matching.pairs import emails
from matching.pairs.asking_both import as_proposed, asked_at_once, propose
from notifications.transport.rendering import compose
from people import audit, policy
from people.policy import Action
from people.status import move, require_move
from pool.models import Mentee, Mentor
from programs.models.cohort import CohortStatus
from programs.upkeep.enrolment import start_cohort, start_matching

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django.core.mail import EmailMultiAlternatives

    from people.models import User
    from programs.models import Cohort

MATCHABLE = {CohortStatus.ENROLLING, CohortStatus.MATCHING, CohortStatus.RUNNING}


@dataclass(frozen=True)
class Preview:
    """What publishing would do: pairs that still hold, and drafts that do not hold any more, each with what changed.

    left_out: with the codes of `matching.fit.without_a_mentor`
    """

    pairs: list[Match]
    left_out: list[tuple[Match, str]]

    @property
    def mails(self) -> int:
        """How many mails go out at once where both are asked together: one to each of the two."""
        return 2 * len(self.pairs)


def preview(scenario: Scenario, *, matches: Iterable[int] | None = None, now: datetime) -> Preview:
    """Check drafts again, all or those named by pk: people leave, withdraw and get matched while a scenario lies."""
    rows_ = scenario.matches.filter(status=MatchStatus.DRAFT)
    if matches is not None:
        rows_ = rows_.filter(pk__in=list(matches))
    drafts = list(rows_.with_people().order_by("mentee__user__name", "pk"))
    waiting = Mentee.objects.waiting().filter(pk__in=[match.mentee_id for match in drafts])
    roster = read_roster(scenario.cohort, waiting, now=now)
    question = ask(roster, Terms.of(scenario))
    rows = {facts.pk: row for row, facts in enumerate(roster.mentees)}
    columns = {facts.pk: column for column, facts in enumerate(roster.mentors)}
    places = {facts.pk: facts.places for facts in roster.mentors}
    known = [match for match in drafts if match.mentee_id in rows and match.mentor_id in columns]
    asked = np.array([(rows[match.mentee_id], columns[match.mentor_id]) for match in known], dtype=np.int64).reshape(
        -1, 2
    )
    # Looked at one by one only where something stands against it.
    refused = {match.pk for match, score in zip(known, question.problem.scores_of(asked), strict=True) if score < 0}
    pairs: list[Match] = []
    left_out: list[tuple[Match, str]] = []
    for match in drafts:
        if match.mentee_id not in rows:
            left_out.append((match, MENTEE_GONE))
        elif match.mentor_id not in columns:
            left_out.append((match, MENTOR_GONE))
        elif match.pk in refused:
            rule = question.against(rows[match.mentee_id], columns[match.mentor_id])
            left_out.append((match, rule.code if rule and not rule.private else TOGETHER))
        elif places[match.mentor_id] < 1:
            left_out.append((match, NO_PLACE))
        else:
            places[match.mentor_id] -= 1
            pairs.append(match)
    return Preview(pairs, left_out)


def sample_mails(match: Match, *, staged: bool, now: datetime) -> list[EmailMultiAlternatives]:
    """Write the mails that publishing this draft would send at once. Nothing is saved, queued or locked."""
    shown = as_proposed(copy(match), staged=staged, now=now)  # the caller's row stays a draft
    drafts = [emails.sample_of_proposal(shown, recipient=person, now=now) for person in asked_at_once(shown)]
    return [compose(row, mail) for row, mail in drafts]


@transaction.atomic
def publish(
    scenario: Scenario,
    *,
    matches: Sequence[int] | None = None,
    staged: bool = False,
    by: User,
    now: datetime,
    seen: str | None = None,
) -> Scenario:
    """Propose the drafts that still hold, all or those named by pk; those that do not are listed as not matched.

    A scenario is published once no draft is left in it.
    """
    policy.require(by, Action.RUN_MATCHING, scenario)
    scenario = lock_scenario(scenario)
    refusal = MatchingError(_("This scenario has been published already, or has not run yet."))
    require_move(scenario, ScenarioStatus.PUBLISHED, refusal)
    require_seen(scenario, seen=seen)
    drafts = scenario.matches.filter(status=MatchStatus.DRAFT)
    # Locked in this order by everybody: mentees, then mentors.
    list(Mentee.objects.select_for_update().filter(pk__in=drafts.values("mentee")).order_by("pk"))
    list(Mentor.objects.select_for_update().filter(pk__in=drafts.values("mentor")).order_by("pk"))
    plan = preview(scenario, matches=matches, now=now)
    if not plan.pairs:
        raise MatchingError(_("There is no pair to propose. Run the scenario again."))
    for match, because in plan.left_out:
        match.delete()
        kept = WhyLeftOut(because=because)
        Unmatched.objects.create(scenario=scenario, mentee_id=match.mentee_id, code="changed", details=kept)
    recount(scenario)
    for match in plan.pairs:
        propose(match, staged=staged, now=now)
    if not drafts.exists():
        move(scenario, ScenarioStatus.PUBLISHED)
    scenario.published_at = scenario.published_at or now
    scenario.save(update_fields=["status", "published_at"])
    audit.record("scenario.published", scenario, by=by, now=now, pairs=len(plan.pairs), left_out=len(plan.left_out))
    move_on(scenario.cohort, by=by, now=now)
    return scenario


def move_on(cohort: Cohort, *, by: User, now: datetime) -> None:
    """Let the cohort begin once its matches are published. One that is always on goes on taking people in."""
    if cohort.always_on:
        return
    if cohort.status == CohortStatus.ENROLLING:
        cohort = start_matching(cohort, by=by, now=now)
    if cohort.status == CohortStatus.MATCHING:
        start_cohort(cohort, by=by, now=now)
