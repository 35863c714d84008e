"""Newcomers and the waiting list: free places are offered in line, and nobody who has a match is moved (M-13)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import TestCase
from django.utils import timezone

from matching import tasks
from matching.errors import MatchingError
from matching.models import Match, MatchStatus, Origin
from matching.pairs import proposals, relationships
from matching.pairs.waiting import offers
from matching.tests.factories import MatchFactory, ScenarioFactory
from people.models import AuditEvent, User
from people.tests.factories import UserFactory
from pool.joining import mentees
from pool.joining import mentors as applying
from pool.models import Mentee, Mentor, Topic
from pool.tests.factories import APPLIED, MenteeFactory, MentorFactory, TopicFactory
from programs.models import Cohort
from programs.models.cohort import CohortStatus
from programs.models.taking_part import Say
from programs.tests.factories import CohortFactory, GuidelinesFactory, ProgramFactory

pytestmark = pytest.mark.django_db


def standing_cohort(*, at_once: bool = False, coordinator: User | None = None, **given: object) -> Cohort:
    """Return a cohort that is always on."""
    program = ProgramFactory.create(coordinator=coordinator)
    guidelines = GuidelinesFactory.create(program=program, offers_at_once=at_once)
    given = {"always_on": True, "enrol_until": None, **given}
    cohort: Cohort = CohortFactory.create(program=program, guidelines=guidelines, **given)
    return cohort


def waits(cohort: Cohort, day: int, *topics: Topic, **given: object) -> Mentee:
    """Return someone who signed up on a day."""
    enrolled_at = APPLIED + timedelta(days=day)
    mentee: Mentee = MenteeFactory.create(cohort=cohort, topics=list(topics), enrolled_at=enrolled_at, **given)
    return mentee


def pairs(status: MatchStatus = MatchStatus.DRAFT) -> dict[int, int]:
    """Return the mentor of each mentee."""
    return dict(Match.objects.filter(status=status).values_list("mentee", "mentor"))


def test_m13_a_newcomer_gets_a_draft_that_only_the_coordinator_sees(now: datetime) -> None:
    cohort = standing_cohort()
    newcomer, mentor = waits(cohort, 1), MentorFactory.create(program=cohort.program)

    assert offers.offer_places(cohort, now=now) == 1

    offer = Match.objects.offers().get()
    assert (offer.mentee, offer.mentor, offer.origin, offer.proposed_at) == (newcomer, mentor, Origin.OFFER, None)
    assert not Match.objects.visible_to(newcomer.user).exists()


def test_m13_where_the_guidelines_allow_it_a_newcomer_is_asked_at_once(now: datetime) -> None:
    cohort = standing_cohort(at_once=True)
    newcomer, mentor = waits(cohort, 1), MentorFactory.create(program=cohort.program)

    offers.offer_places(cohort, now=now)
    offers.offer_places(cohort, now=now)

    assert pairs(MatchStatus.PROPOSED) == {newcomer.pk: mentor.pk}


def test_m13_whoever_has_a_match_is_never_moved(now: datetime) -> None:
    cohort = standing_cohort(at_once=True)
    topic = TopicFactory.create()
    best = MentorFactory.create(program=cohort.program, topics=[topic])
    running = MatchFactory.create(active=True, cohort=cohort, mentor=best)
    waits(cohort, 1, topic)

    assert offers.offer_places(cohort, now=now) == 0
    running.refresh_from_db()
    assert (running.status, running.mentor) == (MatchStatus.ACTIVE, best)


def test_m13_whoever_has_waited_longest_is_served_and_gets_whom_they_fit_best(now: datetime) -> None:
    cohort, topic = standing_cohort(), TopicFactory.create()
    first, second, third = waits(cohort, 1), waits(cohort, 2, topic), waits(cohort, 3, topic)
    plain = MentorFactory.create(program=cohort.program)
    fitting = MentorFactory.create(program=cohort.program, topics=[topic])

    offers.offer_places(cohort, now=now)

    # The third would fit better than the first, and still comes after.
    assert pairs() == {first.pk: plain.pk, second.pk: fitting.pk}
    assert third.pk not in pairs()


def test_offers_are_worked_out_anew_and_stay_where_nothing_changed(now: datetime) -> None:
    cohort = standing_cohort()
    first = waits(cohort, 2)
    MentorFactory.create(program=cohort.program)
    offers.offer_places(cohort, now=now)
    kept = Match.objects.offers().get()
    assert offers.offer_places(cohort, now=now) == 0
    assert Match.objects.offers().get() == kept

    earlier = waits(cohort, 1)
    offers.offer_places(cohort, now=now)

    assert list(pairs()) == [earlier.pk]
    assert first.pk not in pairs()


def test_before_the_matching_of_a_timed_cohort_nobody_is_offered_anything(now: datetime) -> None:
    for status in (CohortStatus.ENROLLING, CohortStatus.MATCHING):
        cohort = CohortFactory.create(status=status)
        waits(cohort, 1)
        MentorFactory.create(program=cohort.program)

        assert offers.offer_places(cohort, now=now) == 0


def test_p09_whoever_chooses_themselves_is_offered_nobody(now: datetime) -> None:
    guidelines = GuidelinesFactory.create(mentee_say=Say.SELF)
    cohort = CohortFactory.create(program=guidelines.program, guidelines=guidelines, always_on=True)
    waits(cohort, 1)
    MentorFactory.create(program=cohort.program)

    assert offers.offer_places(cohort, now=now) == 0


def test_below_what_the_coordinator_calls_poor_nobody_is_offered(now: datetime) -> None:
    cohort = standing_cohort()
    ScenarioFactory.create(cohort=cohort, status="published", published_at=now, poor=90, weak=95)
    waits(cohort, 1, TopicFactory.create())
    MentorFactory.create(program=cohort.program)

    assert offers.offer_places(cohort, now=now) == 0


def test_somebody_who_let_a_proposal_pass_is_left_to_the_coordinator(now: datetime) -> None:
    cohort = standing_cohort()
    silent = MatchFactory.create(proposed=True, cohort=cohort)
    MentorFactory.create(program=cohort.program)
    proposals.lapse_unanswered(now=now + timedelta(days=9))

    assert offers.offer_places(cohort, now=now + timedelta(days=9)) == 0
    assert Mentee.objects.waiting().filter(pk=silent.mentee_id).exists()


def test_the_coordinator_sends_an_offer(coordinator: User, now: datetime) -> None:
    cohort = standing_cohort(coordinator=coordinator)
    waits(cohort, 1)
    MentorFactory.create(program=cohort.program)
    offers.offer_places(cohort, now=now)

    match = offers.send_offer(Match.objects.offers().get(), by=coordinator, now=now)

    assert (match.status, match.proposed_at) == (MatchStatus.PROPOSED, now)
    assert AuditEvent.objects.filter(action="match.offered", actor=coordinator).exists()


def test_an_offer_that_does_not_hold_any_more_is_not_sent(coordinator: User, now: datetime) -> None:
    cohort = standing_cohort(coordinator=coordinator)
    waits(cohort, 1)
    mentor = MentorFactory.create(program=cohort.program)
    offers.offer_places(cohort, now=now)
    offer = Match.objects.offers().get()
    MatchFactory.create(confirmed=True, cohort=cohort, mentor=mentor)

    with pytest.raises(MatchingError, match="no longer has a free place"):
        offers.send_offer(offer, by=coordinator, now=now)
    with pytest.raises(PermissionDenied):
        offers.send_offer(offer, by=UserFactory.create(), now=now)
    with pytest.raises(PermissionDenied):
        offers.hold_back(offer, by=UserFactory.create(), now=now)


def test_a_pair_that_is_held_back_is_not_drafted_again(coordinator: User, now: datetime) -> None:
    cohort = standing_cohort(coordinator=coordinator)
    waits(cohort, 1)
    mentors = [MentorFactory.create(program=cohort.program) for _ in range(2)]
    offers.offer_places(cohort, now=now)
    first = Match.objects.offers().get()

    offers.hold_back(first, by=coordinator, now=now)
    offers.offer_places(cohort, now=now)

    assert {first.mentor, Match.objects.offers().get().mentor} == set(mentors)


def test_an_offer_goes_when_its_mentee_does_not_wait_any_more(coordinator: User, now: datetime) -> None:
    cohort = standing_cohort(coordinator=coordinator)
    asked, gone = waits(cohort, 1), waits(cohort, 2)
    for _ in range(3):
        MentorFactory.create(program=cohort.program)
    offers.offer_places(cohort, now=now)
    assert set(pairs()) == {asked.pk, gone.pk}

    draft = MatchFactory.create(draft=True, cohort=cohort, mentee=asked, scenario=ScenarioFactory.create(cohort=cohort))
    proposals.propose(draft, now=now)
    mentees.withdraw_mentee(gone, by=gone.user, now=now)

    assert pairs() == {}


def test_a_closed_cohort_keeps_no_offers(now: datetime) -> None:
    cohort = standing_cohort()
    waits(cohort, 1)
    MentorFactory.create(program=cohort.program)
    offers.offer_places(cohort, now=now)
    Cohort.objects.update(status=CohortStatus.CLOSED)

    offers.offer_everywhere(now=now)

    assert pairs() == {}


def test_the_way_the_cohort_was_asked_last_is_kept(now: datetime) -> None:
    cohort = standing_cohort(at_once=True)
    MatchFactory.create(confirmed=True, cohort=cohort, staged=True, mentee_asked_at=now)
    waits(cohort, 1)
    MentorFactory.create(program=cohort.program)

    offers.offer_places(cohort, now=now)

    assert Match.objects.get(status=MatchStatus.PROPOSED).staged


EVENTS = ["accepted", "back from a pause", "one more place", "a relationship ended", "a no"]


@pytest.mark.parametrize("event", EVENTS)
def test_m13_an_offer_goes_out_when_a_place_frees(event: str, coordinator: User, now: datetime) -> None:
    cohort = standing_cohort(at_once=True, coordinator=coordinator)
    status = {"accepted": "applied", "back from a pause": "paused"}.get(event, "accepted")
    mentor = MentorFactory.create(program=cohort.program, status=status, topics=[TopicFactory.create()])
    match = None
    if event in {"one more place", "a relationship ended", "a no"}:
        kind = "proposed" if event == "a no" else "active"
        match = MatchFactory.create(**{kind: True}, cohort=cohort, mentor=mentor)
    waiting = waits(cohort, 1)
    offers.offer_places(cohort, now=now)
    assert waiting.pk not in pairs(MatchStatus.PROPOSED)

    with TestCase.captureOnCommitCallbacks() as alarms:
        happen(event, mentor, match, coordinator, now)
    assert (tasks.offer_places.name, (cohort.pk,)) in [
        (alarm.task, alarm.args) for alarm in alarms if hasattr(alarm, "task")
    ]
    tasks.offer_places(cohort.pk)

    assert pairs(MatchStatus.PROPOSED)[waiting.pk] == mentor.pk


def happen(event: str, mentor: Mentor, match: Match | None, coordinator: User, now: datetime) -> None:
    """Let a place become free."""
    if event == "accepted":
        applying.accept(mentor, by=coordinator, now=now)
    elif event == "back from a pause":
        applying.resume(mentor, by=mentor.user, now=now)
    elif event == "one more place":
        applying.save_application(mentor, by=mentor.user, now=now, capacity=2)
    elif match is not None and event == "a relationship ended":
        relationships.end_early(match, by=mentor.user, now=now)
    elif match is not None:
        proposals.decline_match(match, by=match.mentee.user, now=now)


def test_m13_signing_up_to_a_cohort_that_is_always_on_wakes_the_offers(now: datetime) -> None:
    cohort = standing_cohort(at_once=True)
    mentor = MentorFactory.create(program=cohort.program)
    mentee = MenteeFactory.create(cohort=cohort, draft=True, topics=[TopicFactory.create()])
    assert cohort.guidelines
    mentees.acknowledge(mentee, guidelines=cohort.guidelines, by=mentee.user, now=now)
    with TestCase.captureOnCommitCallbacks() as alarms:
        mentees.sign_up(mentee, by=mentee.user, now=now)

    assert tasks.offer_places.name in [getattr(alarm, "task", None) for alarm in alarms]
    tasks.settle_proposals()
    assert pairs(MatchStatus.PROPOSED) == {mentee.pk: mentor.pk}


def test_the_sweep_may_run_twice_and_finds_no_cohort_that_is_gone() -> None:
    cohort = standing_cohort(at_once=True)
    waits(cohort, 1)
    MentorFactory.create(program=cohort.program)

    for _ in range(2):
        tasks.settle_proposals()
    tasks.offer_places(0)

    assert len(pairs(MatchStatus.PROPOSED)) == 1
    assert Match.objects.filter(status=MatchStatus.PROPOSED, proposed_at__lte=timezone.now()).exists()
