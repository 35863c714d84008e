"""What ends, ends everywhere: nobody waits who has completed, and only the private wish keeps two people apart."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from matching import offering, proposals, relationships, requests, signing_up
from matching.apart import keep_apart, stop_keeping_apart
from matching.desk_items import desk_items
from matching.errors import MatchingError
from matching.models import Match, MatchStatus, Mentee, MenteeStatus, Mentor, Preference, Reply, Topic
from matching.pairing import pair_up, silent_mentees
from matching.roster import read_roster
from matching.solving import Terms, answer
from matching.tests.factories import MatchFactory, MatchRequestFactory, MenteeFactory, MentorFactory, TopicFactory
from matching.tests.pages import text
from matching.todo import todos_for
from notifications.delivery import deliver_due
from notifications.models import Message
from people.models import AuditEvent, User
from people.tests.factories import UserFactory
from people.todo import TodoState
from programs.models import Cohort
from programs.tests.factories import CohortFactory, GuidelinesFactory, ProgramFactory

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def running_cohort(**guidelines: object) -> Cohort:
    """Return a cohort whose relationships run, in which places are offered to those who wait."""
    approved = GuidelinesFactory.create(**guidelines)
    cohort: Cohort = CohortFactory.create(
        program=approved.program, guidelines=approved, status="running", enrol_until=None
    )
    return cohort


def complete(match: Match, *, now: datetime) -> Match:
    """Complete it, and return the row with its people."""
    return relationships.complete(match, by=None, now=now)


class TestCompletedIsNotWaiting:
    """H-19."""

    def test_h19_who_completed_is_not_waiting(self, now: datetime) -> None:
        match = complete(MatchFactory.create(active=True), now=now)

        assert Mentee.objects.get(pk=match.mentee_id).status == MenteeStatus.COMPLETED
        assert not Mentee.objects.waiting().exists()

    def test_h19_who_completed_is_offered_nobody_not_even_where_offers_go_out_by_themselves(
        self, now: datetime
    ) -> None:
        cohort = running_cohort(offers_at_once=True)
        topic = TopicFactory.create()
        match = MatchFactory.create(active=True, cohort=cohort)
        match.mentee.topics.add(topic)
        MentorFactory.create(program=cohort.program, topics=[topic])

        complete(match, now=now)

        assert offering.offer_places(cohort, now=now) == 0
        assert not Match.objects.open().exists()

    def test_the_place_of_the_mentor_goes_to_somebody_who_waits(self, now: datetime) -> None:
        cohort = running_cohort(offers_at_once=True)
        topic = TopicFactory.create()
        match = MatchFactory.create(active=True, cohort=cohort)
        match.mentor.topics.add(topic)
        waiting = MenteeFactory.create(cohort=cohort, topics=[topic])

        complete(match, now=now)
        offering.offer_places(cohort, now=now)

        assert Match.objects.get(status=MatchStatus.PROPOSED).mentee == waiting

    def test_h19_the_home_page_says_completed_and_nothing_of_waiting(self, now: datetime) -> None:
        match = complete(MatchFactory.create(active=True, cohort=running_cohort()), now=now)

        tasks = todos_for(match.mentee.user, now=now + WEEK)

        assert [(task.state, task.title, task.besides) for task in tasks] == [
            (TodoState.DONE, f"Your mentoring with {match.mentor.user.name} was completed on 3 March 2026", None)
        ]
        assert todos_for(match.mentee.user, now=now + 5 * WEEK) == []

    @pytest.mark.parametrize("where", ["same cohort", "another cohort"])
    def test_h19_the_home_page_leads_to_signing_up_again_where_that_is_possible(
        self, where: str, now: datetime
    ) -> None:
        own = CohortFactory.create(enrol_until=None, status="enrolling" if where == "same cohort" else "closed")
        match = complete(MatchFactory.create(active=True, cohort=own), now=now)
        open_one = own if where == "same cohort" else CohortFactory.create(program=own.program, enrol_until=None)

        [task] = todos_for(match.mentee.user, now=now)

        assert task.besides == ("Sign up again", reverse("matching:sign_up", args=[open_one.pk]))

    @pytest.mark.parametrize("side", ["mentor", "mentee"])
    def test_h19_the_home_page_of_both_says_ended_and_from_when(self, side: str, now: datetime) -> None:
        match = MatchFactory.create(active=True, cohort=CohortFactory.create(status="closed"))
        relationships.end_early(match, by=match.mentee.user, now=now)
        user = getattr(match, side).user

        said = [task.title for task in todos_for(user, now=now) if task.key.startswith("matching.match")]

        assert said == [f"Your mentoring with {match.other(user).name} ended on 3 March 2026"]

    def test_h19_signing_up_again_is_not_offered_to_somebody_who_has(self, now: datetime) -> None:
        match = complete(MatchFactory.create(active=True, cohort=CohortFactory.create(status="closed")), now=now)
        other = CohortFactory.create(program=match.cohort.program, enrol_until=None)
        MenteeFactory.create(cohort=other, user=match.mentee.user)

        tasks = todos_for(match.mentee.user, now=now)

        assert [task.besides for task in tasks if task.state == TodoState.DONE] == [None]

    def test_h19_who_signs_up_again_waits_again(self, client: Client, cohort: Cohort) -> None:
        now = datetime.now().astimezone()
        match = complete(MatchFactory.create(active=True, cohort=cohort), now=now)
        match.mentee.topics.add(TopicFactory.create())
        client.force_login(match.mentee.user)

        begun = client.post(reverse("matching:sign_up", args=[cohort.pk]))
        assert (begun.status_code, Mentee.objects.get().status) == (302, MenteeStatus.DRAFT)
        signing_up.sign_up(match.mentee, by=match.mentee.user, now=now + WEEK)

        assert list(Mentee.objects.waiting()) == [match.mentee]

    def test_h19_the_page_of_the_sign_up_says_completed_and_leads_on(self, client: Client, cohort: Cohort) -> None:
        match = complete(MatchFactory.create(active=True, cohort=cohort), now=datetime.now().astimezone())
        client.force_login(match.mentee.user)

        page = text(client.get(reverse("matching:mentee", args=[match.mentee_id])))

        assert ("You are not waiting for a match" in page, "Sign up again" in page) == (True, True)
        assert "looks for a mentor" not in page

    def test_h19_the_desk_counts_nobody_who_has_completed(self, now: datetime) -> None:
        coordinator = UserFactory.create()
        program = ProgramFactory.create(coordinator=coordinator)
        cohort = CohortFactory.create(program=program, status="running")
        complete(MatchFactory.create(active=True, cohort=cohort), now=now)

        assert "matching.alone" not in {item.key for item in desk_items(coordinator, now=now)}

    def test_who_ended_early_waits_as_before(self, now: datetime) -> None:
        match = MatchFactory.create(active=True)

        relationships.end_early(match, by=match.mentee.user, now=now)

        assert list(Mentee.objects.waiting()) == [match.mentee]


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

        signing_up.rank_mentors(mentee, mentors=[mentor], by=mentee.user, now=now)

        assert Preference.objects.get().chosen_at == now

    def test_h18_an_earlier_mentor_can_be_ranked(self, over: Match, now: datetime) -> None:
        from matching.pool import pool_for

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

        asked = requests.ask(mentee, mentor=match.mentor, by=mentee.user, now=now + timedelta(days=1))

        assert asked.mentor == match.mentor

    @pytest.mark.parametrize("status", ["declined", "expired"])
    def test_h18_a_no_or_a_silence_is_respected_for_a_while_and_not_for_ever(
        self, mentee: Mentee, status: str, now: datetime
    ) -> None:
        MatchRequestFactory.create(mentee=mentee, mentor=Mentor.objects.get(), status=status, closed_at=now)

        assert requests.suggestions(mentee, now=now + WEEK) == []
        assert len(requests.suggestions(mentee, now=now + 5 * WEEK)) == 1


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
