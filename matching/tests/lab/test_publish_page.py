"""The page on which a coordinator says which pairs go out, and who is asked first."""

from __future__ import annotations

import pytest
from django.test import Client

from matching.models import Match, MatchStatus, Scenario, ScenarioStatus
from matching.tests.lab.conftest import Contest
from matching.tests.lab.test_lab_pages import place
from matching.tests.pages import text, title
from notifications.models import Message

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
    page = client.post(place("publish", contest.scenario.pk), {"which": "all", "order": "both"}, follow=True)

    assert "Both people of each of the 2 pairs are asked by mail." in text(page)
    assert Scenario.objects.get(pk=contest.scenario.pk).status == ScenarioStatus.PUBLISHED
    assert Message.objects.filter(kind="matching.match_proposed").count() == 4


def test_those_ticked_are_published_with_the_mentor_first(client: Client, contest: Contest) -> None:
    match = contest.scenario.matches.get(mentee=contest.keen)

    client.post(place("publish", contest.scenario.pk), {"which": "ticked", "match": [match.pk], "order": "mentor"})

    assert proposed() == {"Keen Kay"}
    assert Message.objects.filter(kind="matching.match_proposed").count() == 1
    assert Scenario.objects.get(pk=contest.scenario.pk).status == ScenarioStatus.READY


def test_those_with_enough_points_are_published(client: Client, contest: Contest) -> None:
    best = contest.scenario.matches.order_by("-score")[0]

    client.post(place("publish", contest.scenario.pk), {"which": "points", "points": best.score, "order": "both"})

    assert proposed() == {best.mentee.user.name}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"which": "ticked", "order": "both"}, "Tick at least one pair."),
        ({"which": "points", "points": "", "order": "both"}, "Say from how many points on."),
        ({"which": "ticked", "match": ["999999"], "order": "both"}, "999999 is not one of the available choices"),
        ({"which": "some", "order": "both"}, "some is not one of the available choices"),
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
        place("publish", contest.scenario.pk), {"which": "points", "points": 100, "order": "both"}, follow=True
    )

    if not contest.scenario.matches.filter(score=100).exists():
        assert "There is no pair to propose." in text(response)
