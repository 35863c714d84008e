"""A coordinator takes back a proposal that nobody has answered (H-19)."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from matching.errors import MatchingError
from matching.fit.facts import read_roster
from matching.fit.question import answer
from matching.fit.terms import Terms
from matching.models import Match, MatchStatus, Reply
from matching.pairs import proposals
from matching.tests.factories import MatchFactory
from notifications.models import Message
from notifications.transport.delivery import deliver_due
from people.models import AuditEvent, User
from pool.models import Mentee
from pool.tests.factories import MentorFactory, TopicFactory
from pool.tests.pages import text
from programs.models import Cohort
from programs.tests.factories import CohortFactory, ProgramFactory

pytestmark = pytest.mark.django_db


class TestTakenBack:
    """A coordinator takes back a proposal that nobody has answered."""

    @pytest.fixture
    def match(self, coordinator: User, cohort: Cohort) -> Match:
        """Return a proposal in a program that the coordinator runs."""
        match: Match = MatchFactory.create(proposed=True, cohort=cohort)
        return match

    @pytest.fixture
    def cohort(self, coordinator: User) -> Cohort:
        cohort: Cohort = CohortFactory.create(program=ProgramFactory.create(coordinator=coordinator), enrol_until=None)
        return cohort

    def test_h19_a_proposal_is_taken_back_and_both_are_told(
        self, match: Match, coordinator: User, now: datetime
    ) -> None:
        taken = proposals.take_back(match, by=coordinator, now=now)

        assert (taken.status, taken.ended_at) == (MatchStatus.WITHDRAWN, now)
        told = Message.objects.filter(kind="matching.not_going_ahead").values_list("recipient", flat=True)
        assert set(told) == {match.mentor.user_id, match.mentee.user_id}
        assert list(Mentee.objects.waiting()) == [match.mentee]
        assert AuditEvent.objects.get(action="match.withdrawn").actor == coordinator

    def test_the_mail_says_that_the_coordinator_took_it_back(
        self, match: Match, coordinator: User, now: datetime, mailoutbox: list[object]
    ) -> None:
        proposals.take_back(match, by=coordinator, now=now)
        deliver_due(now=now)

        assert [("the coordinator has taken the proposal back" in mail.body) for mail in mailoutbox] == [True, True]  # type: ignore[attr-defined]
        assert all("reason" not in mail.body for mail in mailoutbox)  # type: ignore[attr-defined]

    @pytest.mark.parametrize(("status", "waits"), [("enrolled", True), ("withdrawn", False)])
    @pytest.mark.parametrize("cohort_status", ["enrolling", "running", "closed"])
    def test_e27_the_mail_says_whether_another_proposal_can_follow(
        self,
        match: Match,
        coordinator: User,
        now: datetime,
        mailoutbox: list[EmailMessage],
        *,
        status: str,
        waits: bool,
        cohort_status: str,
    ) -> None:
        proposals.take_back(match, by=coordinator, now=now)
        Mentee.objects.filter(pk=match.mentee_id).update(status=status)
        Cohort.objects.filter(pk=match.cohort_id).update(status=cohort_status)
        deliver_due(now=now)

        (to_mentee,) = [mail.body for mail in mailoutbox if mail.to == [match.mentee.user.email]]
        assert ("You are still on the list" in to_mentee) == (waits and cohort_status != "closed")
        assert ("There will be no other proposal" in to_mentee) != ("You are still on the list" in to_mentee)

    def test_a_mentee_who_was_not_asked_yet_never_hears_of_it(
        self, match: Match, coordinator: User, now: datetime
    ) -> None:
        Match.objects.filter(pk=match.pk).update(staged=True)
        match.refresh_from_db()

        proposals.take_back(match, by=coordinator, now=now)

        told = Message.objects.filter(kind="matching.not_going_ahead")
        assert [message.recipient for message in told] == [match.mentor.user]
        assert not Match.objects.visible_to(match.mentee.user).exists()

    @pytest.mark.parametrize("field", ["mentor_reply", "mentee_reply"])
    def test_what_one_of_the_two_has_answered_is_not_taken_back(
        self, match: Match, field: str, coordinator: User, now: datetime
    ) -> None:
        Match.objects.filter(pk=match.pk).update(**{field: Reply.ACCEPTED})

        with pytest.raises(MatchingError):
            proposals.take_back(match, by=coordinator, now=now)

    def test_it_is_taken_back_once_and_nobody_can_answer_it_after(
        self, match: Match, coordinator: User, now: datetime
    ) -> None:
        proposals.take_back(match, by=coordinator, now=now)

        with pytest.raises(MatchingError):
            proposals.take_back(match, by=coordinator, now=now)
        with pytest.raises(MatchingError):
            proposals.accept_match(match, by=match.mentor.user, now=now)

    def test_only_who_runs_the_matching_can(self, match: Match, now: datetime) -> None:
        with pytest.raises(PermissionDenied):
            proposals.take_back(match, by=match.mentor.user, now=now)

    @pytest.mark.parametrize("ask_next", [True, False])
    def test_the_next_choice_is_asked_if_the_coordinator_wants(
        self, match: Match, ask_next: bool, coordinator: User, now: datetime
    ) -> None:
        topic = TopicFactory.create()
        match.mentee.topics.add(topic)
        match.mentor.topics.add(topic)
        other = MentorFactory.create(program=match.cohort.program, topics=[topic])

        proposals.take_back(match, ask_next=ask_next, by=coordinator, now=now)

        asked = Match.objects.filter(status=MatchStatus.PROPOSED).values_list("mentor", flat=True)
        assert list(asked) == ([other.pk] if ask_next else [])
        told = Message.objects.filter(kind="matching.not_going_ahead", recipient=match.mentee.user).count()
        assert told == (0 if ask_next else 1)  # the new proposal says it to them

    def test_h18_the_same_two_can_be_proposed_again_by_a_scenario(
        self, match: Match, coordinator: User, now: datetime
    ) -> None:
        topic = TopicFactory.create()
        match.mentee.topics.add(topic)
        match.mentor.topics.add(topic)
        proposals.take_back(match, by=coordinator, now=now)

        roster = read_roster(match.cohort, Mentee.objects.waiting(), now=now)

        assert len(list(answer(roster, Terms()).pairs())) == 1

    def test_the_desk_asks_and_then_does_it(self, match: Match, coordinator: User, client: Client) -> None:
        coordinator.refresh_from_db()
        client.force_login(coordinator)
        change = reverse("admin:matching_match_change", args=[match.pk])
        take_back = reverse("admin:matching_match_take_back", args=[match.pk])
        assert take_back in client.get(change).content.decode()

        assert "Nobody has answered it yet" in text(client.get(take_back))
        assert Match.objects.get().status == MatchStatus.PROPOSED
        client.post(take_back)

        assert Match.objects.get().status == MatchStatus.WITHDRAWN
        page = text(client.get(change))
        assert ("Taken back" in page, take_back in page) == (True, False)
