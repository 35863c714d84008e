"""Nobody is proposed as a mentor whom the rules forbid: one test for each kind of rule, as the engine asks them (M-10, P-21)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client

from matching.errors import MatchingError
from matching.fit.rules import RULES
from matching.fit.terms import Terms, held
from matching.lab.left_out import invitations
from matching.models import HeldPair, Hold
from matching.tests.factories import MatchFactory
from matching.tests.lab.conftest import Contest
from matching.tests.lab.test_lab_pages import place
from people.models import User
from people.tests.factories import LevelFactory, SiteFactory, UserFactory
from pool.models import Mentee, NotWith
from pool.tests.factories import MenteeFactory, MentorFactory, TopicFactory
from pool.tests.pages import text
from programs.models import Cohort, Guidelines
from programs.tests.factories import GuidelinesFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def mentee(cohort: Cohort) -> Mentee:
    """Return somebody who waits, with a supervisor, and wants to learn one topic."""
    if not cohort.program.guidelines.exists():
        GuidelinesFactory.create(program=cohort.program)
    boss = UserFactory.create(name="Bo Boss")
    return MenteeFactory.create(cohort=cohort, user__name="Mia", user__supervisor=boss, topics=[TopicFactory.create()])


def expert(mentee: Mentee, **fields: object) -> User:
    """Make a colleague who offers the topic in another program."""
    return MentorFactory.create(topics=mentee.topics.all(), **fields).user


def proposed(mentee: Mentee, now: datetime, *, terms: Terms = invitations.USUAL) -> list[User]:
    found = invitations.who_could(mentee.cohort, [mentee.pk], terms=terms, now=now)
    return [one.person for one in found]


def in_own_line(mentee: Mentee) -> User:
    report = UserFactory.create(supervisor=UserFactory.create(supervisor=mentee.user))
    return expert(mentee, user=report)


def above(mentee: Mentee) -> User:
    return expert(mentee, user=mentee.user.supervisor)


def kept_apart_by_the_mentee(mentee: Mentee) -> User:
    found = expert(mentee)
    NotWith.objects.create(user=mentee.user, other=found, created_at=mentee.created_at)
    return found


def kept_apart_by_the_colleague(mentee: Mentee) -> User:
    found = expert(mentee)
    NotWith.objects.create(user=found, other=mentee.user, created_at=mentee.created_at)
    return found


def ended_early_before(mentee: Mentee) -> User:
    found = expert(mentee)
    earlier = MentorFactory.create(program=mentee.cohort.program, user=found, status="withdrawn")
    ended = {"status": "ended", "ended_at": mentee.created_at + timedelta(days=9), "ended_by": found}
    MatchFactory.create(cohort=mentee.cohort, mentee=mentee, mentor=earlier, **ended)
    return found


def of_another_level(mentee: Mentee) -> User:
    low, _middle, high = (LevelFactory.create(rank=rank) for rank in (901, 902, 903))
    User.objects.filter(pk=mentee.user_id).update(level=low)
    return expert(mentee, user__level=high)


def without_a_common_language(mentee: Mentee) -> User:
    return expert(mentee, user__languages=["fi"], languages=["fi"])


def outside_the_guidelines(mentee: Mentee) -> User:
    site = SiteFactory.create()
    for guidelines in Guidelines.objects.filter(program=mentee.cohort.program):
        guidelines.mentor_sites.set([site])
    return expert(mentee, user__site=SiteFactory.create())


KINDS: dict[str, Callable[[Mentee], User]] = {
    "reporting_line, below": in_own_line,
    "reporting_line, above": above,
    "not_with, the mentee's": kept_apart_by_the_mentee,
    "not_with, the colleague's": kept_apart_by_the_colleague,
    "earlier": ended_early_before,
    "level": of_another_level,
    "language": without_a_common_language,
    "eligible": outside_the_guidelines,
    "oneself": lambda mentee: expert(mentee, user=mentee.user),
}


@pytest.mark.parametrize("kind", KINDS)
def test_p21_somebody_whom_a_rule_forbids_is_neither_proposed_nor_invited(
    kind: str, mentee: Mentee, coordinator: User, now: datetime
) -> None:
    forbidden = KINDS[kind](mentee)

    assert forbidden not in proposed(mentee, now)
    with pytest.raises(MatchingError):
        invitations.invite_to_pool(mentee.cohort, mentees=[mentee.pk], user=forbidden, by=coordinator, now=now)


def test_p21_every_rule_has_its_kind_here() -> None:
    # Training is what somebody does once they have applied: it stands against nobody who has not.
    assert {kind.split(",")[0] for kind in KINDS} | {"training"} == {rule.code for rule in RULES}


def test_m10_a_colleague_whom_no_rule_forbids_is_proposed_with_those_they_could_mentor(
    mentee: Mentee, now: datetime
) -> None:
    reports_to = MenteeFactory.create(cohort=mentee.cohort, topics=mentee.topics.all())
    found = expert(mentee, user__supervisor=reports_to.user)

    [one] = invitations.who_could(mentee.cohort, [mentee.pk, reports_to.pk], now=now)

    assert (one.person, one.could_help) == (found, [mentee.pk])


def test_m10_eight_who_report_to_the_mentee_do_not_hide_the_ninth(mentee: Mentee, now: datetime) -> None:
    for number in range(8):
        expert(mentee, user__supervisor=mentee.user, user__name=f"A{number} Report")
    ninth = expert(mentee, user__name="Zoe Ninth")

    assert proposed(mentee, now) == [ninth]


def test_m10_what_a_colleague_has_not_said_yet_stands_against_nobody(mentee: Mentee, now: datetime) -> None:
    found = expert(mentee, user__languages=[], languages=[], slots=[])

    assert proposed(mentee, now) == [found]


def test_a_rule_that_is_switched_off_forbids_nobody(mentee: Mentee, now: datetime) -> None:
    found = of_another_level(mentee)

    assert proposed(mentee, now, terms=Terms(rules={"level": False})) == [found]


def test_a_required_criterion_forbids_as_in_the_run(mentee: Mentee, now: datetime) -> None:
    more = TopicFactory.create_batch(3)
    mentee.topics.add(*more)
    expert(mentee.__class__.objects.get(pk=mentee.pk))
    half = MentorFactory.create(topics=[more[0]]).user

    found = proposed(mentee, now, terms=Terms(weights={"level": "required"}))

    assert half in found


def test_a_pair_ruled_out_by_hand_is_not_proposed(mentee: Mentee, coordinator: User, now: datetime) -> None:
    found = expert(mentee)
    scenario = mentee.cohort.scenarios.create(name="One", created_at=now, created_by=coordinator)
    earlier = MentorFactory.create(program=mentee.cohort.program, user=found, status="withdrawn")
    HeldPair.objects.create(scenario=scenario, mentee=mentee, mentor=earlier, hold=Hold.FORBIDDEN)

    assert proposed(mentee, now) == [found]
    assert proposed(mentee, now, terms=Terms(forbidden=held(scenario, Hold.FORBIDDEN))) == []


def test_the_page_proposes_nobody_who_reports_to_the_mentee(
    client: Client, mentee: Mentee, coordinator: User, now: datetime
) -> None:
    report = expert(mentee, user__name="Rita Reports", user__supervisor=mentee.user)
    expert(mentee, user__name="Emil Expert")
    scenario = mentee.cohort.scenarios.create(name="One", status="ready", created_at=now, created_by=coordinator)
    scenario.unmatched.create(mentee=mentee, code="places")

    page = text(client.get(place("left", scenario.pk)))
    refused = text(client.post(place("invite", scenario.pk, report.pk), follow=True))

    assert ("Emil Expert" in page, "Could mentor Mia" in page, "Rita Reports" in page) == (True, True, False)
    assert "The rules allow Rita Reports as a mentor for none of those who are without one." in refused
    assert mail.outbox == []


def test_only_a_coordinator_invites(mentee: Mentee, now: datetime) -> None:
    with pytest.raises(PermissionDenied):
        invitations.invite_to_pool(
            mentee.cohort, mentees=[mentee.pk], user=expert(mentee), by=UserFactory.create(), now=now
        )


def test_p21_the_other_mentors_of_a_draft_follow_the_rules_of_today(client: Client, contest: Contest) -> None:
    page = place("assign", contest.scenario.pk, contest.second.pk)
    assert "Wanda Wanted" in text(client.get(page))

    User.objects.filter(pk=contest.wanted.user_id).update(supervisor=contest.second.user)

    assert "Wanda Wanted" not in text(client.get(page))
