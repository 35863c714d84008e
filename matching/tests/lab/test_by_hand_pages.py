"""Deciding about one mentee on the pages of a scenario."""

from __future__ import annotations

import pytest
from django.test import Client

from matching import tasks
from matching.models import ChangeKind, DraftChange
from matching.tests.lab.conftest import Contest
from matching.tests.lab.test_lab_at_once import seen
from matching.tests.lab.test_lab_pages import place, rows
from people.models import User
from pool.tests.pages import text, title

pytestmark = pytest.mark.django_db


def test_a_pair_is_locked_with_a_reason_and_shown_so(client: Client, contest: Contest) -> None:
    pk, mentee = contest.scenario.pk, contest.keen.pk

    refused = client.post(place("lock", pk, mentee), {"reason": ""})
    assert (refused.status_code, "Say in a few words why." in text(refused)) == (400, True)
    page = client.post(
        place("lock", pk, mentee), {**seen(client, contest.keen), "reason": "Agreed with both"}, follow=True
    )

    assert "is locked." in text(page)
    assert "Agreed with both" in text(client.get(place("pairs", pk)))
    assert "Wanda Wanted" in rows(client, f"{place('pairs', pk)}?show=locked")


def test_a_forbidden_pair_is_worked_out_anew_and_can_be_allowed_again(client: Client, contest: Contest) -> None:
    pk = contest.scenario.pk
    client.post(place("forbid", pk, contest.keen.pk), {**seen(client, contest.keen), "reason": "They share an office"})
    assert "Being calculated" in text(client.get(place("pairs", pk)))
    tasks.run_scenario(pk)

    page = text(client.get(place("pairs", pk)))
    assert "Forbidden here" in page
    held = contest.scenario.held.get()
    client.post(place("allow", pk, held.pk), {"reason": ""})
    assert contest.scenario.held.exists()
    client.post(place("allow", pk, held.pk), {"reason": "They moved"})

    assert not contest.scenario.held.exists()
    assert list(DraftChange.objects.values_list("deed", flat=True)) == [ChangeKind.ALLOW, ChangeKind.FORBID]


def test_two_are_paired_by_hand_from_their_page(client: Client, contest: Contest) -> None:
    url = place("pair", contest.scenario.pk, contest.third.pk)

    refused = client.post(url, {"mentor": contest.wanted.pk, "reason": ""})
    assert (refused.status_code, title(refused).startswith("Error:")) == (400, True)
    response = client.post(url, {**seen(client, contest.third), "mentor": contest.wanted.pk, "reason": "They asked"})
    tasks.run_scenario(contest.scenario.pk)

    assert response.headers["Location"] == place("pairs", contest.scenario.pk)
    assert contest.scenario.matches.get(mentee=contest.third).mentor == contest.wanted
    assert "Paired by hand" in rows(client, f"{place('pairs', contest.scenario.pk)}?show=hand")


def test_the_page_of_a_mentee_says_which_rule_stands_against_a_mentor(client: Client, contest: Contest) -> None:
    User.objects.filter(pk=contest.keen.user_id).update(supervisor=contest.other.user)

    page = text(client.get(f"{place('assign', contest.scenario.pk, contest.keen.pk)}?mentor={contest.other.pk}"))

    assert "One of them reports to the other" in page


@pytest.mark.parametrize("mentor", ["0", "x", "999999999"])
def test_a_mentor_who_is_not_there_answers_404(mentor: str, client: Client, contest: Contest) -> None:
    pk, mentee = contest.scenario.pk, contest.keen.pk

    assert client.post(place("pair", pk, mentee), {"mentor": mentor, "reason": "x"}).status_code == 404
    assert client.post(place("cost", pk, mentee), {"mentor": mentor}).status_code == 404
