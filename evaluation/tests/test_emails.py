"""What evaluation writes to people (E-24, F-18)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from evaluation import closing, emails
from evaluation.instruments import all_instruments
from evaluation.report import reports
from evaluation.survey import contacting, surveys
from evaluation.tests.factories import SurveyInvitationFactory, coordinator_of, running_cohort
from matching.models import Match
from matching.tests.factories import MatchFactory
from notifications.models import Message, Status
from notifications.tests.checking import check_mail, link_of
from notifications.transport.delivery import deliver_due
from people.policy import Role
from programs.tests.factories import MembershipFactory
from programs.upkeep.committee import end_membership

pytestmark = pytest.mark.django_db
QUESTIONS = [question.text for instrument in all_instruments() for question in instrument.questions]


def sent(now: datetime) -> list[EmailMessage]:
    deliver_due(now=now)
    for email in mail.outbox:
        check_mail(email)
        assert not any(text in str(email.body) for text in QUESTIONS), "no mail says what a survey asks"
    return mail.outbox


def test_a_prompt_says_how_long_it_takes_and_until_when(now: datetime) -> None:
    running_cohort(pairs=1)
    surveys.open_surveys(now=now)
    first = sent(now)[0]
    assert first.subject == "Answer 2 questions about your mentoring"
    assert "It takes about 1 minute." in str(first.body)
    assert "17 March 2026" in str(first.body)
    assert "/surveys/" in link_of(first)


def test_a_reminder_says_until_when(now: datetime) -> None:
    invitation = SurveyInvitationFactory.create()
    emails.survey_reminder(invitation, 1, now=now)
    assert sent(now)[0].subject == "Answer until 17 March 2026: your mentoring"


@pytest.mark.parametrize("what", ["answered", "closed", "ended"])
def test_b06_a_prompt_that_has_become_pointless_is_not_sent(now: datetime, what: str) -> None:
    invitation = SurveyInvitationFactory.create()
    emails.survey_opened(invitation, now=now)
    if what == "answered":
        surveys.answer(invitation, answers={"met": 1}, by=invitation.user, now=now)
    if what == "ended":
        Match.objects.filter(pk=invitation.match.pk).update(status="ended", ended_at=now)
    assert sent(now + timedelta(days=20 if what == "closed" else 0)) == []
    assert Message.objects.get(kind="evaluation.survey_opened").status == Status.SUPERSEDED


def test_a_completed_pair_is_asked_for_summaries_unless_they_are_written(now: datetime) -> None:
    cohort = running_cohort(pairs=1, ends_on=now.date() - timedelta(days=1))
    match = cohort.matches.get()
    closing.write_summary(match, author=match.mentee.user, now=now, learnt="To ask.")
    closing.close_finished(now=now)
    letters = sent(now)
    assert [letter.to for letter in letters] == [[match.mentor.user.email]]
    assert link_of(letters[0]).endswith(f"/matches/{match.pk}/summary/")


def test_d09_the_chosen_person_hears_who_and_nothing_else(now: datetime) -> None:
    match = MatchFactory.create(active=True)
    coordinator_of(match.cohort.program)
    other = MembershipFactory.create(program=match.cohort.program, role=Role.FACILITATOR).user
    contacting.ask_for_contact(match, user=match.mentee.user, now=now)
    contacting.escalate_contacts(now=now + timedelta(days=2))
    letters = sent(now + timedelta(days=2))
    assert [letter.subject for letter in letters] == [
        "Contact someone who asked for you",
        *["Contact someone who is still waiting"] * 2,
    ]
    assert other.email in {address for letter in letters for address in letter.to}
    assert match.mentee.user.name in str(letters[0].body)


def test_a_wish_that_was_answered_is_not_mailed(now: datetime) -> None:
    match = MatchFactory.create(active=True)
    coordinator = coordinator_of(match.cohort.program)
    request = contacting.ask_for_contact(match, user=match.mentee.user, now=now)
    contacting.answer_contact(request, by=coordinator, now=now)
    assert sent(now) == []


def test_p37_the_committee_gets_the_address_of_the_report(now: datetime) -> None:
    cohort = running_cohort(pairs=0)
    member = MembershipFactory.create(program=cohort.program, role=Role.COMMITTEE)
    report = reports.make_report(cohort, by=coordinator_of(cohort.program), now=now)
    letter = sent(now)[0]
    assert (letter.to, link_of(letter)[-len(f"/reports/{report.pk}/") :]) == (
        [member.user.email],
        f"/reports/{report.pk}/",
    )


def test_p37_everyone_who_helps_to_run_the_program_gets_the_address_of_the_report(now: datetime) -> None:
    cohort = running_cohort(pairs=0)
    for role in (Role.COMMITTEE, Role.FACILITATOR, Role.COORDINATOR):
        MembershipFactory.create(program=cohort.program, role=role, user__email=f"{role.value}@example.org")
    MembershipFactory.create(role=Role.COORDINATOR)

    report = reports.make_report(cohort, by=coordinator_of(cohort.program), now=now)

    letters = sent(now)
    assert sorted(address for letter in letters for address in letter.to) == [
        "committee@example.org",
        "coordinator@example.org",
        "facilitator@example.org",
    ]
    assert all(link_of(letter).endswith(f"/reports/{report.pk}/") for letter in letters)


def test_somebody_who_left_the_committee_gets_no_report(now: datetime) -> None:
    cohort = running_cohort(pairs=0)
    member = MembershipFactory.create(program=cohort.program, role=Role.COMMITTEE)
    reports.make_report(cohort, by=coordinator_of(cohort.program), now=now)
    end_membership(member, by=coordinator_of(cohort.program), now=now)
    assert sent(now) == []
