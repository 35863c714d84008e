"""The page of a pair, the answers to a proposal, and the way out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from matching.models import Match, MatchStatus, Reply
from matching.pairs import proposals
from matching.tests.factories import MatchFactory
from people.models import User
from people.tests.factories import UserFactory
from pool.tests.factories import MenteeFactory, MentorFactory, TopicFactory
from pool.tests.pages import text
from programs.models import Program
from programs.tests.factories import CohortFactory, approved_guidelines

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal() -> Match:
    """Return a proposal that can still be answered."""
    mentor, mentee = UserFactory.create(name="Amara Okafor"), UserFactory.create(name="Jonas Lindqvist")
    return MatchFactory.create(
        proposed=True, mentor_user=mentor, mentee_user=mentee, reply_by=timezone.now() + timedelta(days=3)
    )


def page(client: Client, match: Match, reader: User) -> str:
    """Return what the pair's page says to one of the two."""
    client.force_login(reader)
    return text(client.get(reverse("matching:match", args=[match.pk])))


def test_p22_both_say_yes_on_the_page(client: Client, proposal: Match) -> None:
    assert "Would you like Amara to be your mentor?" in page(client, proposal, proposal.mentee.user)
    client.post(reverse("matching:accept", args=[proposal.pk]))
    assert "You have said yes. Amara has not answered yet." in page(client, proposal, proposal.mentee.user)
    assert "Would you like to be Jonas’s mentor?" in page(client, proposal, proposal.mentor.user)
    client.post(reverse("matching:accept", args=[proposal.pk]))

    proposal.refresh_from_db()
    assert proposal.status == MatchStatus.CONFIRMED
    assert "Write your mentoring agreement together" in page(client, proposal, proposal.mentee.user)


def test_f12_who_did_not_answer_in_time_reads_so_and_the_other_does_not(client: Client, proposal: Match) -> None:
    now = timezone.now()
    proposals.accept_match(proposal, by=proposal.mentee.user, now=now)
    assert proposals.lapse_unanswered(now=now + timedelta(days=4)) == 1

    said = "Your answer did not come by"
    assert said in page(client, proposal, proposal.mentor.user)
    assert said not in page(client, proposal, proposal.mentee.user)


def test_f12_a_no_is_checked_first_and_needs_no_reason(client: Client, proposal: Match) -> None:
    client.force_login(proposal.mentee.user)
    url = reverse("matching:decline", args=[proposal.pk])

    checked = text(client.get(url))
    proposal.refresh_from_db()
    assert (proposal.status, "You don’t need to give a reason" in checked) == (MatchStatus.PROPOSED, True)
    client.post(url)

    proposal.refresh_from_db()
    assert (proposal.status, proposal.mentee_reply) == (MatchStatus.DECLINED, Reply.DECLINED)
    assert "declined" not in page(client, proposal, proposal.mentor.user).lower()


def test_f16_a_week_more_can_be_asked_for_once(client: Client, proposal: Match) -> None:
    before = proposal.reply_by
    client.force_login(proposal.mentee.user)
    client.post(reverse("matching:more_time", args=[proposal.pk]))

    proposal.refresh_from_db()
    assert before is not None
    assert proposal.reply_by == before + timedelta(days=7)
    assert "I need one more week" not in page(client, proposal, proposal.mentee.user)


def test_e23_a_relationship_ends_in_two_clicks(client: Client) -> None:
    match = MatchFactory.create(active=True)
    client.force_login(match.mentee.user)
    url = reverse("matching:end", args=[match.pk])

    assert f'href="{url}"' in client.get(reverse("matching:match", args=[match.pk])).content.decode()
    assert "nobody’s fault" in text(client.get(url))
    client.post(url)

    match.refresh_from_db()
    assert match.status == MatchStatus.ENDED


