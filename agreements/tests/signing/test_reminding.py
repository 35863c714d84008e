"""Reminders: after 2, 5 and 9 working days, three at most, none after the answer (A-23)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from agreements.errors import AgreementError
from agreements.models import Agreement, SignatureRequest
from agreements.signing import reminders
from agreements.tests.stories import coordinator_of, mails_to, request_of, sent, sign

pytestmark = pytest.mark.django_db


def day(now: datetime, number: int) -> datetime:
    return now + timedelta(days=number)


def test_working_days_leave_out_weekends() -> None:
    assert reminders.working_days(date(2026, 3, 6), date(2026, 3, 10)) == 2


def test_a23_reminders_go_out_after_2_5_and_9_working_days(now: datetime) -> None:
    version = sent(now=now)
    sign(version, "mentor", now=now)

    reminded = [number for number in range(29) if reminders.remind_signers(now=day(now, number))]

    # Asked on a Tuesday: Thursday, the next Tuesday, the Monday after.
    assert [day(now, number).date() for number in reminded] == [date(2026, 3, 5), date(2026, 3, 10), date(2026, 3, 16)]
    assert SignatureRequest.objects.get(version=version, role="mentee").reminders == 3


def test_a23_after_the_third_the_coordinator_has_it_on_the_desk(now: datetime) -> None:
    version = sent(now=now)
    for number in range(15):
        reminders.remind_signers(now=day(now, number))

    assert list(Agreement.objects.unanswered()) == [version.agreement]


def test_a23_running_twice_reminds_once(now: datetime) -> None:
    sent(now=now)

    assert (reminders.remind_signers(now=day(now, 2)), reminders.remind_signers(now=day(now, 2))) == (2, 0)


def test_a23_a_queued_reminder_is_not_sent_after_the_answer(now: datetime) -> None:
    version = sent(now=now)
    mentee = request_of(version, "mentee").signer
    before = len(mails_to(mentee, now=now))
    reminders.remind_signers(now=day(now, 2))
    sign(version, "mentee", now=day(now, 2))

    assert len(mails_to(mentee, now=day(now, 2))) == before


def test_a_reminder_waits_for_the_signers_working_day(now: datetime) -> None:
    version = sent(now=now)
    night = day(now, 2).replace(hour=2)

    reminders.remind_signers(now=night)

    message = version.requests.get(role="mentee").signer.messages.get(kind="agreements.signature_reminder")
    assert message.due_at == night.replace(hour=8)


def test_a_coordinator_reminds_by_hand_and_it_counts(now: datetime) -> None:
    version = sent(now=now)
    coordinator = coordinator_of(version)

    for _number in range(3):
        reminders.remind(request_of(version, "mentee"), by=coordinator, now=now)

    with pytest.raises(AgreementError, match="all three reminders"):
        reminders.remind(request_of(version, "mentee"), by=coordinator, now=now)


def test_a23_four_messages_at_most_and_none_after_thirty_days(now: datetime) -> None:
    version = sent(now=now)
    mentee = request_of(version, "mentee").signer

    for number in range(60):
        reminders.remind_signers(now=day(now, number))
        mails_to(mentee, now=day(now, number))

    assert len(mails_to(mentee, now=day(now, 60))) == 4


def test_a23_the_coordinator_is_told_once_two_working_days_after_the_third(now: datetime) -> None:
    version = sent(now=now)
    sign(version, "mentor", now=now)
    coordinator = coordinator_of(version)

    told: list[date] = []
    for number in range(30):
        reminders.remind_signers(now=day(now, number))
        if len(mails_to(coordinator, now=day(now, number))) > len(told):
            told.append(day(now, number).date())

    assert told == [date(2026, 3, 18)]


def test_a23_whoever_answers_in_time_is_not_escalated(now: datetime) -> None:
    version = sent(now=now)
    for number in range(15):
        reminders.remind_signers(now=day(now, number))
    request = request_of(version, "mentee")
    sign(version, "mentee", now=day(now, 14))

    reminders.escalate(request, now=day(now, 16))

    assert mails_to(coordinator_of(version), now=day(now, 16)) == []


def test_the_next_reminder_is_foretold(now: datetime) -> None:
    request = request_of(sent(now=now), "mentee")

    assert reminders.next_on(request) == date(2026, 3, 5)
    request.reminders = 2
    assert reminders.next_on(request) == date(2026, 3, 16)
    request.reminders = 3
    assert reminders.next_on(request) is None
