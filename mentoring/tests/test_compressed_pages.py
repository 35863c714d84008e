"""Pages are compressed on their way, with care for what is secret in them (F-04)."""

from __future__ import annotations

import gzip

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.signing.links import signing_links
from agreements.tests import stories
from evaluation.models import SurveyInvitation
from evaluation.tests.factories import SurveyInvitationFactory

pytestmark = pytest.mark.django_db
WEIGHT = 60_000
# Style and type of such a page (test_design.py holds them below that).
STYLE_AND_TYPE = 50_000


def test_f04_a_page_to_sign_with_and_a_survey_are_light_on_their_way(client: Client) -> None:
    version = stories.with_supervisors(now=timezone.now())
    token = signing_links.mint(stories.request_of(version, "mentee_supervisor"), now=timezone.now())
    client.post(f"/sign/{token}/", {"mine": "on"})
    survey: SurveyInvitation = SurveyInvitationFactory.create()
    person = Client()
    person.force_login(survey.user)
    for reader, path in ((client, "/sign/agreement/"), (person, reverse("evaluation:answer", args=[survey.pk]))):
        answer = reader.get(path, headers={"accept-encoding": "gzip"})
        assert answer.status_code == 200
        assert answer["Content-Encoding"] == "gzip"
        assert len(answer.content) < WEIGHT - STYLE_AND_TYPE, path
        assert b"<h1" in gzip.decompress(answer.content)


def test_a_browser_that_takes_no_compressed_page_gets_a_plain_one(client: Client) -> None:
    answer = client.get(reverse("account_login"))
    assert "Content-Encoding" not in answer
    assert "Accept-Encoding" in answer["Vary"]


def test_breach_the_same_page_has_another_length_each_time(client: Client) -> None:
    lengths = {
        len(client.get(reverse("account_login"), headers={"accept-encoding": "gzip"}).content) for _ in range(20)
    }
    assert len(lengths) > 5


def test_breach_what_another_site_loads_comes_without_a_session() -> None:
    assert settings.SESSION_COOKIE_SAMESITE == settings.CSRF_COOKIE_SAMESITE == "Lax"
