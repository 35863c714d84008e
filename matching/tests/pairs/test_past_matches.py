"""A match that is over says so wherever it is shown, and promises nothing that is not so any more (H-19)."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from matching.models import Match, MatchStatus
from matching.models.mentor_request import RequestStatus
from matching.pairs import relationships
from matching.pairs.progress import steps_of_pair
from matching.tests.factories import MatchFactory, MentorRequestFactory
from pool.models import Mentee
from pool.tests.factories import TopicFactory
from pool.tests.pages import text

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


PAST = [MatchStatus.COMPLETED, MatchStatus.ENDED, MatchStatus.DECLINED, MatchStatus.EXPIRED, MatchStatus.WITHDRAWN]


def answers_anew(match: Match) -> None:
    """Change everything that either of the two had said and that a match page may show."""
    topic = TopicFactory.create(name="Zebra topic")
    for person in (match.mentor, match.mentee):
        person.languages, person.channels = ["fr"], ["in_person"]
        person.topics.set([topic])
        person.topics_back.set([topic])
        person.experience = 1 if person.experience != 1 else 4
        person.accessibility = "Zebra need"
    match.mentor.offers, match.mentor.wants_to_learn = "Zebra offer", "Zebra wish"
    match.mentee.wants, match.mentee.why = "Zebra goal", "Zebra reason"
    for person in (match.mentor, match.mentee):
        person.save()


@pytest.mark.parametrize("side", ["mentor", "mentee"])
@pytest.mark.parametrize("status", PAST)
def test_h19_a_past_match_shows_nothing_of_what_somebody_answers_anew(
    status: MatchStatus, side: str, client: Client, now: datetime
) -> None:
    match = MatchFactory.create(active=True)
    match.reasons = [
        {"code": code, "points": 9, "of": 10, "details": details}
        for code, details in {
            "topics": {"shared": ["Planning"], "near": [], "total": 1},
            "both_ways": {"asks": True, "there": ["Planning"], "back": []},
            "experience": {"ahead": 1},
            "channels": {"channels": ["video"]},
        }.items()
    ]
    match.status, match.ended_at = status, now
    match.save()
    Mentee.objects.filter(pk=match.mentee_id).update(status="draft")
    client.force_login(getattr(match, side).user)
    address = reverse("matching:match", args=[match.pk])
    before = text(client.get(address))

    answers_anew(Match.objects.get(pk=match.pk))

    assert text(client.get(address)) == before
    assert "Both like: Video call." not in before


@pytest.mark.parametrize("status", [status for status in RequestStatus if status != RequestStatus.OPEN])
def test_h19_a_question_that_is_closed_shows_a_mentor_nothing_of_what_is_answered_anew(
    status: RequestStatus, client: Client, now: datetime
) -> None:
    asked = MentorRequestFactory.create(status=status, closed_at=now)
    client.force_login(asked.mentor.user)
    address = reverse("matching:request", args=[asked.pk])
    before = text(client.get(address))

    answers_anew(Match(mentor=asked.mentor, mentee=asked.mentee))

    assert text(client.get(address)) == before


@pytest.mark.parametrize("side", ["mentor", "mentee"])
@pytest.mark.parametrize("status", PAST)
def test_h19_a_past_match_does_not_say_why_the_two_would_fit(
    status: MatchStatus, side: str, client: Client, now: datetime
) -> None:
    match = MatchFactory.create(active=True)
    Match.objects.filter(pk=match.pk).update(
        status=status,
        ended_at=now,
        reasons=[{"code": "channels", "points": 9, "of": 10, "details": {"channels": ["video"]}}],
    )
    client.force_login(getattr(match, side).user)

    page = text(client.get(reverse("matching:match", args=[match.pk])))

    assert [words for words in ("Why you two", "For both of you", "’s time", "Both like") if words in page] == []


@pytest.mark.parametrize("status", [status for status in RequestStatus if status != RequestStatus.OPEN])
def test_h19_a_closed_question_does_not_say_why_the_two_would_fit(
    status: RequestStatus, client: Client, now: datetime
) -> None:
    asked = MentorRequestFactory.create(
        status=status,
        closed_at=now,
        reasons=[{"code": "channels", "points": 9, "of": 10, "details": {"channels": ["video"]}}],
    )
    client.force_login(asked.mentor.user)

    page = text(client.get(reverse("matching:request", args=[asked.pk])))

    assert [words for words in ("asks you", "Why you two", "For both of you", "Both like") if words in page] == []
    assert "asked you" in page


def test_h19_a_completed_match_was_until_the_day_on_which_it_was_completed(now: datetime) -> None:
    match = relationships.complete(MatchFactory.create(active=True), by=None, now=now)

    assert "Until 3 March 2026" in [step["body"] for step in steps_of_pair(match)]


def test_h19_past_relationships_are_listed_with_the_day_on_which_they_ended(client: Client, now: datetime) -> None:
    match = MatchFactory.create(active=True)
    relationships.end_early(match, by=match.mentee.user, now=now)
    client.force_login(match.mentor.user)

    page = text(client.get(reverse("matching:mine")))

    assert f"{match.cohort.program.name} · until 3 March 2026" in page
