"""Answering in the portal: who gets in, what the pages say, what they keep (D-01, D-07, D-09, F-12 to F-14)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.templatetags.static import static
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from evaluation.models import AnswerSheet, ContactRequest, SurveyInvitation, SurveyRules
from evaluation.tests.factories import SurveyInvitationFactory, coordinator_of
from notifications.models import Message
from people.models import AuditEvent
from people.policy import Role
from people.tests.factories import UserFactory
from people.tests.reading import set_solid
from people.tests.session_rows import said_by
from programs.tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation() -> SurveyInvitation:
    made: SurveyInvitation = SurveyInvitationFactory.create(point="thirty_days", opens_on=timezone.now().date())
    coordinator_of(made.match.cohort.program)
    return made


@pytest.fixture
def person(client: Client, invitation: SurveyInvitation) -> Client:
    client.force_login(invitation.user)
    return client


def address(name: str, invitation: SurveyInvitation) -> str:
    return reverse(f"evaluation:{name}", args=[invitation.pk])


def text_of(response: Any) -> str:  # noqa: ANN401 - a test response
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.parametrize("name", ["answer", "check", "send"])
def test_e03_a_stranger_and_the_partner_find_nothing(client: Client, invitation: SurveyInvitation, name: str) -> None:
    for who in (UserFactory.create(), invitation.match.mentor.user, coordinator_of(invitation.match.cohort.program)):
        client.force_login(who)
        assert client.get(address(name, invitation)).status_code == 404
        assert client.post(address(name, invitation), {"useful": "4"}).status_code == 404
    assert not AnswerSheet.objects.exists()


def test_d01_before_question_1_the_page_says_who_sees_what_and_from_how_many_answers_on(
    person: Client, invitation: SurveyInvitation
) -> None:
    SurveyRules.objects.create(program=invitation.match.cohort.program, figures_from=7, comments_from=12)
    page = text_of(person.get(address("answer", invitation)))
    promise, first = page.index("Your answers are anonymous"), page.index("Our meetings are a good use of my time.")
    assert promise < first
    assert "at least 7 people have answered" in page[promise:first]
    assert "at least 12 have answered" in page[promise:first]


def test_d07_the_place_for_own_words_warns_about_names(person: Client, invitation: SurveyInvitation) -> None:
    assert "Please name nobody" in text_of(person.get(address("answer", invitation)))


def test_f04_the_survey_needs_no_script_and_is_light(person: Client, invitation: SurveyInvitation) -> None:
    response = person.get(address("answer", invitation))
    # The one that puts back what was typed when a session has ended; nothing waits for it, and nothing else needs it.
    assert re.findall(r"<script[^>]*>", response.content.decode()) == [f'<script src="{static("js/unsent.js")}" defer>']
    assert len(response.content) < 60_000
    assert "no-store" in response["Cache-Control"]


def test_f12_the_answers_are_shown_before_they_go(person: Client, invitation: SurveyInvitation) -> None:
    response = person.post(address("check", invitation), {"useful": "5", "change": "More time.", "contact_to": ""})
    page = text_of(response)
    assert "Check your answers" in page
    assert "Our meetings are a good use of my time. Strongly agree" in page
    assert "What should change now? More time." in page
    assert "I get the support that I need from the program. Left out" in page
    assert not AnswerSheet.objects.exists()


def test_f12_change_leads_back_with_the_other_answers_kept(person: Client, invitation: SurveyInvitation) -> None:
    response = person.post(address("answer", invitation), {"useful": "5", "change": "More time."})
    html = set_solid(response.content.decode())
    assert "More time." in html
    assert re.search(r'name="useful" value="5"[^>]*checked', html)
    assert "Something needs your attention" not in html


def test_f13_an_empty_survey_is_explained_on_top(person: Client, invitation: SurveyInvitation) -> None:
    response = person.post(address("check", invitation), {})
    html = set_solid(response.content.decode())
    assert "<title>Error: " in set_solid(html)
    assert html.index("Answer at least one question.") < html.index("<h1>")


def test_f13_a_value_that_is_not_offered_is_named_at_its_question(person: Client, invitation: SurveyInvitation) -> None:
    for name in ("check", "send"):
        html = set_solid(person.post(address(name, invitation), {"useful": "9", "goals_clear": "4"}).content.decode())
        assert html.count("Select a valid choice") == 2
        assert re.search(r'name="goals_clear" value="4"[^>]*checked', html)
    assert not AnswerSheet.objects.exists()


def test_f14_sent_answers_lead_to_a_page_that_can_be_opened_again(person: Client, invitation: SurveyInvitation) -> None:
    given = {"useful": "5", "supported": "", "change": "More time.", "contact_to": ""}
    response = person.post(address("send", invitation), given, follow=True)
    assert response.redirect_chain == [(address("answer", invitation), 302)]
    assert AnswerSheet.objects.get().answers == {"useful": 5, "change": "More time."}
    page = text_of(person.get(address("answer", invitation)))
    assert "Thank you for your answers" in page
    assert f"S-{invitation.pk}" in page
    assert "More time." not in page
    again = text_of(person.post(address("send", invitation), given))
    assert "Thank you for your answers" in again
    assert AnswerSheet.objects.count() == 1


def test_d02_answers_stand_in_no_session_event_or_message(person: Client, invitation: SurveyInvitation) -> None:
    given = {"useful": "5", "change": "Pterodactyl", "contact_to": ""}
    for name in ("check", "answer", "send", "answer"):
        person.post(address(name, invitation), given)
    kept = [str(said_by(session)) for session in Session.objects.all()]
    kept += [str(event.details) for event in AuditEvent.objects.all()]
    kept += [f"{message.context} {message.key}" for message in Message.objects.all()]
    assert kept
    assert not any("Pterodactyl" in text or "useful" in text for text in kept)


def test_d09_the_page_asks_by_name_whom_to_tell(person: Client, invitation: SurveyInvitation) -> None:
    program = invitation.match.cohort.program
    facilitator = MembershipFactory.create(program=program, role=Role.FACILITATOR).user
    page = text_of(person.get(address("answer", invitation)))
    assert f"{facilitator.name} (Facilitator)" in page
    assert "This is not anonymous" in page
    person.post(address("send", invitation), {"useful": "3", "contact_to": str(facilitator.pk)})
    assert ContactRequest.objects.get().to == facilitator


def test_d09_nobody_outside_the_program_can_be_chosen(person: Client, invitation: SurveyInvitation) -> None:
    outsider = UserFactory.create()
    person.post(address("send", invitation), {"useful": "3", "contact_to": str(outsider.pk)})
    assert not ContactRequest.objects.exists()
    assert not AnswerSheet.objects.exists()


def test_without_contacts_the_survey_asks_no_such_thing(client: Client) -> None:
    invitation = SurveyInvitationFactory.create(opens_on=timezone.now().date())
    client.force_login(invitation.user)
    assert "contact you" not in text_of(client.get(address("answer", invitation)))


def test_a_survey_that_is_over_says_so(client: Client) -> None:
    invitation = SurveyInvitationFactory.create(opens_on=timezone.now().date() - timedelta(days=15))
    client.force_login(invitation.user)
    response = client.get(address("answer", invitation))
    assert "These questions are closed" in text_of(response)
    client.post(address("send", invitation), {"met": "1"})
    assert not AnswerSheet.objects.exists()


@pytest.mark.parametrize("name", ["check", "send"])
def test_opening_a_step_by_its_address_leads_to_the_questions(
    person: Client, invitation: SurveyInvitation, name: str
) -> None:
    assert person.get(address(name, invitation))["Location"] == address("answer", invitation)
