"""What mails about agreements say is so for their reader, whatever the order, the version and the moment (E-27)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from agreements.models import AgreementVersion
from agreements.signing import disputes, reminders, voiding
from agreements.tests.stories import (
    GOAL,
    coordinator_of,
    in_force,
    mails_to,
    request_of,
    sign,
    under,
    with_supervisors,
)
from agreements.writing import amendments, drafts
from matching.pairs import relationships

pytestmark = pytest.mark.django_db


def words(message: Any) -> str:  # noqa: ANN401 - a mail
    """Return the text of a mail in one line."""
    return " ".join(str(message.body).split())


def returned_to(version: AgreementVersion, *, now: datetime) -> str:
    """Return the one mail that tells the mentee that an agreement came back."""
    mails = mails_to(version.match.mentee.user, now=now)
    [said] = [words(mail) for mail in mails if mail.subject.startswith("Change your agreement")]
    return said


def amended(version: AgreementVersion, *, now: datetime) -> AgreementVersion:
    """Return a longer meeting, out for signature."""
    mentee = version.match.mentee.user
    draft = amendments.begin(version.agreement, by=mentee, now=now)
    draft = drafts.save_draft(draft, revision=draft.revision, by=mentee, now=now, minutes=45)
    return drafts.send_for_signature(draft, by=mentee, now=now)


def test_e27_an_agreement_that_is_taken_back_in_force_is_told_as_that(now: datetime) -> None:
    version = in_force(now=now)
    voiding.void(version, reason="Wrong dates.", by=coordinator_of(version), now=now)

    said = returned_to(version, now=now)

    assert "has taken back your agreement with" in said
    assert "It is no longer in force." in said
    assert "before everyone had signed it" not in said


def test_e27_after_a_change_in_force_is_taken_back_nobody_reads_that_the_agreement_stays(now: datetime) -> None:
    change = amended(in_force(now=now), now=now)
    for role in ("mentee", "mentor", "mentee_supervisor", "mentor_supervisor"):
        sign(change, role, now=now)
    change = AgreementVersion.objects.with_people().get(pk=change.pk)
    voiding.void(change, reason="Wrong dates.", by=coordinator_of(change), now=now)

    said = returned_to(change, now=now)

    assert "It is no longer in force." in said
    assert "stays as it is" not in said


def test_e27_a_version_that_is_taken_back_from_signing_was_not_in_force(now: datetime) -> None:
    version = with_supervisors(now=now)
    voiding.void(version, reason="Wrong dates.", by=coordinator_of(version), now=now)

    said = returned_to(version, now=now)

    assert "before everyone had signed it" in said
    assert "no longer in force" not in said


@pytest.mark.parametrize("order", ["pair_first", "one_by_one", "together"])
def test_e27_the_request_to_sign_is_true_in_every_order(order: str, now: datetime) -> None:
    match = under(signing_order=order)
    version = drafts.open_draft(match, now=now)
    version = drafts.set_goals(version, goals=[GOAL], by=match.mentee.user, now=now)
    drafts.send_for_signature(version, by=match.mentee.user, now=now)

    said = words(mails_to(match.mentee.user, now=now)[-1])

    assert "When everyone has signed, your agreement is in force." in said
    assert "When both of you have signed" not in said


@pytest.mark.parametrize("role", ["mentee", "mentee_supervisor"])
def test_e27_a_reminder_about_a_change_does_not_say_that_meetings_are_to_begin(role: str, now: datetime) -> None:
    change = amended(in_force(now=now), now=now)
    if role != "mentee":
        for signer in ("mentee", "mentor"):
            sign(change, signer, now=now)
    reminders.remind_signers(now=now + timedelta(days=3))

    mails = mails_to(request_of(change, role).signer, now=now + timedelta(days=3))
    [said] = [words(mail) for mail in mails if mail.subject.startswith("Still to sign")]

    assert "It comes into force when everyone has signed." in said
    assert "meetings begin" not in said


def test_e27_after_the_end_no_supervisor_reads_that_a_new_version_comes(now: datetime) -> None:
    version = with_supervisors(now=now)
    voiding.void(version, reason="Wrong dates.", by=coordinator_of(version), now=now)
    relationships.end_early(version.match, by=version.match.mentee.user, now=now)

    mails = mails_to(request_of(version, "mentee_supervisor").signer, now=now + timedelta(days=4))

    assert [words(mail) for mail in mails if "If the new version needs your signature" in words(mail)] == []


def test_e27_the_two_do_not_read_of_meetings_that_go_on_once_their_mentoring_has_ended(now: datetime) -> None:
    version = in_force(now=now)
    mails_to(version.match.mentee.user, now=now)
    disputes.say_not_me(request_of(version, "mentee_supervisor"), now=now)
    relationships.end_early(version.match, by=version.match.mentee.user, now=now)

    [said] = [
        words(mail)
        for mail in mails_to(version.match.mentee.user, now=now + timedelta(days=4))
        if "We need to verify a signature" in words(mail)
    ]

    assert "Your mentoring has ended, so you have nothing to do." in said
    assert "go on" not in said
