"""The page on which a coordinator says which pairs go out, and who is asked first."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from matching.models import Match, MatchStatus, Scenario, ScenarioStatus
from matching.tests.lab.conftest import Contest
from matching.tests.lab.test_lab_at_once import seen_in_all
from matching.tests.lab.test_lab_pages import place
from notifications.models import Message
from people.tests.reading import set_solid
from pool.models import Mentee, MenteeStatus
from pool.tests.factories import MenteeFactory, MentorFactory
from pool.tests.pages import text, title

pytestmark = pytest.mark.django_db


def proposed() -> set[str]:
    """Return the mentees who have a proposal."""
    return set(Match.objects.filter(status=MatchStatus.PROPOSED).values_list("mentee__user__name", flat=True))


def test_the_page_shows_both_mails_and_sends_none(client: Client, contest: Contest) -> None:
    page = text(client.get(place("publish", contest.scenario.pk)))

    assert "All of them (2)" in page
    assert ("as your mentee" in page, "as your mentor" in page) == (True, True)
    assert not Message.objects.exists()


def test_all_are_published_to_both(client: Client, contest: Contest) -> None:
    page = client.post(
        place("publish", contest.scenario.pk),
        {**seen_in_all(contest.scenario), "which": "all", "order": "both"},
        follow=True,
    )

    assert "Both people of each of the 2 pairs are asked by email." in text(page)
    assert Scenario.objects.get(pk=contest.scenario.pk).status == ScenarioStatus.PUBLISHED
    assert Message.objects.filter(kind="matching.match_proposed").count() == 4


def test_those_ticked_are_published_with_the_mentor_first(client: Client, contest: Contest) -> None:
    match = contest.scenario.matches.get(mentee=contest.keen)

    client.post(
        place("publish", contest.scenario.pk),
        {**seen_in_all(contest.scenario), "which": "ticked", "match": [match.pk], "order": "mentor"},
    )

    assert proposed() == {"Keen Kay"}
    assert Message.objects.filter(kind="matching.match_proposed").count() == 1
    assert Scenario.objects.get(pk=contest.scenario.pk).status == ScenarioStatus.READY


def test_those_with_enough_points_are_published(client: Client, contest: Contest) -> None:
    best = contest.scenario.matches.order_by("-score")[0]

    client.post(
        place("publish", contest.scenario.pk),
        {**seen_in_all(contest.scenario), "which": "points", "points": best.score, "order": "both"},
    )

    assert proposed() == {best.mentee.user.name}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"which": "ticked", "order": "both"}, "Tick at least one pair."),
        ({"which": "points", "points": "", "order": "both"}, "Give the minimum score."),
        ({"which": "ticked", "match": ["999999"], "order": "both"}, "That choice is not one of the available choices"),
        ({"which": "some", "order": "both"}, "That choice is not one of the available choices"),
        ({"which": "all"}, "This field is required"),
    ],
)
def test_what_cannot_be_published_is_explained(
    data: dict[str, object], words: str, client: Client, contest: Contest
) -> None:
    response = client.post(place("publish", contest.scenario.pk), data)

    assert (response.status_code, title(response).startswith("Error:")) == (400, True)
    assert words in text(response)
    assert proposed() == set()


def test_where_nothing_is_left_to_publish_the_page_says_so(client: Client, contest: Contest) -> None:
    response = client.post(
        place("publish", contest.scenario.pk),
        {**seen_in_all(contest.scenario), "which": "points", "points": 100, "order": "both"},
        follow=True,
    )

    if not contest.scenario.matches.filter(score=100).exists():
        assert "There is no pair to propose." in text(response)


@pytest.fixture
def many(contest: Contest) -> list[Match]:
    """Return drafts enough for three pages: the two of the contest and 108 more."""
    program, cohort = contest.scenario.cohort.program, contest.scenario.cohort
    mentors = [MentorFactory.create(program=program, capacity=12) for _ in range(9)]
    for number in range(108):
        person = MenteeFactory.create(cohort=cohort, user__name=f"Many {number:03}")
        contest.scenario.matches.create(
            cohort=cohort, mentee=person, mentor=mentors[number % 9], score=50, created_at=contest.scenario.created_at
        )
    return list(contest.scenario.matches.all())


def boxes(client: Client, url: str) -> int:
    """Count the pairs that a page lets one tick."""
    return client.get(url).content.decode().count('name="match"')


def test_many_pairs_are_shown_page_by_page_and_found_by_name(
    client: Client, contest: Contest, many: list[Match]
) -> None:
    url = place("publish", contest.scenario.pk)

    page = text(client.get(url))
    assert ("All of them (110)" in page, "110 pairs" in page, "Page 1 of 3" in page) == (True, True, True)
    assert [boxes(client, f"{url}?page={number}") for number in (1, 2, 3)] == [50, 50, 10]
    assert boxes(client, f"{url}?q=many+00") == 10
    assert boxes(client, f"{url}?q=wanda") == 1
    assert boxes(client, f"{url}?q=nobody+at+all") == 0


def test_all_are_all_even_where_a_page_shows_some_and_the_number_is_said(
    client: Client, contest: Contest, many: list[Match]
) -> None:
    Mentee.objects.filter(pk=contest.keen.pk).update(status=MenteeStatus.WITHDRAWN)

    page = client.post(
        f"{place('publish', contest.scenario.pk)}?q=many+00&page=2",
        {**seen_in_all(contest.scenario), "which": "all", "order": "both"},
        follow=True,
    )

    assert "Both people of each of the 109 pairs are asked by email." in text(page)
    assert len(proposed()) == 109


def test_what_was_ticked_stays_ticked_where_something_is_wrong(
    client: Client, contest: Contest, many: list[Match]
) -> None:
    chosen = next(match for match in many if str(match.mentee) == "Many 070")

    page = client.post(
        f"{place('publish', contest.scenario.pk)}?q=many+07",
        {"which": "points", "points": "", "order": "both", "match": [chosen.pk]},
    )

    ticked = re.findall(r'name="match" value="(\d+)"[^>]* checked>', set_solid(page.content.decode()))
    assert (page.status_code, ticked) == (400, [str(chosen.pk)])
