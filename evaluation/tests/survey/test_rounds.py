"""Open surveys on the desk: whose invitation came back, and never who has answered (B-24, D-03)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from evaluation.desk_items import desk_items
from evaluation.models import SurveyInvitation
from evaluation.survey.rounds import open_rounds
from evaluation.tests.factories import SurveyInvitationFactory, coordinator_of
from notifications.models import Message, Status
from notifications.tests.factories import MessageFactory
from notifications.transport.delivery import deliver_due
from people.tests.factories import UserFactory

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation() -> SurveyInvitation:
    """Return one of a survey that is open."""
    today = timezone.localdate()
    return SurveyInvitationFactory.create(opens_on=today, closes_on=today + timedelta(days=14))


def came_back(invitation: SurveyInvitation) -> Message:
    """Let its mail be refused."""
    kind = "evaluation.survey_opened"
    return MessageFactory.create(
        kind=kind,
        key=f"{kind}:{invitation.pk}",
        subject_id=str(invitation.pk),
        recipient=invitation.user,
        status=Status.DEAD,
        last_error="SMTPRecipientsRefused 550",
    )


def who_runs(invitation: SurveyInvitation) -> User:
    coordinator = coordinator_of(invitation.match.cohort.program)
    coordinator.is_staff = True
    coordinator.save()
    return coordinator


def page_of(invitation: SurveyInvitation) -> str:
    return reverse("admin:evaluation_surveyrules_round", args=[invitation.match.cohort_id, invitation.point])


def test_b24_the_desk_names_invitations_that_came_back_and_the_survey_sends_them_again(
    client: Client, invitation: SurveyInvitation
) -> None:
    message = came_back(invitation)
    coordinator = who_runs(invitation)
    client.force_login(coordinator)

    line = next(item for item in desk_items(coordinator, now=timezone.now()) if item.key == "evaluation.invitations")
    listed = client.get(line.url).content.decode()
    page = client.get(page_of(invitation)).content.decode()

    assert line.count == 1
    assert "1 invitation could not be delivered" in listed
    assert page_of(invitation) in listed
    assert f"An email to {invitation.user.name} could not be delivered" in page
    again = client.post(
        reverse("admin:notifications_message_again", args=[message.pk]), {"back": page_of(invitation)}, follow=True
    )
    assert again.redirect_chain[0][0] == page_of(invitation)
    assert "is on its way again" in again.content.decode()
    assert "could not be delivered" not in client.get(page_of(invitation)).content.decode()
    assert not [item for item in desk_items(coordinator, now=timezone.now()) if item.key == "evaluation.invitations"]


@pytest.mark.parametrize("answered", [True, False])
def test_d03_what_becomes_of_an_invitation_that_is_sent_again_tells_nobody_who_has_answered(
    client: Client, invitation: SurveyInvitation, answered: bool
) -> None:
    message = came_back(invitation)
    coordinator = who_runs(invitation)
    client.force_login(coordinator)
    if answered:
        SurveyInvitation.objects.update(answered_on=timezone.localdate())
    pages = (reverse("admin:notifications_message_changelist"), page_of(invitation))
    before = [client.get(page).content.decode().count(invitation.user.name) for page in pages]

    client.post(reverse("admin:notifications_message_again", args=[message.pk]), {"back": "/admin/"}, follow=True)
    deliver_due(now=timezone.now() + timedelta(days=3))

    assert Message.objects.get().status == (Status.SUPERSEDED if answered else Status.SENT)
    assert before == [1, 2]
    assert [client.get(page).content.decode().count(invitation.user.name) for page in pages] == [0, 0]
    assert list(Message.objects.managed_by(coordinator)) == []


def test_b24_only_those_who_run_the_program_see_its_surveys(client: Client, invitation: SurveyInvitation) -> None:
    came_back(invitation)
    for user, status in ((UserFactory.create(is_staff=True), 404), (invitation.user, 302)):
        client.force_login(user)
        assert client.get(page_of(invitation)).status_code == status
    administrator = UserFactory.create(is_staff=True, is_organization_administrator=True)
    assert open_rounds(administrator, today=timezone.localdate()) == []
    assert desk_items(administrator, now=timezone.now()) == []


def test_b24_a_survey_that_is_over_is_not_listed(invitation: SurveyInvitation) -> None:
    came_back(invitation)
    coordinator = who_runs(invitation)
    after = invitation.closes_on + timedelta(days=1)

    assert len(open_rounds(coordinator, today=invitation.closes_on)) == 1
    assert open_rounds(coordinator, today=after) == []


def test_rounds_ask_the_database_as_often_for_three_as_for_one(
    django_assert_num_queries: DjangoAssertNumQueries, invitation: SurveyInvitation
) -> None:
    came_back(invitation)
    coordinator = who_runs(invitation)
    today = timezone.localdate()
    for point in ("thirty_days", "midpoint"):
        fields = {"opens_on": today, "closes_on": today + timedelta(days=3), "point": point}
        came_back(SurveyInvitationFactory.create(match=invitation.match, **fields))

    with django_assert_num_queries(4):
        assert [found.undelivered for found in open_rounds(coordinator, today=today)] == [1, 1, 1]
