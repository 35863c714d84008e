"""What the database holds when two people act at the same moment: real transactions on real threads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from matching.errors import MatchingError
from matching.lab import scenarios
from matching.models import Match, MatchStatus, MentorRequest, Scenario, ScenarioStatus
from matching.models.match_status import OPEN
from matching.pairs import proposals
from matching.pairs.choosing import mentor_requests
from matching.pairs.waiting import offers
from matching.signals import match_confirmed
from matching.tests.factories import MatchFactory, ScenarioFactory
from notifications.models import Message
from people.tests.factories import UserFactory
from pool.joining import mentors as applying
from pool.tests.factories import MenteeFactory, MentorFactory
from programs.models import Cohort
from programs.models.taking_part import Say
from programs.tests.factories import CohortFactory, GuidelinesFactory, ProgramFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], Any]) -> list[Exception | None]:
    """Do things on as many threads, released at the same moment; return what each raised."""
    barrier = threading.Barrier(len(deeds))
    raised: list[Exception | None] = [None] * len(deeds)

    def run(index: int, deed: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(10)
            deed()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            raised[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index, deed)) for index, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return raised


def test_two_yeses_at_once_confirm_once(now: datetime) -> None:
    match = MatchFactory.create(proposed=True)
    mentor, mentee = match.mentor.user, match.mentee.user
    heard: list[int] = []

    def hear(match: Match, **_: object) -> None:
        heard.append(match.pk)

    match_confirmed.connect(hear, weak=False)
    raised = at_once(
        lambda: proposals.accept_match(Match.objects.get(pk=match.pk), by=mentor, now=now),
        lambda: proposals.accept_match(Match.objects.get(pk=match.pk), by=mentee, now=now),
    )
    match_confirmed.disconnect(hear)

    match.refresh_from_db()
    assert (raised, match.status, heard) == ([None, None], MatchStatus.CONFIRMED, [match.pk])


def test_a_yes_and_a_no_at_once_leave_one_answer(now: datetime) -> None:
    match = MatchFactory.create(proposed=True)

    raised = at_once(
        lambda: proposals.accept_match(Match.objects.get(pk=match.pk), by=match.mentor.user, now=now),
        lambda: proposals.decline_match(Match.objects.get(pk=match.pk), by=match.mentee.user, now=now),
    )

    match.refresh_from_db()
    assert match.status == MatchStatus.DECLINED
    assert all(error is None or isinstance(error, MatchingError) for error in raised)


def test_publishing_twice_at_once_sends_each_mail_once(now: datetime) -> None:
    coordinator = UserFactory.create()
    cohort = CohortFactory.create(program=ProgramFactory.create(coordinator=coordinator))
    scenario = ScenarioFactory.create(cohort=cohort)
    MatchFactory.create(draft=True, cohort=cohort, scenario=scenario)

    def publish() -> None:
        scenarios.publish(Scenario.objects.get(pk=scenario.pk), by=coordinator, now=now)

    raised = at_once(publish, publish)

    scenario.refresh_from_db()
    assert scenario.status == ScenarioStatus.PUBLISHED
    assert sorted(type(error).__name__ for error in raised) == ["MatchingError", "NoneType"]
    assert Message.objects.filter(kind="matching.match_proposed").count() == 2


def test_two_scenarios_published_at_once_never_overfill_a_mentor(now: datetime) -> None:
    coordinator = UserFactory.create()
    cohort = CohortFactory.create(program=ProgramFactory.create(coordinator=coordinator), always_on=True)
    mentor = MentorFactory.create(program=cohort.program, capacity=1)
    for _ in range(2):
        MatchFactory.create(draft=True, cohort=cohort, scenario=ScenarioFactory.create(cohort=cohort), mentor=mentor)
    first, second = Scenario.objects.all()

    at_once(
        lambda: scenarios.publish(first, by=coordinator, now=now),
        lambda: scenarios.publish(second, by=coordinator, now=now),
    )

    assert Match.objects.filter(mentor=mentor, status__in=OPEN).count() == 1


def test_two_declines_at_once_never_give_one_place_to_two_mentees(now: datetime) -> None:
    cohort = CohortFactory.create()
    last = MentorFactory.create(program=cohort.program, capacity=1)
    matches = [MatchFactory.create(proposed=True, cohort=cohort) for _ in range(2)]
    # Nobody but `last` has a place: the mentors who are declined are taken out of the pool.
    for match in matches:
        match.mentor.status = "paused"
        match.mentor.save()

    raised = at_once(
        *[lambda match=match: proposals.decline_match(match, by=match.mentee.user, now=now) for match in matches]
    )

    assert raised == [None, None]
    assert Match.objects.filter(mentor=last, status=MatchStatus.PROPOSED).count() == 1


def test_two_begin_the_same_application_once(now: datetime) -> None:
    cohort, user = CohortFactory.create(), UserFactory.create()

    raised = at_once(*[lambda: applying.begin_application(cohort.program, user=user, now=now)] * 2)

    assert raised == [None, None]
    assert user.mentorships.count() == 1


def test_a_mentee_never_has_two_open_matches(now: datetime) -> None:
    mentee = MenteeFactory.create()
    MatchFactory.create(proposed=True, cohort=mentee.cohort, mentee=mentee)

    with pytest.raises(Exception, match="match_one_open_for_a_mentee"):
        MatchFactory.create(proposed=True, cohort=mentee.cohort, mentee=mentee)


def choosing() -> Cohort:
    """Return a cohort whose mentees ask mentors themselves."""
    guidelines = GuidelinesFactory.create(mentee_say=Say.SELF)
    cohort: Cohort = CohortFactory.create(program=guidelines.program, guidelines=guidelines)
    return cohort


def test_p09_two_mentors_who_say_yes_at_once_make_one_match(now: datetime) -> None:
    cohort = choosing()
    mentee = MenteeFactory.create(cohort=cohort)
    mentors = [MentorFactory.create(program=cohort.program) for _ in range(2)]
    questions = [mentor_requests.ask(mentee, mentor=mentor, by=mentee.user, now=now) for mentor in mentors]

    raised = at_once(*[lambda one=one: mentor_requests.say_yes(one, by=one.mentor.user, now=now) for one in questions])

    assert sorted(type(error).__name__ for error in raised) == ["MatchingError", "NoneType"]
    assert Match.objects.filter(mentee=mentee, status=MatchStatus.CONFIRMED).count() == 1
    assert not MentorRequest.objects.open().exists()


def test_p09_two_yeses_of_one_mentor_at_once_never_overfill_them(now: datetime) -> None:
    cohort = choosing()
    mentor = MentorFactory.create(program=cohort.program, capacity=1)
    mentees = [MenteeFactory.create(cohort=cohort) for _ in range(2)]
    questions = [mentor_requests.ask(mentee, mentor=mentor, by=mentee.user, now=now) for mentee in mentees]

    raised = at_once(*[lambda one=one: mentor_requests.say_yes(one, by=mentor.user, now=now) for one in questions])

    assert sorted(type(error).__name__ for error in raised) == ["MatchingError", "NoneType"]
    assert Match.objects.filter(mentor=mentor, status__in=OPEN).count() == 1


def test_p09_two_mentors_and_two_mentees_who_all_asked_each_other_do_not_wait_in_a_circle(now: datetime) -> None:
    cohort = choosing()
    mentors = [MentorFactory.create(program=cohort.program, capacity=1) for _ in range(2)]
    mentees = [MenteeFactory.create(cohort=cohort) for _ in range(2)]
    for mentee in mentees:
        for mentor in mentors:
            mentor_requests.ask(mentee, mentor=mentor, by=mentee.user, now=now)
    first = MentorRequest.objects.get(mentee=mentees[0], mentor=mentors[0])
    second = MentorRequest.objects.get(mentee=mentees[1], mentor=mentors[1])

    raised = at_once(
        *[lambda one=one: mentor_requests.say_yes(one, by=one.mentor.user, now=now) for one in (first, second)]
    )

    assert raised == [None, None]
    mentor_requests.lapse_asked(now=now)
    assert not MentorRequest.objects.open().exists()


def test_p09_four_questions_at_once_leave_three(now: datetime) -> None:
    cohort = choosing()
    mentee = MenteeFactory.create(cohort=cohort)
    mentors = [MentorFactory.create(program=cohort.program) for _ in range(4)]

    at_once(*[lambda one=one: mentor_requests.ask(mentee, mentor=one, by=mentee.user, now=now) for one in mentors])

    assert MentorRequest.objects.open().count() == 3


def test_m13_a_mentor_who_leaves_while_another_is_declined_does_not_wait_in_a_circle(now: datetime) -> None:
    cohort = CohortFactory.create()
    matches = [MatchFactory.create(proposed=True, cohort=cohort) for _ in range(4)]
    for _ in range(4):
        MentorFactory.create(program=cohort.program)

    raised = at_once(
        lambda: applying.withdraw_mentor(matches[3].mentor, by=matches[3].mentor.user, now=now),
        lambda: applying.withdraw_mentor(matches[0].mentor, by=matches[0].mentor.user, now=now),
        *[lambda one=one: proposals.decline_match(one, by=one.mentee.user, now=now) for one in matches[1:3]],
    )

    assert raised == [None] * 4
    asked = Match.objects.filter(status=MatchStatus.PROPOSED)
    assert len({match.mentor_id for match in asked}) == len({match.mentee_id for match in asked}) == 4


def test_m13_two_sweeps_at_once_offer_each_place_once(now: datetime) -> None:
    program = ProgramFactory.create()
    guidelines = GuidelinesFactory.create(program=program, offers_at_once=True)
    cohort = CohortFactory.create(program=program, guidelines=guidelines, always_on=True)
    for _ in range(3):
        MenteeFactory.create(cohort=cohort)
        MentorFactory.create(program=program)

    raised = at_once(*[lambda: offers.offer_everywhere(now=now)] * 3)
    offers.offer_everywhere(now=now)

    assert raised == [None] * 3
    proposed = Match.objects.filter(status=MatchStatus.PROPOSED)
    assert len({match.mentor_id for match in proposed}) == len(proposed) == 3


def test_m13_two_sweeps_at_once_lapse_and_ask_once(now: datetime) -> None:
    cohort = CohortFactory.create()
    for _ in range(3):
        MatchFactory.create(proposed=True, cohort=cohort, mentee_reply="accepted")
        MentorFactory.create(program=cohort.program)
    later = now + timedelta(days=8)

    raised = at_once(*[lambda: proposals.lapse_unanswered(now=later)] * 2)

    assert raised == [None, None]
    assert Match.objects.filter(status=MatchStatus.PROPOSED).count() == 3
    assert Message.objects.filter(kind="matching.match_proposed").count() == 6
