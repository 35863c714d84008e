"""The pages of writing together: what the other changed, yes to it, and the program's clauses on the page."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from agreements.models import AgreementVersion, Section
from agreements.tests.reading import forms_on
from agreements.tests.stories import drafted, sent, under
from agreements.writing import drafts, review
from agreements.writing.views import section_url
from people.models import User
from people.tests.factories import UserFactory
from people.tests.reading import set_solid

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    """Pages ask the clock themselves, so these stories happen now."""
    return timezone.now() - timedelta(minutes=20)


@pytest.fixture
def version(now: datetime) -> AgreementVersion:
    """Jonas, the mentor, has changed the topics; Amara, the mentee, has written the goals."""
    version = drafted(now=now)
    by = version.match.mentor.user
    return drafts.save_draft(version, revision=1, by=by, now=now, topics="<b>Budgets</b>")


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, version: AgreementVersion, name: str = "edit", query: str = "") -> str:
    return client.get(reverse(f"agreements:{name}", args=[version.match.pk]) + query).content.decode()


def part(client: Client, version: AgreementVersion, section: Section, query: str = "") -> str:
    return client.get(section_url(version.match.pk, section) + query).content.decode()


def is_open(version: AgreementVersion, section: Section = Section.TOPICS) -> bool:
    return review.proposals_of(version)[section].is_open


def test_p25_the_other_sees_the_change_and_accepts_it(version: AgreementVersion) -> None:
    client = as_user(version.match.mentee.user)
    html = part(client, version, Section.TOPICS)
    assert "<bdi>Jonas</bdi> changed this" in html
    assert '<ins><span class="visually-hidden">Now:</span>&lt;b&gt;Budgets&lt;/b&gt;</ins>' in set_solid(html)

    url, fields = next((url, fields) for url, fields in forms_on(html) if url.endswith("/accept/"))
    response = client.post(url, fields, follow=True)

    assert not is_open(version)
    assert "You accepted the change of “Topics and what is out of bounds”." in response.content.decode()
    assert "Accepted by Amara Okafor" in part(client, version, Section.TOPICS)


def test_p25_the_one_who_changed_it_sees_that_it_waits_and_has_no_button(version: AgreementVersion) -> None:
    html = part(as_user(version.match.mentor.user), version, Section.TOPICS)

    assert "Amara has not accepted your change yet" in html
    assert "/accept/" not in html


def test_p25_goals_have_the_same_button(version: AgreementVersion) -> None:
    html = part(as_user(version.match.mentor.user), version, Section.GOALS)

    assert "<bdi>Amara</bdi> changed this" in html
    assert reverse("agreements:accept_part", args=[version.match.pk, "goals"]) in html


def test_p25_the_overview_says_for_each_part_who_has_to_look(version: AgreementVersion) -> None:
    html = page(as_user(version.match.mentee.user), version)

    assert "You have not accepted Jonas’s change yet." in html
    assert "Jonas has not accepted your change yet." in html
    assert html.count("Look at it") == 1
    assert html.count("Suggested by the program; nobody has changed it yet") == 3


def test_p25_the_check_remarks_what_is_not_accepted_and_lets_it_go_out(version: AgreementVersion) -> None:
    client = as_user(version.match.mentee.user)
    html = page(client, version, "check")

    assert "Amara Okafor has not accepted the last change of “Topics and what is out of bounds” yet." in html
    assert "Send for signature" in html


def test_p25_who_came_from_the_check_goes_back_there(version: AgreementVersion) -> None:
    client = as_user(version.match.mentee.user)
    html = part(client, version, Section.TOPICS, "?from=check")
    url, fields = next((url, fields) for url, fields in forms_on(html) if "/accept/" in url)

    assert client.post(url, fields)["Location"] == reverse("agreements:check", args=[version.match.pk])


def test_p25_what_changed_meanwhile_is_shown_again_and_not_accepted(version: AgreementVersion, now: datetime) -> None:
    client = as_user(version.match.mentee.user)
    html = part(client, version, Section.TOPICS)
    url, fields = next((url, fields) for url, fields in forms_on(html) if "/accept/" in url)
    version = drafts.save_draft(version, revision=2, by=version.match.mentor.user, now=now, topics="Salaries")

    again = client.post(url, fields, follow=True).content.decode()

    assert is_open(version)
    assert "Your partner has changed this part again. Please look at it again." in again
    assert "Salaries" in again


@pytest.mark.parametrize("fields", [{}, {"seen": ""}, {"seen": "x" * 5000}])
def test_f13_a_yes_to_nothing_is_refused(version: AgreementVersion, fields: dict[str, str]) -> None:
    url = reverse("agreements:accept_part", args=[version.match.pk, "topics"])

    response = as_user(version.match.mentee.user).post(url, fields)

    assert response["Location"] == section_url(version.match.pk, Section.TOPICS)
    assert is_open(version)


def test_a_part_that_does_not_exist_is_not_found(version: AgreementVersion) -> None:
    client = as_user(version.match.mentee.user)

    assert client.post(reverse("agreements:accept_part", args=[version.match.pk, "salary"])).status_code == 404


def test_e03_strangers_and_supervisors_accept_nothing(version: AgreementVersion) -> None:
    url = reverse("agreements:accept_part", args=[version.match.pk, "topics"])

    supervisor = version.match.mentee.user.supervisor
    assert supervisor
    for stranger in (UserFactory.create(), supervisor):
        assert as_user(stranger).post(url).status_code == 404
    assert Client().post(url).status_code == 302
    assert as_user(version.match.mentee.user).get(url).status_code == 405


def test_nothing_is_accepted_once_it_is_out(now: datetime) -> None:
    version = sent(now=now)
    url = reverse("agreements:accept_part", args=[version.match.pk, "goals"])

    assert as_user(version.match.mentor.user).post(url).status_code == 404


def test_p25_the_programs_rules_stand_on_the_page_and_are_not_asked(now: datetime) -> None:
    version = drafts.open_draft(under(fixed_clauses="<i>Ask</i> us.", optional_clauses="We take turns."), now=now)
    html = part(as_user(version.match.mentee.user), version, Section.RULES)

    assert "Rules of this program" in html
    assert "<li>&lt;i&gt;Ask&lt;/i&gt; us.</li>" in html
    assert 'value="We take turns."' in html
    assert "fixed_clauses" not in html


@pytest.mark.parametrize(
    ("section", "fields", "sentence"),
    [
        ("rules", {"chosen_clauses": "We are paid."}, "Choose only rules that are offered here."),
        ("topics", {"listed": "Alchemy"}, "Choose only topics that are offered here"),
        ("meetings", {"ends_by": "count", "meetings_planned": ""}, "Write how many meetings you plan"),
        ("meetings", {"ends_by": "count", "meetings_planned": "900"}, "Plan at most 60 meetings."),
        ("meetings", {"starts_on": "soon", "starts_at": "noon"}, "Choose a time such as 10:00."),
    ],
)
def test_f13_a_page_with_errors_says_so_and_keeps_what_was_typed(
    now: datetime, section: str, fields: dict[str, str], sentence: str
) -> None:
    version = drafts.open_draft(under(optional_clauses="We take turns."), now=now)
    url = reverse("agreements:edit_section", args=[version.match.pk, section])
    kept = {"rules": "expectations", "topics": "joint_project", "meetings": "reaching"}[section]

    html = as_user(version.match.mentee.user).post(url, {**fields, kept: "Kept words"}).content.decode()

    assert "<title>Error:" in set_solid(html)
    assert html.count(sentence) == 2
    assert "Kept words</textarea>" in html
    assert AgreementVersion.objects.get(pk=version.pk).revision == 0


@pytest.mark.parametrize("goals", [1, 3])
def test_writing_costs_the_same_however_much_is_written(
    now: datetime, goals: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    version = drafted(now=now)
    match = version.match
    rows: list[drafts.GoalData] = [
        {"what": f"Goal {number}", "measure": "seen", "by_on": now.date()} for number in range(goals)
    ]
    drafts.set_goals(version, goals=rows, by=match.mentor.user, now=now)
    client = as_user(match.mentee.user)

    with django_assert_max_num_queries(11):
        page(client, version)
    with django_assert_max_num_queries(14):
        part(client, version, Section.GOALS)
    with django_assert_max_num_queries(14):
        part(client, version, Section.TOPICS)
