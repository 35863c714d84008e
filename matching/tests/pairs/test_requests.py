"""The self-match: suggestions, at most three open questions, and the first yes makes the match (P-09, P-22)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from matching.errors import MatchingError
from matching.fit.criteria import words_of
from matching.models import Match, MatchStatus, MentorRequest, Origin, RequestStatus
from matching.pairs import relationships
from matching.pairs.choosing import mentor_requests
from matching.signals import match_confirmed
from matching.tests.factories import MatchFactory, MentorRequestFactory
from notifications.models import Message
from people.models import AuditEvent
from people.tests.factories import UserFactory
from pool.joining import mentees, mentors
from pool.models import Mentee, Mentor, NotWith
from pool.tests.factories import MenteeFactory, MentorFactory, TopicFactory
from programs.models import Cohort
from programs.models.taking_part import Say
from programs.tests.factories import CohortFactory, GuidelinesFactory

pytestmark = pytest.mark.django_db


def choosing_cohort(**given: object) -> Cohort:
    """Return a cohort whose mentees ask mentors themselves."""
    guidelines = GuidelinesFactory.create(mentee_say=Say.SELF)
    cohort: Cohort = CohortFactory.create(program=guidelines.program, guidelines=guidelines, **given)
    return cohort


@pytest.fixture
def mentee() -> Mentee:
    """Return somebody who chooses."""
    chooser: Mentee = MenteeFactory.create(cohort=choosing_cohort())
    return chooser


def pool(mentee: Mentee, count: int = 1, **given: object) -> list[Mentor]:
    """Put mentors into the pool."""
    return [MentorFactory.create(program=mentee.program, **given) for _ in range(count)]


def asked(mentee: Mentee, mentor: Mentor, now: datetime) -> MentorRequest:
    """Ask."""
    return mentor_requests.ask(mentee, mentor=mentor, by=mentee.user, now=now)


def kinds_of(person: Mentee | Mentor) -> list[str]:
    """Return the kinds of message that somebody got."""
    rows = Message.objects.filter(recipient=person.user).order_by("pk")
    return [kind.removeprefix("matching.") for kind in rows.values_list("kind", flat=True)]


def test_p09_five_are_suggested_who_fit_best_with_the_reasons(mentee: Mentee, now: datetime) -> None:
    topic = TopicFactory.create(name="Planning")
    mentee.topics.add(topic)
    pool(mentee, 4)
    fitting = pool(mentee, 3, topics=[topic])

    found = mentor_requests.suggestions(mentee, now=now)

    assert len(found) == mentor_requests.SHOWN
    assert {one.mentor for one in found[:3]} == set(fitting)
    assert "The wanted topic is offered: Planning." in [words_of(reason) for reason in found[0].pair.reasons]
    assert found == mentor_requests.suggestions(mentee, now=now)


def test_nobody_is_suggested_whom_a_rule_forbids_or_who_has_no_place(mentee: Mentee, now: datetime) -> None:
    [full, apart, far] = [*pool(mentee, 2), *pool(mentee, languages=["fi"])]
    MatchFactory.create(cohort=mentee.cohort, mentor=full)
    NotWith.objects.create(user=apart.user, other=mentee.user, created_at=now)

    assert mentor_requests.suggestions(mentee, now=now) == []
    for mentor in (full, apart, far):
        with pytest.raises(MatchingError):
            asked(mentee, mentor, now)


def test_p22_the_first_yes_makes_a_confirmed_match(mentee: Mentee, now: datetime) -> None:
    first, second = pool(mentee, 2)
    question, other = asked(mentee, first, now), asked(mentee, second, now)
    later = now + timedelta(days=2)
    heard: list[Match] = []

    def hear(match: Match, **_: object) -> None:
        heard.append(match)

    match_confirmed.connect(hear)
    match = mentor_requests.say_yes(question, by=first.user, now=later)
    match_confirmed.disconnect(hear)

    assert heard == [match]
    assert (match.status, match.origin, match.confirmed_at) == (MatchStatus.CONFIRMED, Origin.ASKED, later)
    assert (match.mentee_replied_at, match.mentor_replied_at) == (now, later)
    assert (match.score, match.reasons) == (question.score, question.reasons)
    question.refresh_from_db()
    other.refresh_from_db()
    assert (question.status, other.status) == (RequestStatus.ACCEPTED, RequestStatus.CLOSED)
    assert kinds_of(second) == ["mentor_asked", "request_closed"]
    assert kinds_of(mentee)[-1] == "match_confirmed"


def test_p09_at_most_three_questions_are_open(mentee: Mentee, now: datetime) -> None:
    one, two, three, four = pool(mentee, 4)
    questions = [asked(mentee, mentor, now) for mentor in (one, two, three)]

    with pytest.raises(MatchingError, match="three"):
        asked(mentee, four, now)
    mentor_requests.take_back(questions[1], by=mentee.user, now=now)

    assert asked(mentee, four, now).slot == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        MentorRequestFactory.create(mentee=mentee, mentor=two, slot=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        MentorRequestFactory.create(mentee=mentee, mentor=two, slot=4)


def test_nobody_is_asked_twice_at_the_same_time(mentee: Mentee, now: datetime) -> None:
    [mentor] = pool(mentee)
    asked(mentee, mentor, now)

    with pytest.raises(MatchingError):
        asked(mentee, mentor, now)


def test_e12_a_no_needs_no_reason_and_is_told_kindly(mentee: Mentee, now: datetime) -> None:
    [mentor] = pool(mentee)
    question = mentor_requests.say_no(asked(mentee, mentor, now), by=mentor.user, now=now)

    assert question.status == RequestStatus.DECLINED
    assert kinds_of(mentee) == ["request_closed"]
    assert mentor_requests.suggestions(mentee, now=now) == []


def test_p21_a_no_can_be_for_good_and_nobody_else_knows(mentee: Mentee, now: datetime) -> None:
    [mentor] = pool(mentee)
    mentor_requests.say_no(asked(mentee, mentor, now), not_again=True, by=mentor.user, now=now)

    assert list(NotWith.objects.values_list("user", "other")) == [(mentor.user_id, mentee.user_id)]
    assert not AuditEvent.objects.filter(action__contains="not").exists()


def test_only_the_mentor_answers_and_only_the_mentee_takes_back(mentee: Mentee, now: datetime) -> None:
    [mentor] = pool(mentee)
    question = asked(mentee, mentor, now)

    for deed in (mentor_requests.say_yes, mentor_requests.say_no, mentor_requests.take_back):
        with pytest.raises(PermissionDenied):
            deed(question, by=UserFactory.create(), now=now)
    with pytest.raises(MatchingError):
        mentor_requests.say_yes(question, by=mentee.user, now=now)
    with pytest.raises(MatchingError):
        mentor_requests.take_back(question, by=mentor.user, now=now)
    with pytest.raises(PermissionDenied):
        mentor_requests.ask(mentee, mentor=mentor, by=mentor.user, now=now)


def test_a_mentor_without_a_place_cannot_say_yes(mentee: Mentee, now: datetime) -> None:
    [mentor] = pool(mentee)
    question = asked(mentee, mentor, now)
    MatchFactory.create(proposed=True, cohort=mentee.cohort, mentor=mentor)

    with pytest.raises(MatchingError, match="as many mentees as you wanted"):
        mentor_requests.say_yes(question, by=mentor.user, now=now)


def test_the_last_place_closes_the_questions_of_others_kindly(mentee: Mentee, now: datetime) -> None:
    [mentor] = pool(mentee)
    other = MenteeFactory.create(cohort=mentee.cohort)
    question, waiting = asked(mentee, mentor, now), asked(other, mentor, now)

    mentor_requests.say_yes(question, by=mentor.user, now=now)

    waiting.refresh_from_db()
    assert waiting.status == RequestStatus.CLOSED
    assert kinds_of(other) == ["request_closed"]


def test_a_mentor_for_whom_enough_wait_is_not_suggested(mentee: Mentee, now: datetime) -> None:
    [mentor] = pool(mentee)
    for _ in range(mentor_requests.CROWD):
        asked(MenteeFactory.create(cohort=mentee.cohort), mentor, now)

    assert mentor_requests.suggestions(mentee, now=now) == []


def test_questions_remind_after_three_days_and_lapse_after_seven(mentee: Mentee, now: datetime) -> None:
    [mentor] = pool(mentee)
    question = asked(mentee, mentor, now)

    for hours in range(0, 7 * 24, 6):
        mentor_requests.remind_asked(now=now + timedelta(hours=hours))
        assert mentor_requests.lapse_asked(now=now + timedelta(hours=hours)) == 0
    reminders = Message.objects.filter(kind="matching.request_reminder").order_by("queued_at")
    assert [row.queued_at - now for row in reminders] == [timedelta(days=3), timedelta(days=6)]
    assert mentor_requests.lapse_asked(now=now + timedelta(days=7)) == 1

    question.refresh_from_db()
    assert question.status == RequestStatus.EXPIRED
    assert kinds_of(mentee) == ["request_closed"]


@pytest.mark.parametrize("deed", ["mentee leaves", "mentor leaves", "mentor pauses"])
def test_whoever_leaves_leaves_nobody_waiting(mentee: Mentee, deed: str, now: datetime) -> None:
    [mentor] = pool(mentee)
    question = asked(mentee, mentor, now)
    if deed == "mentee leaves":
        mentees.withdraw_mentee(mentee, by=mentee.user, now=now)
    elif deed == "mentor leaves":
        mentors.withdraw_mentor(mentor, by=mentor.user, now=now)
    else:
        mentors.pause(mentor, by=mentor.user, now=now)

    question.refresh_from_db()
    closed = RequestStatus.WITHDRAWN if deed == "mentee leaves" else RequestStatus.CLOSED
    assert question.status == closed
    assert kinds_of(mentee) == ([] if deed == "mentee leaves" else ["request_closed"])


def test_p24_after_an_early_end_somebody_else_can_be_asked(mentee: Mentee, now: datetime) -> None:
    first, second = pool(mentee, 2)
    match = mentor_requests.say_yes(asked(mentee, first, now), by=first.user, now=now)
    relationships.end_early(match, by=first.user, now=now)

    assert [one.mentor for one in mentor_requests.suggestions(mentee, now=now)] == [second, first]


@pytest.mark.parametrize("say", [Say.RANKED, Say.NONE])
def test_p09_nobody_asks_where_the_guidelines_do_not_say_so(say: Say, now: datetime) -> None:
    guidelines = GuidelinesFactory.create(mentee_say=say)
    mentee = MenteeFactory.create(cohort=CohortFactory.create(program=guidelines.program, guidelines=guidelines))
    [mentor] = pool(mentee)

    with pytest.raises(MatchingError, match="cannot ask"):
        asked(mentee, mentor, now)
