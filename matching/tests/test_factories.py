"""The factories make what they say."""

from __future__ import annotations

import pytest

from matching.models import MatchStatus
from matching.tests.factories import MatchFactory, ScenarioFactory
from people.tests.factories import UserFactory
from pool.tests.factories import MenteeFactory, MentorFactory, TopicFactory


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["draft", "proposed", "confirmed", "active"])
def test_a_match_can_be_made_at_every_time_of_its_life(status: str) -> None:
    match = MatchFactory.create(**{status: True})

    assert match.status == MatchStatus(status)
    assert match.mentor.program == match.cohort.program
    assert match.mentee.cohort == match.cohort


@pytest.mark.django_db
def test_the_people_of_a_match_can_be_named() -> None:
    mentor, mentee = UserFactory.create(), UserFactory.create()

    match = MatchFactory.create(mentor_user=mentor, mentee_user=mentee)

    assert (match.mentor.user, match.mentee.user) == (mentor, mentee)


@pytest.mark.django_db
def test_topics_of_a_person_can_be_named() -> None:
    topic = TopicFactory.create()

    assert list(MentorFactory.create(topics=[topic]).topics.all()) == [topic]
    assert list(MenteeFactory.create(topics=[topic]).topics.all()) == [topic]
    assert MentorFactory.create(draft=True).status == "draft"
    assert MentorFactory.create(applied=True).status == "applied"
    assert MenteeFactory.create(draft=True).status == "draft"
    assert ScenarioFactory.create().status == "ready"
