"""Why two people were brought together, in words for each of them (E-12, M-06, M-08)."""

from __future__ import annotations

from datetime import date

import pytest

from matching.models import Match
from matching.pairs.why import Why, why
from matching.tests.factories import MatchFactory
from people.models import Department, Site
from people.tests.factories import UserFactory
from pool.tests.factories import TopicFactory

pytestmark = pytest.mark.django_db


def pair(*codes: str, points: int = 10, **details: object) -> Match:
    """Return Amara (mentor, Engineering) and Jonas (mentee, Sales) with these reasons."""
    site = Site.objects.create(name="Berlin", time_zone="Europe/Berlin")
    engineering, sales = Department.objects.create(name="Engineering"), Department.objects.create(name="Sales")
    mentor = UserFactory.create(name="Amara Okafor", department=engineering, site=site, hired_on=date(2015, 1, 1))
    mentee = UserFactory.create(name="Jonas Lindqvist", department=sales, site=site, hired_on=date(2024, 1, 1))
    reasons = [
        {"code": code, "points": points, "of": 10, "details": details or {"languages": ["en"]}} for code in codes
    ]
    return MatchFactory.create(proposed=True, mentor_user=mentor, mentee_user=mentee, reasons=reasons)


def test_m06_each_reads_what_they_can_learn_and_what_they_pass_on() -> None:
    match = pair("topics", "both_ways", "across")
    planning, feedback, data = (TopicFactory.create(name=name) for name in ("Planning", "Feedback", "Data"))
    match.mentee.topics.set([planning, feedback])
    match.mentor.topics.set([planning, feedback, data])
    match.mentor.topics_back.set([data])
    match.mentee.topics_back.set([data])

    assert why(match, match.mentee.user) == Why(
        learn=[
            "Feedback and Planning: you want to learn them, and Amara offers them.",
            "You get to know how things are done in Engineering.",
        ],
        pass_on=[
            "Data: Amara would like to learn it, and you can pass it on.",
            "Amara gets to know Sales through you.",
        ],
    )
    assert why(match, match.mentor.user) == Why(
        learn=[
            "Data: you would like to learn it, and Jonas can pass it on.",
            "You get to know how things are done in Sales.",
        ],
        pass_on=[
            "Feedback and Planning: Jonas wants to learn them, and you offer them.",
            "Jonas gets to know Engineering through you.",
        ],
    )


def test_what_they_share_is_told_to_both() -> None:
    match = pair("languages", "reach")

    for reader in (match.mentor.user, match.mentee.user):
        assert why(match, reader).share == [
            "Both speak English.",
            "You work at the same site, so you can meet in person.",
        ]


def test_p22_a_ranking_is_told_to_the_mentee_alone_and_a_mentors_wish_to_the_mentor_alone() -> None:
    match = pair("ranking", rank=1)
    assert (why(match, match.mentee.user).share, bool(why(match, match.mentor.user))) == (["First choice."], False)

    match.reasons = [
        {"code": "mentor_wishes", "points": 5, "of": 5, "details": {"met": ["site_different"], "missed": []}}
    ]
    assert not why(match, match.mentee.user)
    assert why(match, match.mentor.user).share == ["As the mentor wishes: another site."]


def test_in_what_the_mentor_is_ahead_is_told_to_the_mentee() -> None:
    match = pair("experience", "years")
    match.mentor.experience, match.mentee.experience = 3, 1

    assert why(match, match.mentee.user).learn == [
        "Amara has more experience with these topics.",
        "Amara has been here longer.",
    ]
    assert not why(match, match.mentor.user)


def test_what_brought_no_points_is_no_reason() -> None:
    match = pair("languages", "topics", "across", points=0)

    assert not why(match, match.mentee.user)


def test_answers_that_changed_since_fall_back_on_the_words_of_the_run() -> None:
    match = pair("topics", shared=["Planning"], near=[], total=1)

    found = why(match, match.mentee.user)
    assert [*found.learn, *found.pass_on, *found.share] == ["The wanted topic is offered: Planning."]
