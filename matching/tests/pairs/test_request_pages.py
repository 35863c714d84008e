"""Choosing a mentor on the pages, answering a mentee, and keeping apart from someone (P-09, P-21, E-12, E-23)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from matching.models import Match, MentorRequest, RequestStatus
from matching.pairs.choosing import mentor_requests
from matching.tests.factories import MatchFactory, MentorRequestFactory
from matching.todo import todos_for
from people.models import User
from people.tests.factories import UserFactory
from pool.models import Mentee, Mentor, NotWith
from pool.tests.factories import MenteeFactory, MentorFactory, TopicFactory
from pool.tests.pages import text
from programs.models import Program
from programs.models.taking_part import Say
from programs.tests.factories import CohortFactory, GuidelinesFactory
from web.todo import TodoState

pytestmark = pytest.mark.django_db


@pytest.fixture
def mentee() -> Mentee:
    """Return Nora, who chooses."""
    guidelines = GuidelinesFactory.create(mentee_say=Say.SELF)
    cohort = CohortFactory.create(program=guidelines.program, guidelines=guidelines, always_on=True, enrol_until=None)
    nora: Mentee = MenteeFactory.create(cohort=cohort, user=UserFactory.create(name="Nora Berg"))
    return nora


def mentor_named(mentee: Mentee, name: str, **given: object) -> Mentor:
    """Put someone into the pool."""
    mentor: Mentor = MentorFactory.create(program=mentee.program, user=UserFactory.create(name=name), **given)
    return mentor


def choose(client: Client, mentee: Mentee) -> str:
    """Return what the page of suggestions says."""
    client.force_login(mentee.user)
    return text(client.get(reverse("matching:suggestions", args=[mentee.pk])))


def question(mentee: Mentee, mentor: Mentor) -> MentorRequest:
    """Ask now."""
    return mentor_requests.ask(mentee, mentor=mentor, by=mentee.user, now=timezone.now())


def test_p09_a_mentee_reads_why_and_asks(client: Client, mentee: Mentee) -> None:
    topic = TopicFactory.create(name="Planning")
    mentee.topics.add(topic)
    mentor = mentor_named(mentee, "Amara Okafor", topics=[topic])
    mentor_named(mentee, "Bea Boss")

    page = choose(client, mentee)
    assert "Planning: you want to learn it, and Amara offers it." in page
    client.post(reverse("matching:ask", args=[mentee.pk, mentor.pk]))

    page = choose(client, mentee)
    assert ("You have asked" in page, "You can ask 2 more" in page, "Ask Amara" in page) == (True, True, False)
    assert MentorRequest.objects.get().mentor == mentor


def test_scores_and_other_peoples_questions_are_never_shown(client: Client, mentee: Mentee) -> None:
    Program.objects.update(name="Skills")
    mentor = mentor_named(mentee, "Amara Okafor", capacity=2)
    other = MenteeFactory.create(cohort=mentee.cohort, user=UserFactory.create(name="Rival Rita"))
    rival, own = question(other, mentor), question(mentee, mentor)
    MentorRequest.objects.update(score=73)

    assert "Rival" not in choose(client, mentee)
    client.force_login(mentor.user)
    for url in (reverse("matching:request", args=[own.pk]), reverse("pool:mentee", args=[mentee.pk])):
        assert "73" not in text(client.get(url))
    assert "Rival" not in text(client.get(reverse("matching:request", args=[own.pk])))
    client.force_login(mentee.user)
    assert client.get(reverse("matching:request", args=[rival.pk])).status_code == 404


def test_p22_a_mentor_says_yes_on_the_page(client: Client, mentee: Mentee) -> None:
    mentor = mentor_named(mentee, "Amara Okafor")
    asked = question(mentee, mentor)
    client.force_login(mentor.user)
    url = reverse("matching:request", args=[asked.pk])

    assert "Would you like to be Nora’s mentor?" in text(client.get(url))
    for page in (reverse("matching:mine"), reverse("pool:mentor", args=[mentor.pk])):
        assert url in client.get(page).content.decode()
    response = client.post(reverse("matching:request_yes", args=[asked.pk]))

    match = Match.objects.get()
    assert response.headers["Location"] == reverse("matching:match", args=[match.pk])
    assert "no longer open" in text(client.get(url))


def test_e12_a_no_is_checked_first_and_needs_no_reason(client: Client, mentee: Mentee) -> None:
    mentor = mentor_named(mentee, "Amara Okafor")
    asked = question(mentee, mentor)
    client.force_login(mentor.user)
    url = reverse("matching:request_no", args=[asked.pk])

    assert "You don’t need to give a reason" in text(client.get(url))
    assert MentorRequest.objects.get().is_open
    client.post(url, {"not_again": "on"})

    assert MentorRequest.objects.get().status == RequestStatus.DECLINED
    assert NotWith.objects.get().user == mentor.user
    page = choose(client, mentee)
    assert ("Amara" in page, "Nobody to ask just now" in page) == (False, True)


def test_a_question_is_taken_back_by_whoever_asked_it(client: Client, mentee: Mentee) -> None:
    mentor = mentor_named(mentee, "Amara Okafor")
    asked = question(mentee, mentor)
    url = reverse("matching:request_back", args=[asked.pk])
    client.force_login(mentor.user)
    assert client.post(url).status_code == 404
    client.force_login(mentee.user)
    client.post(url)

    assert MentorRequest.objects.get().status == RequestStatus.WITHDRAWN
    client.force_login(mentor.user)
    assert "no longer open" in text(client.get(reverse("matching:request", args=[asked.pk])))
    assert "asks you" not in text(client.get(reverse("matching:mine")))


def test_the_page_of_suggestions_is_there_only_where_mentees_choose(client: Client) -> None:
    ranked = MenteeFactory.create()
    client.force_login(ranked.user)

    assert client.get(reverse("matching:suggestions", args=[ranked.pk])).status_code == 404
    assert client.get(reverse("matching:suggestions", args=[ranked.pk + 1])).status_code == 404


def test_what_is_to_be_done_stands_on_the_home_page(mentee: Mentee) -> None:
    now = timezone.now()
    mentor = mentor_named(mentee, "Amara Okafor")
    [choosing] = todos_for(mentee.user, now=now)
    assert (choosing.state, choosing.url) == (TodoState.NOW, reverse("matching:suggestions", args=[mentee.pk]))

    asked = question(mentee, mentor)
    [waiting] = todos_for(mentee.user, now=now)
    assert (waiting.state, waiting.waits_for) == (TodoState.WAITING, "the answer of a mentor")
    [answering] = [todo for todo in todos_for(mentor.user, now=now) if todo.key == f"matching.request.{asked.pk}"]
    assert (answering.title, answering.state) == ("Nora Berg asks you to be their mentor", TodoState.NOW)


@pytest.mark.parametrize("deed", ["decline", "end"])
def test_p21_e23_not_again_is_a_private_tick_that_can_be_taken_back(client: Client, deed: str) -> None:
    kind = {"proposed": True, "reply_by": timezone.now() + timedelta(days=3)} if deed == "decline" else {"active": True}
    match = MatchFactory.create(**kind, mentor_user=UserFactory.create(name="Amara Okafor"))
    mentee, mentor = match.mentee.user, match.mentor.user
    client.force_login(mentee)
    url = reverse(f"matching:{deed}", args=[match.pk])
    assert 'name="not_again"' in client.get(url).content.decode()
    client.post(url, {"not_again": "on"})

    assert list(NotWith.objects.values_list("user", "other")) == [(mentee.pk, mentor.pk)]
    assert "Only you know this" in text(client.get(reverse("matching:match", args=[match.pk])))
    assert "Amara Okafor" in text(client.get(reverse("pool:not_with")))
    client.force_login(mentor)
    for page in (reverse("matching:match", args=[match.pk]), reverse("matching:mine"), reverse("pool:not_with")):
        shown = text(client.get(page))
        assert "Only you know this" not in shown
        assert match.mentee.user.name not in shown or page != reverse("pool:not_with")
    client.force_login(mentee)
    client.post(reverse("pool:not_with_remove", args=[mentor.pk]))
    assert not NotWith.objects.exists()


def test_p21_without_the_tick_nothing_is_kept(client: Client) -> None:
    match = MatchFactory.create(active=True)
    client.force_login(match.mentee.user)
    client.post(reverse("matching:end", args=[match.pk]))

    assert not NotWith.objects.exists()


def queries_of(client: Client, user: User, url: str) -> int:
    """Count the queries of a page, the second time."""
    client.force_login(user)
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_three_suggestions_cost_no_more_queries_than_one(client: Client, mentee: Mentee) -> None:
    url = reverse("matching:suggestions", args=[mentee.pk])
    mentee.topics.add(topic := TopicFactory.create())
    mentor_named(mentee, "Amara Okafor", topics=[topic])
    one = queries_of(client, mentee.user, url)
    for name in ("Bea Boss", "Cem Kaya"):
        mentor_named(mentee, name, topics=[topic])

    assert queries_of(client, mentee.user, url) == one


@pytest.mark.parametrize("page", ["mine", "mentor", "home"])
def test_three_questions_cost_no_more_queries_than_one(client: Client, mentee: Mentee, page: str) -> None:
    mentor = mentor_named(mentee, "Amara Okafor", capacity=5)
    url = {
        "home": reverse("home"),
        "mine": reverse("matching:mine"),
        "mentor": reverse("pool:mentor", args=[mentor.pk]),
    }[page]
    MentorRequestFactory.create(mentee=mentee, mentor=mentor, reply_by=timezone.now() + timedelta(days=2))
    one = queries_of(client, mentor.user, url)
    for _ in range(2):
        other = MenteeFactory.create(cohort=mentee.cohort)
        MentorRequestFactory.create(mentee=other, mentor=mentor, reply_by=timezone.now() + timedelta(days=2))

    assert queries_of(client, mentor.user, url) == one


def test_three_wishes_cost_no_more_queries_than_one(client: Client, user: User) -> None:
    def wish() -> None:
        NotWith.objects.create(user=user, other=UserFactory.create(), created_at=timezone.now())

    wish()
    one = queries_of(client, user, reverse("pool:not_with"))
    wish()
    wish()

    assert queries_of(client, user, reverse("pool:not_with")) == one
