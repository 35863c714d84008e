"""A match that is over says so wherever it is shown, and promises nothing that is not so any more (H-19)."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from matching import relationships
from matching.models import Match, MatchStatus
from matching.tests.factories import MatchFactory
from matching.tests.pages import text

pytestmark = pytest.mark.django_db


HEADLINES = {
    MatchStatus.PROPOSED: "proposed as your",
    MatchStatus.CONFIRMED: "your",
    MatchStatus.ACTIVE: "your",
    MatchStatus.COMPLETED: "your {role} until",
    MatchStatus.ENDED: "your {role} until",
    MatchStatus.DECLINED: "was proposed as your",
    MatchStatus.EXPIRED: "was proposed as your",
    MatchStatus.WITHDRAWN: "was proposed as your",
}


@pytest.mark.parametrize("side", ["mentor", "mentee"])
@pytest.mark.parametrize("status", [status for status in MatchStatus if status != MatchStatus.DRAFT])
def test_h19_the_headline_of_a_match_says_what_the_partner_is_now(
    status: MatchStatus, side: str, client: Client, now: datetime
) -> None:
    match = MatchFactory.create(active=True)
    Match.objects.filter(pk=match.pk).update(status=status, ended_at=now)
    client.force_login(getattr(match, side).user)

    page = text(client.get(reverse("matching:match", args=[match.pk])))

    role = "mentee" if side == "mentor" else "mentor"
    assert f"· {HEADLINES[status].format(role=role)}" in page


def test_h19_a_past_match_does_not_promise_what_is_not_so_any_more(client: Client, now: datetime) -> None:
    """Who ended early and has somebody else by now is on no list, and the mentor's place is taken."""
    match = MatchFactory.create(active=True)
    relationships.end_early(match, by=match.mentee.user, now=now)
    MatchFactory.create(active=True, cohort=match.cohort, mentee=match.mentee)
    MatchFactory.create(active=True, cohort=match.cohort, mentor=match.mentor)

    for person in (match.mentee.user, match.mentor.user):
        client.force_login(person)
        page = text(client.get(reverse("matching:match", args=[match.pk])))
        assert ("You are on the list" in page, "You have a free place" in page) == (False, False)


def test_h19_past_relationships_are_listed_with_the_day_on_which_they_ended(client: Client, now: datetime) -> None:
    match = MatchFactory.create(active=True)
    relationships.end_early(match, by=match.mentee.user, now=now)
    client.force_login(match.mentor.user)

    page = text(client.get(reverse("matching:mine")))

    assert f"{match.cohort.program.name} · until 3 March 2026" in page
