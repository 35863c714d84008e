"""The desk tells that mail does not go out, to those who run things, and nothing that a mail's existence would give away (B-24)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from evaluation.tests.factories import SurveyInvitationFactory
from matching.tests.factories import MatchFactory
from mentoring.desk.dashboard import desk_items_for
from notifications.mails.concerns import CONCERNS
from notifications.models import Message, Status
from notifications.outbox import KINDS
from notifications.tests.factories import MessageFactory
from notifications.transport import mail_server
from people.models import AuditEvent, User
from people.policy import Role
from people.tests.factories import UserFactory
from programs.tests.factories import MembershipFactory

if TYPE_CHECKING:
    from django.test import Client

    from matching.models import Match

pytestmark = pytest.mark.django_db
LIST = "admin:notifications_message_changelist"

# Seen by organisation administrators alone, and why.
UNDECLARED = {
    "matching.not_going_ahead": "who gets it tells who said no",
    "matching.no_next_choice": "the same",
    "matching.relationship_ended": "who gets it tells who ended it",
    "matching.request_closed": "who gets it tells who withdrew",
    "evaluation.survey_reminder": "who gets it has not answered",
    "evaluation.summary_asked": "who gets it is asked for words of their own",
    "evaluation.contact_asked": "a private wish",
    "evaluation.contact_escalated": "a private wish",
    "meetings.meeting_moved": "who gets it tells who moved it",
    "meetings.meeting_cancelled": "who gets it tells who cancelled it",
    "meetings.reminder_day": "of no use to a coordinator",
    "meetings.reminder_hour": "of no use to a coordinator",
    "meetings.did_you_meet": "who gets it has recorded nothing",
    "meetings.check_in": "who gets it does not meet",
    "agreements.second_asked": "between those who decide; the page of the agreement says it",
    "agreements.second_refused": "the same",
    "agreements.verified": "the nightly report for administrators",
}


def coordinator_of(match: Match) -> User:
    """Return someone who runs the program of a pair."""
    user = UserFactory.create(is_staff=True)
    MembershipFactory.create(program=match.cohort.program, user=user, role=Role.COORDINATOR)
    return user


def mail_about(kind: str, subject: object, recipient: User, status: Status = Status.DEAD) -> Message:
    """Make a message about something."""
    return MessageFactory.create(
        kind=kind,
        key=f"{kind}:{subject.pk}:{recipient.pk}",  # type: ignore[attr-defined]
        subject_id=str(subject.pk),  # type: ignore[attr-defined]
        recipient=recipient,
        status=status,
        last_error="SMTPRecipientsRefused 550" if status == Status.DEAD else "",
        sent_at=timezone.now() if status == Status.SENT else None,
    )


def test_e26_what_a_mails_existence_would_tell_is_declared_to_nobody() -> None:
    declared = {kind for concern in CONCERNS for kind in concern.kinds}

    assert declared <= set(KINDS)
    undeclared = {kind for kind in set(KINDS) - declared if not kind.startswith(("people.", "tests."))}
    assert undeclared == set(UNDECLARED)


def test_b24_a_coordinator_sees_the_mail_of_their_own_programs(client: Client) -> None:
    mine, other = MatchFactory.create(), MatchFactory.create()
    coordinator = coordinator_of(mine)
    seen = mail_about("matching.match_proposed", mine, mine.mentor.user, Status.SENT)
    mail_about("matching.match_proposed", other, other.mentor.user)
    mail_about("matching.relationship_ended", mine, mine.mentee.user)
    MessageFactory.create(recipient=mine.mentee.user)

    assert list(Message.objects.managed_by(coordinator)) == [seen]
    client.force_login(coordinator)
    page = client.get(reverse(LIST)).content.decode()
    assert mine.mentor.user.name in page
    assert other.mentor.user.name not in page
    assert list(Message.objects.managed_by(mine.mentor.user)) == []
    assert (
        Message.objects.managed_by(UserFactory.create(is_staff=True, is_organization_administrator=True)).count() == 4
    )


def test_b24_the_list_filters_what_could_not_be_delivered(client: Client) -> None:
    match = MatchFactory.create()
    client.force_login(coordinator_of(match))
    mail_about("matching.match_proposed", match, match.mentor.user, Status.SENT)
    mail_about("matching.match_proposed", match, match.mentee.user)

    page = client.get(reverse(LIST), {"status__exact": "dead"}).content.decode()

    assert match.mentee.user.email in page or match.mentee.user.name in page
    assert match.mentor.user.name not in page
    assert "Could not be delivered" in page


def test_b24_the_page_of_a_match_says_whose_mail_could_not_be_delivered_and_sends_it_again(client: Client) -> None:
    invitation = SurveyInvitationFactory.create()
    match = invitation.match
    client.force_login(coordinator_of(match))
    survey = mail_about("evaluation.survey_opened", invitation, invitation.user)
    url = reverse("admin:matching_match_change", args=[match.pk])

    page = client.get(url).content.decode()
    assert f"An email to {invitation.user.name} could not be delivered" in page
    assert "The mail server says that this address does not exist or accepts no email." in page

    again = reverse("admin:notifications_message_again", args=[survey.pk])
    assert client.get(again).status_code == 405
    answer = client.post(again, {"back": url})

    assert answer["Location"] == url
    survey.refresh_from_db()
    assert survey.status == Status.QUEUED
    assert AuditEvent.objects.get(action="message.retried").object_id == str(survey.pk)
    assert "could not be delivered" not in client.get(url).content.decode()


def test_b24_nobody_sends_again_what_they_do_not_see(client: Client) -> None:
    match, other = MatchFactory.create(), MatchFactory.create()
    client.force_login(coordinator_of(match))
    hidden = mail_about("matching.relationship_ended", match, match.mentee.user)
    foreign = mail_about("matching.match_proposed", other, other.mentee.user)

    for row in (hidden, foreign):
        assert client.post(reverse("admin:notifications_message_again", args=[row.pk])).status_code == 404
        client.post(reverse(LIST), {"action": "retry", "_selected_action": [row.pk]})
    assert set(Message.objects.values_list("status", flat=True)) == {Status.DEAD}
    assert client.post(reverse("admin:notifications_message_again", args=[10**9])).status_code == 404


def test_b24_sending_again_leads_nowhere_else(client: Client) -> None:
    match = MatchFactory.create()
    client.force_login(coordinator_of(match))
    row = mail_about("matching.match_proposed", match, match.mentee.user)

    answer = client.post(reverse("admin:notifications_message_again", args=[row.pk]), {"back": "https://evil.example/"})

    assert answer["Location"] == reverse(LIST)


def test_b24_more_mails_on_a_page_ask_no_more_often(client: Client) -> None:
    match = MatchFactory.create()
    coordinator = coordinator_of(match)
    counts = []
    for people in ([match.mentor.user], [match.mentee.user, UserFactory.create()]):
        for person in people:
            mail_about("matching.match_proposed", match, person)
        with CaptureQueriesContext(connection) as queries:
            list(Message.objects.undelivered("match", match.pk, user=coordinator))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_b24_the_dashboard_says_since_when_mail_does_not_go_out_and_how_much_waits(client: Client) -> None:
    match = MatchFactory.create()
    now = timezone.now()
    coordinator, administrator = (
        coordinator_of(match),
        UserFactory.create(is_staff=True, is_organization_administrator=True),
    )
    mail_about("matching.match_proposed", match, match.mentor.user, Status.QUEUED)
    mail_about("matching.match_proposed", match, match.mentee.user)

    mail_server.failed("ConnectionRefusedError", now=now)

    for user in (coordinator, administrator):
        found = {item.key: item for item in desk_items_for(user, now=now)}
        assert found["notifications.standstill"].count == 1
        assert found["notifications.standstill"].title.startswith("Emails have not been going out since")
        assert found["notifications.undelivered"].count == 1
    assert not [item for item in desk_items_for(match.mentor.user, now=now) if item.key.startswith("notifications")]
    client.force_login(coordinator)
    assert "Emails have not been going out since" in client.get(reverse(LIST)).content.decode()
    assert "Emails have not been going out since" in client.get(reverse("admin:index")).content.decode()


def test_b24_the_health_page_tells_whoever_watches_the_site(client: Client) -> None:
    assert client.get(reverse("health_mail")).json() == {"mail": "ok"}
    now = timezone.now()

    mail_server.failed("ConnectionRefusedError", now=now)

    answer = client.get(reverse("health_mail"))
    assert (answer.status_code, answer.json()) == (503, {"mail": "failing", "since": now.isoformat(), "waiting": 0})
    assert client.get(reverse("health")).json() == {"status": "ok", "mail": "failing"}
    assert client.get(reverse("health")).status_code == 200
