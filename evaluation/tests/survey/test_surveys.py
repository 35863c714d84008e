"""P-33, D-03, D-09: asking, reminding, and taking answers."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluation.errors import EvaluationError
from evaluation.models import AnswerSheet, ContactRequest, SurveyInvitation, SurveyPoint
from evaluation.survey import surveys
from evaluation.tests.factories import SurveyInvitationFactory, coordinator_of, running_cohort
from matching.models import Match, MatchStatus
from matching.tests.factories import MatchFactory
from notifications.models import Message
from people.models import AuditEvent
from people.policy import Role
from people.tests.factories import UserFactory
from programs.tests.factories import MembershipFactory, ProgramFactory

pytestmark = pytest.mark.django_db


def test_p33_both_are_asked_when_two_weeks_have_passed(now: datetime) -> None:
    running_cohort(pairs=1)  # began on 17 February; now is 3 March
    assert surveys.open_surveys(now=now) == 2
    rows = SurveyInvitation.objects.order_by("role").values_list("role", "point", "opens_on", "closes_on")
    assert list(rows) == [
        ("mentee", "two_weeks", date(2026, 3, 3), date(2026, 3, 17)),
        ("mentor", "two_weeks", date(2026, 3, 3), date(2026, 3, 17)),
    ]
    assert Message.objects.filter(kind="evaluation.survey_opened").count() == 2


def test_nobody_is_asked_a_day_early(now: datetime) -> None:
    running_cohort(pairs=1)
    assert surveys.open_surveys(now=now - timedelta(days=1)) == 0


def test_sweeping_again_asks_nobody_twice(now: datetime) -> None:
    running_cohort(pairs=2)
    assert [surveys.open_surveys(now=now) for _ in range(3)] == [4, 0, 0]
    assert surveys.open_surveys(now=now + timedelta(days=1)) == 0
    assert SurveyInvitation.objects.count() == Message.objects.count() == 4


def test_a_late_sweep_still_gives_a_whole_window(now: datetime) -> None:
    running_cohort(pairs=1)
    surveys.open_surveys(now=now + timedelta(days=9))
    assert set(SurveyInvitation.objects.values_list("opens_on", "closes_on")) == {
        (date(2026, 3, 12), date(2026, 3, 26))
    }


def test_a_point_that_was_slept_through_is_skipped(now: datetime) -> None:
    running_cohort(pairs=1)
    surveys.open_surveys(now=now + timedelta(days=15))  # day 29: two weeks are over, 30 days not there yet
    assert not SurveyInvitation.objects.exists()


def test_an_onboarding_pair_is_asked_at_day_30_and_not_before(now: datetime) -> None:
    running_cohort(pairs=1, program=ProgramFactory.create(format="onboarding"))
    assert surveys.open_surveys(now=now) == 0
    assert surveys.open_surveys(now=now + timedelta(days=16)) == 2
    assert set(SurveyInvitation.objects.values_list("point", flat=True)) == {SurveyPoint.THIRTY_DAYS}


def test_the_close_is_asked_although_the_relationship_is_completed_already(now: datetime) -> None:
    cohort = running_cohort(pairs=1, starts_on=date(2025, 9, 1), ends_on=date(2026, 3, 2))
    Match.objects.filter(cohort=cohort).update(status=MatchStatus.COMPLETED, ended_at=now)
    assert surveys.open_surveys(now=now) == 2
    assert set(SurveyInvitation.objects.values_list("point", flat=True)) == {SurveyPoint.CLOSE}


def test_p24_who_ended_early_is_not_asked(now: datetime) -> None:
    cohort = running_cohort(pairs=1)
    Match.objects.filter(cohort=cohort).update(status=MatchStatus.ENDED, ended_at=now)
    assert surveys.open_surveys(now=now) == 0


def test_d03_reminders_go_on_day_3_and_day_8_to_those_who_have_not_answered(now: datetime) -> None:
    waiting, answered = SurveyInvitationFactory.create(), SurveyInvitationFactory.create()
    surveys.answer(answered, answers={"met": 1}, by=answered.user, now=now)
    for day in range(16):
        surveys.open_surveys(now=now + timedelta(days=day))
    reminders = Message.objects.filter(kind="evaluation.survey_reminder", recipient=waiting.user)
    assert sorted((message.queued_at - now).days for message in reminders) == [3, 8]
    assert not Message.objects.filter(kind="evaluation.survey_reminder", recipient=answered.user).exists()


def test_a_late_sweep_sends_one_reminder_not_two(now: datetime) -> None:
    invitation = SurveyInvitationFactory.create()
    for _ in range(2):
        surveys.open_surveys(now=now + timedelta(days=9))
    assert Message.objects.filter(kind="evaluation.survey_reminder", recipient=invitation.user).count() == 1


def queries_of_an_idle_sweep(now: datetime) -> int:
    surveys.open_surveys(now=now)
    with CaptureQueriesContext(connection) as queries:
        assert surveys.open_surveys(now=now) == 0
    return len(queries)


def test_an_idle_sweep_costs_the_same_for_one_pair_and_for_many(now: datetime) -> None:
    running_cohort(pairs=1)
    once = queries_of_an_idle_sweep(now)
    running_cohort(pairs=3)
    running_cohort(pairs=2, program=ProgramFactory.create(format="onboarding"))
    assert queries_of_an_idle_sweep(now) == once


def test_an_answer_is_kept_by_the_day_and_without_the_person(now: datetime) -> None:
    invitation = SurveyInvitationFactory.create()
    answered = surveys.answer(invitation, answers={"met": 1, "help": 0}, by=invitation.user, now=now)
    assert answered.answered_on == now.date()
    sheet = AnswerSheet.objects.get()
    assert (sheet.cohort, sheet.point, sheet.role) == (invitation.match.cohort, "two_weeks", "mentee")
    assert sheet.answers == {"met": 1, "help": 0}


def test_d03_no_event_and_no_message_tells_when_somebody_answered(now: datetime) -> None:
    invitation = SurveyInvitationFactory.create()
    surveys.answer(invitation, answers={"met": 1}, by=invitation.user, now=now)
    assert not AuditEvent.objects.filter(actor=invitation.user).exists()
    assert not Message.objects.exists()


def test_answers_are_taken_once(now: datetime) -> None:
    invitation = SurveyInvitationFactory.create()
    surveys.answer(invitation, answers={"met": 1}, by=invitation.user, now=now)
    with pytest.raises(EvaluationError, match="already"):
        surveys.answer(invitation, answers={"met": 0}, by=invitation.user, now=now)
    assert AnswerSheet.objects.count() == 1


def test_nobody_answers_for_somebody_else(now: datetime) -> None:
    invitation = SurveyInvitationFactory.create()
    with pytest.raises(EvaluationError, match="Only the person"):
        surveys.answer(invitation, answers={"met": 1}, by=invitation.match.mentor.user, now=now)


@pytest.mark.parametrize(("zone", "hour"), [("America/Los_Angeles", 31), ("UTC", 24), ("Asia/Tokyo", 15)])
def test_answers_are_taken_until_the_persons_own_midnight(now: datetime, zone: str, hour: int) -> None:
    last = now.replace(day=17, hour=0) + timedelta(hours=hour)
    on_time, late = SurveyInvitationFactory.create_batch(2, match__mentee_user__time_zone=zone)
    surveys.answer(on_time, answers={"met": 1}, by=on_time.user, now=last - timedelta(minutes=1))
    with pytest.raises(EvaluationError, match="until 17 March 2026"):
        surveys.answer(late, answers={"met": 1}, by=late.user, now=last)


@pytest.mark.parametrize(
    "answers",
    [{}, {"met": ""}, {"met": 7}, {"met": "1"}, {"met": 1, "boss": 3}, {"useful": 3}],
)
def test_what_no_question_offers_is_refused(now: datetime, answers: dict[str, int | str]) -> None:
    invitation = SurveyInvitationFactory.create()
    with pytest.raises(EvaluationError):
        surveys.answer(invitation, answers=answers, by=invitation.user, now=now)
    assert not AnswerSheet.objects.exists()


def test_d09_a_wish_to_be_contacted_is_kept_apart_from_the_answers(now: datetime) -> None:
    invitation = SurveyInvitationFactory.create()
    program = invitation.match.cohort.program
    coordinator_of(program)
    facilitator = MembershipFactory.create(program=program, role=Role.FACILITATOR).user
    surveys.answer(invitation, answers={"met": 0}, contact_to=facilitator, by=invitation.user, now=now)
    request = ContactRequest.objects.get()
    assert (request.user, request.to, request.match) == (invitation.user, facilitator, invitation.match)
    assert "contact" not in str(AnswerSheet.objects.get().answers)


def test_d09_without_a_choice_the_first_coordinator_is_asked(now: datetime) -> None:
    invitation = SurveyInvitationFactory.create()
    coordinator = coordinator_of(invitation.match.cohort.program)
    surveys.answer(invitation, answers={"met": 0}, contact=True, by=invitation.user, now=now)
    assert ContactRequest.objects.get().to == coordinator


def test_a_wish_to_somebody_outside_takes_no_answers_either(now: datetime) -> None:
    invitation = SurveyInvitationFactory.create()
    coordinator_of(invitation.match.cohort.program)
    with pytest.raises(EvaluationError, match="runs the program"):
        surveys.answer(invitation, answers={"met": 0}, contact_to=UserFactory.create(), by=invitation.user, now=now)
    assert not AnswerSheet.objects.exists()
    invitation.refresh_from_db()
    assert invitation.answered_on is None


def test_invitations_of_a_draft_or_confirmed_match_are_not_opened(now: datetime) -> None:
    MatchFactory.create(starts_on=date(2026, 2, 17), ends_on=date(2026, 8, 17))  # confirmed, agreement not in force
    assert surveys.open_surveys(now=now) == 0
