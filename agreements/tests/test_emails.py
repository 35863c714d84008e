"""Every mail about agreements: parts, subject, one button, and nothing that does not belong into a mail (E-24, F-18)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core import mail

from agreements import emails
from agreements.signing import decisions, disputes, reminders, voiding
from agreements.signing.links import fresh_links, signing_links
from agreements.signing.supervisors import handover, second_word
from agreements.tests.stories import coordinator_of, in_force, mails_to, person, request_of, with_supervisors
from agreements.verification import walk
from matching.pairs import relationships
from notifications.models import Message
from notifications.outbox import KINDS
from notifications.tests.checking import check_mail
from people.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
LONG = "Wolfeschlegelsteinhausenbergerdorff Featherstonehaugh"


def live(now: datetime) -> None:
    """Bring about every mail that there is."""
    everybody = {"mentee_user": person(LONG), "mentor_user": person("Jonas Lindqvist")}
    version = with_supervisors(now=now, **everybody)
    supervisor = request_of(version, "mentee_supervisor")
    mails_to(supervisor.signer, now=now)
    reminders.remind_signers(now=now + timedelta(days=3))
    fresh_links.request_by_token(signing_links.mint(supervisor, now=now), now=now)
    decisions.say_wrong_person(supervisor, note="Secret remark", now=now)
    mails_to(supervisor.signer, now=now + timedelta(days=3))
    decisions.decline_to_sign(supervisor, remark="Secret remark", now=now)
    other = with_supervisors(now=now)
    decisions.ask_for_change(request_of(other, "mentor_supervisor"), remark="Secret remark", now=now)
    third = with_supervisors(now=now)
    coordinator = third.match.cohort.program.memberships.get().user
    voiding.void(third, reason="Secret remark", by=coordinator, now=now)
    signed = in_force(now=now)
    fresh_links.request_by_reference(request_of(signed, "mentee_supervisor").reference, now=now)
    mails_to(coordinator, now=now + timedelta(days=4))
    dispute = disputes.say_not_me(request_of(signed, "mentee_supervisor"), now=now)
    mails_to(coordinator, now=now + timedelta(days=4))
    disputes.confirm(dispute, remark="Secret remark", by=signed.match.cohort.program.memberships.get().user, now=now)
    handed = with_supervisors(now=now)
    hers = handed.match.cohort.program.memberships.get().user
    handover.hand_over(
        request_of(handed, "mentee_supervisor"),
        to=person("Tess Deputy"),
        reason="Secret remark",
        by=hers,
        agreed_by=handed.match.mentee.user,
        now=now,
    )
    asked_twice = with_supervisors(now=now)
    hers = asked_twice.match.cohort.program.memberships.get().user
    request = request_of(asked_twice, "mentee_supervisor")
    waits = second_word.decide(request, to=person("Ulla Deputy"), reason="Secret remark", by=hers, now=now)
    mails_to(coordinator, now=now + timedelta(days=4))
    assert waits is not None
    second_word.refuse(waits, by=asked_twice.match.mentee.user, now=now)
    second_word.decide(request, to=None, reason="Secret remark", by=hers, now=now)
    UserFactory.create(is_organization_administrator=True)
    emails.verified(walk.verify_all(now=now), now=now)
    reminders.escalate(request_of(handed, "mentor_supervisor"), now=now)
    mails_to(coordinator, now=now)
    relationships.end_early(signed.match, by=signed.match.mentee.user, now=now)
    mails_to(coordinator, now=now + timedelta(days=4))


def test_every_mail_keeps_to_the_rules(now: datetime) -> None:
    live(now)

    ours = {kind for kind in KINDS if kind.startswith("agreements.")}
    assert set(Message.objects.filter(status="sent", kind__in=ours).values_list("kind", flat=True)) == ours
    for message in mail.outbox:
        check_mail(message)


def test_e24_no_mail_repeats_goals_remarks_or_topics(now: datetime) -> None:
    live(now)

    said = "\n".join(str(message.body) for message in mail.outbox)
    assert "Secret remark" not in said
    assert "project review" not in said
    assert "Topic" not in said


def test_a_supervisors_reply_reaches_the_coordinator(now: datetime) -> None:
    version = with_supervisors(now=now)
    asked = mails_to(request_of(version, "mentee_supervisor").signer, now=now)[-1]

    assert asked.reply_to == [coordinator_of(version).email]


def test_nobody_is_asked_to_sign_what_they_have_signed(now: datetime) -> None:
    version = in_force(now=now)

    subjects = [message.subject for message in mails_to(request_of(version, "mentee_supervisor").signer, now=now)]
    assert [subject for subject in subjects if subject.startswith("Sign ")] == []
