"""The pair's pages: writing at once, checking, signing in the portal, and who may see any of it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from agreements.documents import documents
from agreements.models import AgreementVersion, Section, VersionStatus
from agreements.signing import decisions
from agreements.tests.reading import text_shown
from agreements.tests.stories import confirmed, drafted, in_force, request_of, sent, sign, with_supervisors
from agreements.writing import drafts
from agreements.writing.forms import fingerprint
from matching.tests.factories import MatchFactory
from people.models import User
from people.tests.factories import UserFactory
from people.tests.reading import set_solid

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    """Pages ask the clock themselves, so these stories happen now."""
    return timezone.now() - timedelta(minutes=20)


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def pages_of(version: AgreementVersion) -> list[str]:
    match, pk = version.match, version.match.pk
    return [
        reverse("agreements:show", args=[pk]),
        reverse("agreements:version", args=[pk, version.number]),
        reverse("agreements:text", args=[pk, version.number]),
        reverse("agreements:document", args=[pk, version.number]),
        reverse("agreements:edit", args=[match.pk]),
        reverse("agreements:edit_goals", args=[pk]),
        reverse("agreements:edit_section", args=[pk, "topics"]),
        reverse("agreements:check", args=[pk]),
        *[reverse("agreements:sign", args=[request.pk]) for request in version.requests.all()],
        *[reverse("agreements:answered", args=[request.pk]) for request in version.requests.all()],
    ]


def posts_of(version: AgreementVersion) -> list[str]:
    pk = version.match.pk
    return [
        reverse("agreements:edit_goals", args=[pk]),
        reverse("agreements:edit_section", args=[pk, "topics"]),
        reverse("agreements:send", args=[pk]),
        *[reverse("agreements:sign", args=[request.pk]) for request in version.requests.all()],
    ]


@pytest.mark.parametrize("state", [drafted, sent, with_supervisors, in_force])
def test_e03_strangers_get_404_everywhere(now: datetime, state: Any) -> None:  # noqa: ANN401 - a story
    version = state(now=now)
    other_pair = MatchFactory.create(active=True)
    supervisor_of_others = request_of(with_supervisors(now=now), "mentee_supervisor").signer

    for stranger in (UserFactory.create(), other_pair.mentee.user, other_pair.mentor.user, supervisor_of_others):
        client = as_user(stranger)
        assert {client.get(page).status_code for page in pages_of(version)} == {404}
        assert {client.post(page).status_code for page in posts_of(version)} == {404}


def test_supervisors_see_their_request_and_not_the_pairs_pages(now: datetime) -> None:
    version = with_supervisors(now=now)
    mine, other = request_of(version, "mentee_supervisor"), request_of(version, "mentor_supervisor")
    client = as_user(mine.signer)

    assert client.get(reverse("agreements:sign", args=[mine.pk])).status_code == 200
    assert client.get(reverse("agreements:sign", args=[other.pk])).status_code == 404
    assert client.get(reverse("agreements:show", args=[version.match.pk])).status_code == 404


def test_nobody_opens_a_request_whose_turn_has_not_come(now: datetime) -> None:
    version = sent(now=now)
    request = request_of(version, "mentee_supervisor")

    assert as_user(request.signer).get(reverse("agreements:sign", args=[request.pk])).status_code == 404


def test_visitors_are_sent_to_sign_in(client: Client, now: datetime) -> None:
    version = sent(now=now)

    assert {client.get(page).status_code for page in pages_of(version)} == {302}


def topics_form(version: AgreementVersion, **fields: str) -> dict[str, str]:
    seen = fingerprint(version, Section.TOPICS)
    return {"topics": version.topics, "out_of_bounds": "", "revision": str(version.revision), "seen": seen, **fields}


def test_a_part_is_saved_and_leads_to_the_next(now: datetime) -> None:
    version = drafted(now=now)
    client = as_user(version.match.mentor.user)
    url = reverse("agreements:edit_section", args=[version.match.pk, "topics"])

    response = client.post(url, topics_form(version, topics="Budgets"))

    version.refresh_from_db()
    assert version.topics == "Budgets"
    assert response["Location"] == reverse("agreements:edit_section", args=[version.match.pk, "meetings"])
    page = client.get(reverse("agreements:edit", args=[version.match.pk])).content.decode()
    assert "Last changed by Jonas Lindqvist" in page


def test_two_who_write_the_same_part_at_once_see_both_texts(now: datetime) -> None:
    version = drafted(now=now)
    match = version.match
    url = reverse("agreements:edit_section", args=[match.pk, "topics"])
    mine = topics_form(version, topics="What I typed")
    as_user(match.mentor.user).post(url, topics_form(version, topics="What Jonas saved"))

    client = as_user(match.mentee.user)
    page = client.post(url, mine).content.decode()

    version.refresh_from_db()
    assert version.topics == "What Jonas saved"
    assert "What Jonas saved" in page
    assert ">\nWhat I typed</textarea>" in page
    again = {
        name: re.search(f'name="{name}" value="([^"]*)"', set_solid(page)).group(1) for name in ("revision", "seen")
    }
    client.post(url, {**mine, **again})
    version.refresh_from_db()
    assert version.topics == "What I typed"


def test_two_who_write_different_parts_at_once_both_save(now: datetime) -> None:
    version = drafted(now=now)
    match = version.match
    form = topics_form(version, topics="Budgets")
    drafts.save_draft(version, revision=version.revision, by=match.mentor.user, now=now, ground_rules="Be kind.")

    as_user(match.mentee.user).post(reverse("agreements:edit_section", args=[match.pk, "topics"]), form)

    version.refresh_from_db()
    assert (version.topics, version.ground_rules) == ("Budgets", "Be kind.")


def goals_form(version: AgreementVersion, rows: list[tuple[str, str, str]], **more: str) -> dict[str, str]:
    data = {"form-TOTAL_FORMS": str(len(rows)), "form-INITIAL_FORMS": str(len(rows)), **more}
    for number, row in enumerate(rows):
        data |= {f"form-{number}-{name}": value for name, value in zip(("what", "measure", "by_on"), row, strict=True)}
    return {**data, "revision": str(version.revision), "seen": fingerprint(version, Section.GOALS)}


def test_goals_are_added_and_removed_without_javascript(now: datetime) -> None:
    version = drafted(now=now)
    client = as_user(version.match.mentee.user)
    url = reverse("agreements:edit_goals", args=[version.match.pk])
    rows = [("First", "seen", "2099-01-01")]

    added = client.post(url, goals_form(version, rows, add="1")).content.decode()
    assert 'value="First"' in added
    assert 'name="form-1-what"' in added
    removed = client.post(url, goals_form(version, [*rows, ("Second", "m", "2099-01-02")], remove="0")).content.decode()
    assert 'value="Second"' in removed
    assert 'value="First"' not in removed
    assert version.goals.get().what != "First"

    client.post(url, goals_form(version, [*rows, ("", "", ""), ("Second", "m", "2099-01-02")]))
    assert [goal.what for goal in version.goals.all()] == ["First", "Second"]


def test_a_goal_without_a_measure_is_asked_for_it(now: datetime) -> None:
    version = drafted(now=now)
    url = reverse("agreements:edit_goals", args=[version.match.pk])

    page = as_user(version.match.mentee.user).post(url, goals_form(version, [("First", "", "")])).content.decode()

    assert "<title>Error:" in set_solid(page)
    assert 'value="First"' in page


def test_two_who_write_goals_at_once_see_both(now: datetime) -> None:
    version = drafted(now=now)
    match = version.match
    url = reverse("agreements:edit_goals", args=[match.pk])
    mine = goals_form(version, [("What I typed", "m", "2099-01-01")])
    as_user(match.mentor.user).post(url, goals_form(version, [("What Jonas saved", "m", "2099-01-01")]))

    page = as_user(match.mentee.user).post(url, mine).content.decode()

    assert "What Jonas saved" in page
    assert 'value="What I typed"' in page
    assert version.goals.get().what == "What Jonas saved"


def test_f12_the_check_shows_the_text_that_will_be_signed(now: datetime) -> None:
    version = drafted(now=now)
    client = as_user(version.match.mentee.user)
    shown = client.get(reverse("agreements:check", args=[version.match.pk]))
    checked = text_shown(shown.content.decode())

    response = client.post(reverse("agreements:send", args=[version.match.pk]), {"seen": shown.context["seen"]})

    version.refresh_from_db()
    assert response["Location"] == reverse("agreements:sign", args=[request_of(version, "mentee").pk])
    assert version.text == checked


def test_an_incomplete_draft_says_what_is_missing_and_does_not_go_out(now: datetime) -> None:
    version = drafts.open_draft(confirmed(), now=now)
    client = as_user(version.match.mentee.user)

    page = client.get(reverse("agreements:check", args=[version.match.pk])).content.decode()
    client.post(reverse("agreements:send", args=[version.match.pk]))

    version.refresh_from_db()
    assert "Write at least one goal." in page
    assert version.status == VersionStatus.DRAFT


def test_a08_the_portal_shows_what_is_signed(now: datetime) -> None:
    version = sent(now=now)
    request = request_of(version, "mentee")

    page = as_user(request.signer).get(reverse("agreements:sign", args=[request.pk])).content.decode()

    assert text_shown(page) == version.text


def test_e20_the_two_tick_the_limits_separately(now: datetime) -> None:
    version = sent(now=now)
    request = request_of(version, "mentee")
    client = as_user(request.signer)
    url = reverse("agreements:sign", args=[request.pk])
    fields = {"choice": "sign", "consent": "on", "typed_name": "amara okafor", "confidentiality": "on"}

    refused = client.post(url, fields)
    assert "Read this part and tick it." in refused.content.decode()
    accepted = client.post(url, {**fields, "not_mentoring": "on"})

    assert accepted["Location"] == reverse("agreements:answered", args=[request.pk])
    page = client.get(accepted["Location"]).content.decode()
    assert request.reference in page


def test_the_old_version_stays_readable_with_the_reason(now: datetime) -> None:
    version = with_supervisors(now=now)
    decisions.ask_for_change(request_of(version, "mentee_supervisor"), remark="Thursdays only.", now=now)
    client = as_user(version.match.mentee.user)

    page = client.get(reverse("agreements:version", args=[version.match.pk, 1])).content.decode()
    now_page = client.get(reverse("agreements:show", args=[version.match.pk])).content.decode()

    assert text_shown(page) == AgreementVersion.objects.get(pk=version.pk).text
    assert "Thursdays only." in page
    assert "Thursdays only." in now_page


def test_the_page_says_that_the_pdf_is_on_its_way_and_then_gives_it(now: datetime) -> None:
    version = in_force(now=now)
    client = as_user(version.match.mentor.user)
    url = reverse("agreements:document", args=[version.match.pk, 1])
    assert "The PDF is being made" in client.get(reverse("agreements:show", args=[version.match.pk])).content.decode()
    assert client.get(url).status_code == 302

    documents.make_document(version, now=now)

    assert client.get(url).content.startswith(b"%PDF")


@pytest.mark.parametrize("page", ["show", "edit", "check"])
def test_the_number_of_queries_is_fixed(
    now: datetime, page: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    version = drafted(now=now)
    client = as_user(version.match.mentee.user)

    with django_assert_max_num_queries({"show": 9, "edit": 11, "check": 16}[page]):
        client.get(reverse(f"agreements:{page}", args=[version.match.pk]))


def test_the_sign_page_costs_few_queries(now: datetime, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    version = sent(now=now)
    sign(version, "mentor", now=now)
    request = request_of(version, "mentee")
    client = as_user(request.signer)

    with django_assert_max_num_queries(5):
        client.get(reverse("agreements:sign", args=[request.pk]))