def test_a_get_answers_nothing(client: Client, proposal: Match) -> None:
    client.force_login(proposal.mentee.user)

    assert client.get(reverse("matching:accept", args=[proposal.pk])).status_code == 405
    assert client.get(reverse("matching:more_time", args=[proposal.pk])).status_code == 405


def test_what_somebody_needs_is_shown_after_both_have_said_yes(client: Client) -> None:
    proposal = MatchFactory.create(proposed=True, mentee__accessibility="Captions, please")
    confirmed = MatchFactory.create(confirmed=True, mentee__accessibility="Captions, please")

    assert "Captions, please" not in page(client, proposal, proposal.mentor.user)
    assert proposal.mentee.user.email not in page(client, proposal, proposal.mentor.user)
    assert "Captions, please" in page(client, confirmed, confirmed.mentor.user)
    assert confirmed.mentee.user.email in page(client, confirmed, confirmed.mentor.user)


def test_the_mentor_does_not_see_how_high_they_were_ranked(client: Client) -> None:
    reasons = [{"code": "ranking", "points": 10, "of": 20, "details": {"rank": 3}}]
    match = MatchFactory.create(proposed=True, reasons=reasons)

    assert "Choice number 3." in page(client, match, match.mentee.user)
    assert "Choice number 3." not in page(client, match, match.mentor.user)


def test_scores_are_never_shown_to_the_two(client: Client) -> None:
    match = MatchFactory.create(proposed=True, score=72)
    # The names that factories make hold numbers of their own.
    Program.objects.update(name="Peer Mentoring")
    for person, name in ((match.mentor.user, "Ada Kaya"), (match.mentee.user, "Tomasz Nowak")):
        User.objects.filter(pk=person.pk).update(name=name)

    for reader in (match.mentor.user, match.mentee.user):
        assert "72" not in page(client, match, reader)


def test_everything_of_ones_own_is_on_one_page(client: Client) -> None:
    user = UserFactory.create()
    running = MatchFactory.create(active=True, mentee_user=user)
    over = MatchFactory.create(proposed=True, status=MatchStatus.DECLINED, mentor_user=user)
    client.force_login(user)

    shown = text(client.get(reverse("matching:mine")))

    assert running.mentor.user.name in shown
    assert f"Mentor · {running.cohort.program.name}" in shown
    assert over.mentee.user.name in shown
    assert "Did not go ahead" in shown
    assert f"ME-{running.mentee.pk:05}" in shown


def test_an_empty_page_says_what_to_do_next(client: Client) -> None:
    client.force_login(UserFactory.create())

    assert "See the programs" in text(client.get(reverse("matching:mine")))


def test_supervisors_find_the_way_to_nominate(client: Client) -> None:
    cohort = CohortFactory.create()
    approved_guidelines(cohort.program)
    boss = UserFactory.create()
    UserFactory.create(supervisor=boss)
    client.force_login(boss)

    assert reverse("pool:nominate", args=[cohort.program.slug]) in client.get(reverse("matching:mine")).content.decode()


def test_a_list_of_three_costs_no_more_queries_than_a_list_of_one(client: Client) -> None:
    def queries(count: int) -> int:
        user = UserFactory.create()
        for _ in range(count):
            cohort = CohortFactory.create()
            MatchFactory.create(active=True, cohort=cohort, mentee_user=user)
            MentorFactory.create(user=user)
        client.force_login(user)
        client.get(reverse("matching:mine"))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("matching:mine"))
        return len(captured)

    assert queries(1) == queries(3)


def test_a_pool_of_three_costs_no_more_queries_than_a_pool_of_one(client: Client) -> None:
    def queries(count: int) -> int:
        mentee = MenteeFactory.create(draft=True)
        for _ in range(count):
            MentorFactory.create(program=mentee.program, topics=[TopicFactory.create()])
        client.force_login(mentee.user)
        url = reverse("pool:mentee_step", args=[mentee.pk, "mentors"])
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    assert queries(1) == queries(3)
