"""A pair that both want again can be a pair again: only the private wish keeps two people apart (H-18)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from matching.fit.facts import read_roster
from matching.fit.question import answer
from matching.fit.terms import Terms
from matching.models import Match, MatchStatus, Reply
from matching.pairs import relationships
from matching.pairs.choosing import mentor_requests
from matching.pairs.waiting.pairing import pair_up, silent_mentees
from matching.tests.factories import MatchFactory, MentorRequestFactory, running_cohort
from pool.joining import mentees
from pool.models import Mentee, Mentor, Preference, Topic
from pool.not_with import keep_apart, stop_keeping_apart
from pool.tests.factories import MenteeFactory, MentorFactory, TopicFactory
from programs.tests.factories import CohortFactory, GuidelinesFactory

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


class TestPairedAgain:
    """H-18: a pair that both want again; only the private wish keeps two people apart."""

    @pytest.fixture
    def topic(self) -> Topic:
        topic: Topic = TopicFactory.create()
        return topic

    @pytest.fixture
    def over(self, now: datetime, topic: Topic) -> Match:
        """Return a pair that ended early, with nobody else in the pool."""
        match = MatchFactory.create(active=True)
        match.mentee.topics.add(topic)
        match.mentor.topics.add(topic)
        return relationships.end_early(match, by=match.mentee.user, now=now)

    @staticmethod
    def made(match: Match, *, now: datetime, terms: Terms | None = None) -> bool:
        """Say whether a scenario of the cohort would make this pair again."""
        roster = read_roster(match.cohort, Mentee.objects.waiting(), now=now)
        return len(list(answer(roster, terms or Terms()).pairs())) == 1

    @pytest.mark.parametrize("status", [MatchStatus.ENDED, MatchStatus.DECLINED])
    def test_e23_a_machine_does_not_make_the_pair_again_by_itself(
        self, over: Match, status: MatchStatus, now: datetime
    ) -> None:
        Match.objects.filter(pk=over.pk).update(status=status)

        assert not self.made(over, now=now)
        assert pair_up(over.cohort, [over.mentee_id], now=now) == []

    def test_h18_a_mentee_who_ranks_the_mentor_again_can_have_them(self, over: Match, now: datetime) -> None:
        Preference.objects.create(mentee=over.mentee, mentor=over.mentor, rank=1, chosen_at=now - WEEK)
        assert not self.made(over, now=now)

        Preference.objects.update(chosen_at=now + WEEK)

        assert self.made(over, now=now + WEEK)
        assert len(pair_up(over.cohort, [over.mentee_id], now=now + WEEK)) == 1

    def test_h18_the_ranking_of_a_mentee_does_not_outweigh_the_no_of_a_mentor(self, over: Match, now: datetime) -> None:
        Match.objects.filter(pk=over.pk).update(status=MatchStatus.DECLINED, mentor_reply=Reply.DECLINED)
        Preference.objects.create(mentee=over.mentee, mentor=over.mentor, rank=1, chosen_at=now + WEEK)

        assert not self.made(over, now=now + WEEK)

    def test_h18_ranking_keeps_when_it_was_chosen(self, now: datetime) -> None:
        guidelines = GuidelinesFactory.create(mentee_say="ranked")
        mentee = MenteeFactory.create(
            cohort=CohortFactory.create(program=guidelines.program, guidelines=guidelines, enrol_until=None)
        )
        mentor = MentorFactory.create(program=guidelines.program)

        mentees.rank_mentors(mentee, mentors=[mentor], by=mentee.user, now=now)

        assert Preference.objects.get().chosen_at == now

    def test_h18_an_earlier_mentor_can_be_ranked(self, over: Match, now: datetime) -> None:
        from matching.pairs.choosing.open_mentors import pool_for

        assert list(pool_for(over.mentee, now=now)) == [over.mentor]

    def test_h18_a_coordinator_can_do_without_the_rule(self, over: Match, now: datetime) -> None:
        assert self.made(over, now=now, terms=Terms(rules={"earlier": False}))

    @pytest.mark.parametrize("status", [MatchStatus.ENDED, MatchStatus.DECLINED, MatchStatus.EXPIRED])
    def test_h18_a_new_sign_up_begins_anew(self, over: Match, status: MatchStatus, now: datetime) -> None:
        Match.objects.filter(pk=over.pk).update(status=status)
        Mentee.objects.filter(pk=over.mentee_id).update(enrolled_at=now + WEEK)

        assert self.made(over, now=now + 2 * WEEK)
        assert len(pair_up(over.cohort, [over.mentee_id], now=now + 2 * WEEK)) == 1

    def test_h18_who_signs_up_again_after_a_silence_is_asked_again(self, over: Match, now: datetime) -> None:
        Match.objects.filter(pk=over.pk).update(status=MatchStatus.EXPIRED, mentee_reply=Reply.NONE)
        assert silent_mentees(over.cohort) == {over.mentee_id}

        Mentee.objects.filter(pk=over.mentee_id).update(enrolled_at=now + WEEK)

        assert silent_mentees(over.cohort) == set()

    def test_h18_what_was_held_back_before_a_new_sign_up_is_possible_again(self, over: Match, now: datetime) -> None:
        Match.objects.filter(pk=over.pk).update(
            status=MatchStatus.DRAFT, ended_at=None, held_back_at=now, proposed_at=None
        )
        assert pair_up(over.cohort, [over.mentee_id], now=now) == []

        Mentee.objects.filter(pk=over.mentee_id).update(enrolled_at=now + WEEK)

        assert len(pair_up(over.cohort, [over.mentee_id], now=now + 2 * WEEK)) == 1

    def test_h18_the_same_two_in_another_cohort_are_a_pair_like_any_other(self, over: Match, now: datetime) -> None:
        elsewhere = MenteeFactory.create(
            cohort=CohortFactory.create(program=over.cohort.program), user=over.mentee.user
        )
        elsewhere.topics.set(over.mentee.topics.all())
        roster = read_roster(elsewhere.cohort, Mentee.objects.filter(pk=elsewhere.pk), now=now)

        assert len(list(answer(roster, Terms()).pairs())) == 1

    def test_h18_the_private_wish_keeps_apart_until_its_owner_takes_it_back(self, over: Match, now: datetime) -> None:
        Preference.objects.create(mentee=over.mentee, mentor=over.mentor, rank=1, chosen_at=now + WEEK)
        keep_apart(over.mentor.user, other=over.mentee.user, now=now)
        assert not self.made(over, now=now + WEEK)
        assert not self.made(over, now=now + WEEK, terms=Terms(rules={"not_with": False, "earlier": False}))

        stop_keeping_apart(over.mentor.user, other=over.mentee.user)

        assert self.made(over, now=now + WEEK)

    @pytest.mark.parametrize(
        "status", [status for status in MatchStatus if status not in {"draft", "proposed", "confirmed", "active"}]
    )
    def test_h18_the_database_takes_a_second_match_of_the_same_two(
        self, over: Match, status: MatchStatus, now: datetime
    ) -> None:
        Match.objects.filter(pk=over.pk).update(status=status)

        again = MatchFactory.create(proposed=True, cohort=over.cohort, mentor=over.mentor, mentee=over.mentee)

        assert Match.objects.filter(mentor=over.mentor, mentee=over.mentee).count() == 2
        assert again.status == MatchStatus.PROPOSED


class TestAskingAgain:
    """H-18, where mentees choose themselves."""

    @pytest.fixture
    def mentee(self) -> Mentee:
        """Return a mentee with one mentor who would fit."""
        cohort = running_cohort(mentee_say="self")
        topic = TopicFactory.create()
        MentorFactory.create(program=cohort.program, topics=[topic])
        mentee: Mentee = MenteeFactory.create(cohort=cohort, topics=[topic])
        return mentee

    def test_h18_a_mentor_with_whom_it_ended_can_be_asked_again(self, mentee: Mentee, now: datetime) -> None:
        match = MatchFactory.create(active=True, cohort=mentee.cohort, mentee=mentee, mentor=Mentor.objects.get())
        relationships.end_early(match, by=mentee.user, now=now)

        asked = mentor_requests.ask(mentee, mentor=match.mentor, by=mentee.user, now=now + timedelta(days=1))

        assert asked.mentor == match.mentor

    @pytest.mark.parametrize("status", ["declined", "expired"])
    def test_h18_a_no_or_a_silence_is_respected_for_a_while_and_not_for_ever(
        self, mentee: Mentee, status: str, now: datetime
    ) -> None:
        MentorRequestFactory.create(mentee=mentee, mentor=Mentor.objects.get(), status=status, closed_at=now)

        assert mentor_requests.suggestions(mentee, now=now + WEEK) == []
        assert len(mentor_requests.suggestions(mentee, now=now + 5 * WEEK)) == 1
