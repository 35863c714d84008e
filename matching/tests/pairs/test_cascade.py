"""After a no or a silence: the best joint answer for those whom it concerns, and nobody else is moved (M-13)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction

from matching.models import Match, MatchStatus, Origin
from matching.pairs import proposals
from matching.tests.factories import PROPOSED, MatchFactory, ScenarioFactory
from notifications.models import Message
from people.tests.factories import UserFactory
from pool.joining import mentors
from pool.models import Mentor, Preference, Topic
from pool.tests.factories import MenteeFactory, MentorFactory, TopicFactory
from programs.models import Cohort
from programs.models.taking_part import Say
from programs.tests.factories import CohortFactory, GuidelinesFactory

pytestmark = pytest.mark.django_db

LATER = PROPOSED + timedelta(days=7)


@pytest.fixture
def topics() -> list[Topic]:
    """Return two topics."""
    return [TopicFactory.create(), TopicFactory.create()]


def failing(cohort: Cohort, *wanted: Topic, mentor: Mentor | None = None) -> Match:
    """Return a proposal to which the mentee has said yes, and the mentor nothing."""
    mentee = MenteeFactory.create(cohort=cohort, topics=list(wanted))
    given = {"mentor": mentor} if mentor else {}
    return MatchFactory.create(proposed=True, cohort=cohort, mentee=mentee, mentee_reply="accepted", **given)


def asked_now() -> dict[int, int]:
    """Return the mentor of each mentee who is asked now."""
    return dict(Match.objects.filter(status=MatchStatus.PROPOSED).values_list("mentee", "mentor"))


def test_m13_two_who_fail_together_get_the_best_joint_answer(topics: list[Topic]) -> None:
    """One at a time, the first would take the only mentor whom the second can have."""
    cohort, [one, other] = CohortFactory.create(), topics
    first, second = failing(cohort, one, other), failing(cohort, one)
    both = MentorFactory.create(program=cohort.program, topics=[one, other], languages=["en", "fr"])
    for_first = MentorFactory.create(program=cohort.program, topics=[other])
    second.mentee.languages = ["fr"]
    second.mentee.save()

    assert proposals.lapse_unanswered(now=LATER) == 2

    assert asked_now() == {first.mentee_id: for_first.pk, second.mentee_id: both.pk}


def test_m13_a_mentor_who_leaves_gives_all_their_proposals_back_together(topics: list[Topic], now: datetime) -> None:
    cohort, [one, other] = CohortFactory.create(), topics
    leaver = MentorFactory.create(program=cohort.program, capacity=2)
    first, second = failing(cohort, one, other, mentor=leaver), failing(cohort, one, mentor=leaver)
    both = MentorFactory.create(program=cohort.program, topics=[one, other], languages=["en", "fr"])
    for_first = MentorFactory.create(program=cohort.program, topics=[other])
    second.mentee.languages = ["fr"]
    second.mentee.save()

    mentors.withdraw_mentor(leaver, by=leaver.user, now=now)

    assert asked_now() == {first.mentee_id: for_first.pk, second.mentee_id: both.pk}


def test_m13_nobody_confirmed_or_asked_is_moved(topics: list[Topic], now: datetime) -> None:
    cohort = CohortFactory.create()
    confirmed = MatchFactory.create(confirmed=True, cohort=cohort)
    asked = MatchFactory.create(proposed=True, cohort=cohort, reply_by=LATER + timedelta(days=9))
    match = failing(cohort, topics[0])
    before = [(row.status, row.mentor_id) for row in (confirmed, asked)]

    proposals.decline_match(match, by=match.mentor.user, now=now)

    for row in (confirmed, asked):
        row.refresh_from_db()
    assert [(row.status, row.mentor_id) for row in (confirmed, asked)] == before
    assert match.mentee_id not in asked_now()


def test_m13_the_answer_does_not_depend_on_the_order_of_the_rows(topics: list[Topic]) -> None:
    def answered(order: list[int]) -> dict[str, str]:
        """Make the same six people in this order, let their proposals lapse, and take everything back."""
        with transaction.atomic():
            cohort = CohortFactory.create()
            for number in order:
                user = UserFactory.create(public_id=UUID(int=number))
                if number < 3:
                    mentee = MenteeFactory.create(cohort=cohort, user=user, topics=topics)
                    MatchFactory.create(proposed=True, cohort=cohort, mentee=mentee, mentee_reply="accepted")
                else:
                    MentorFactory.create(program=cohort.program, user=user, topics=topics)
            proposals.lapse_unanswered(now=LATER)
            rows = Match.objects.filter(status=MatchStatus.PROPOSED)
            found = {str(a): str(b) for a, b in rows.values_list("mentee__user__public_id", "mentor__user__public_id")}
            transaction.set_rollback(True)
        return found

    first = answered([0, 1, 2, 3, 4, 5])
    assert len(first) == 3
    assert answered([5, 4, 3, 2, 1, 0]) == answered([3, 0, 4, 2, 5, 1]) == first


def test_m13_only_one_open_proposal_a_mentee_however_often_the_sweep_runs(topics: list[Topic]) -> None:
    cohort = CohortFactory.create()
    match = failing(cohort, topics[0])
    for _ in range(3):
        MentorFactory.create(program=cohort.program, topics=topics)

    assert [proposals.lapse_unanswered(now=LATER) for _ in range(3)] == [1, 0, 0]
    assert list(asked_now()) == [match.mentee_id]
    assert Message.objects.filter(kind="matching.match_proposed").count() == 2


def test_m13_a_mentor_who_answered_nobody_lately_is_not_asked_by_machine(topics: list[Topic]) -> None:
    cohort = CohortFactory.create()
    silent = failing(cohort, topics[0])
    waiting = failing(cohort, topics[0])
    Match.objects.filter(pk=waiting.pk).update(reply_by=LATER + timedelta(days=1))

    proposals.lapse_unanswered(now=LATER)
    proposals.decline_match(waiting, by=waiting.mentor.user, now=LATER)

    assert silent.mentor_id not in asked_now().values()


def test_a_place_that_is_offered_to_somebody_else_is_not_taken(topics: list[Topic], now: datetime) -> None:
    cohort = CohortFactory.create()
    match = failing(cohort, topics[0])
    last = MentorFactory.create(program=cohort.program, topics=topics)
    MatchFactory.create(draft=True, cohort=cohort, mentor=last, origin=Origin.OFFER)

    proposals.decline_match(match, by=match.mentor.user, now=now)

    assert asked_now() == {}


def test_a_pair_that_was_held_back_is_not_proposed(topics: list[Topic], now: datetime) -> None:
    cohort = CohortFactory.create()
    match = failing(cohort, topics[0])
    mentor = MentorFactory.create(program=cohort.program, topics=topics)
    MatchFactory.create(draft=True, cohort=cohort, mentee=match.mentee, mentor=mentor, held_back_at=now)

    proposals.decline_match(match, by=match.mentor.user, now=now)

    assert asked_now() == {}


def test_the_terms_of_the_published_scenario_hold_for_the_next_choice_too(topics: list[Topic], now: datetime) -> None:
    cohort = CohortFactory.create()
    scenario = ScenarioFactory.create(cohort=cohort, status="published", published_at=now, weights={"topics": "off"})
    match = failing(cohort, topics[0])
    MentorFactory.create(program=cohort.program, topics=[topics[0]])
    forbidden = MentorFactory.create(program=cohort.program, topics=topics)
    scenario.held.create(mentee=match.mentee, mentor=forbidden, hold="forbidden")

    proposals.decline_match(match, by=match.mentor.user, now=now)

    following = Match.objects.get(status=MatchStatus.PROPOSED)
    assert following.mentor != forbidden
    assert "topics" not in {reason["code"] for reason in following.reasons}


def test_p22_the_scores_that_people_see_are_on_the_usual_scale(topics: list[Topic], now: datetime) -> None:
    """After a no the own ranking decides more than usual; the points that are shown stay those of every other pair."""
    cohort = CohortFactory.create()
    match = failing(cohort, topics[0])
    liked = MentorFactory.create(program=cohort.program)
    Preference.objects.create(mentee=match.mentee, mentor=liked, rank=1)

    proposals.decline_match(match, by=match.mentor.user, now=now)

    following = Match.objects.get(status=MatchStatus.PROPOSED)
    assert following.mentor == liked
    assert following.score == sum(reason["points"] for reason in following.reasons)
    [ranking] = [reason for reason in following.reasons if reason["code"] == "ranking"]
    [wanted] = [reason for reason in following.reasons if reason["code"] == "topics"]
    assert abs(ranking["of"] - wanted["of"]) <= 1


def test_p09_where_mentees_choose_themselves_nothing_is_proposed_by_machine(now: datetime) -> None:
    cohort = CohortFactory.create(guidelines=GuidelinesFactory.create(mentee_say=Say.SELF))
    match = failing(cohort)
    MentorFactory.create(program=cohort.program)

    proposals.decline_match(match, by=match.mentor.user, now=now)

    assert asked_now() == {}
    assert Message.objects.get(recipient=match.mentee.user).kind == "matching.not_going_ahead"
