"""What stands on a person's home page about matching (F-10)."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from matching.models import MatchStatus, Reply
from matching.tests.factories import MatchFactory
from matching.todo import todos_for
from people.models import User
from people.tests.factories import UserFactory
from pool.models import MenteeStatus, MentorStatus
from pool.tests.factories import MenteeFactory, MentorFactory, TopicFactory
from programs.models.program import Format
from programs.standing import standings
from programs.tests.factories import CohortFactory
from web.todo import Todo, TodoState

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def only(user: User, now: datetime, prefix: str = "matching.") -> Todo:
    """Return the one task whose key begins so."""
    [found] = [todo for todo in todos_for(user, now=now) if todo.key.startswith(prefix)]
    return found


def test_a_proposal_is_to_be_answered_by_a_day(now: datetime) -> None:
    match = MatchFactory.create(proposed=True)

    todo = only(match.mentee.user, now, "matching.match")

    assert (todo.state, todo.due_on, todo.rank) == (TodoState.NOW, date(2026, 3, 9), 5)
    assert todo.title == f"{match.mentor.user.name} as your mentor?"
    assert todo.url == reverse("matching:match", args=[match.pk])


def test_after_a_yes_one_waits_for_the_other(now: datetime) -> None:
    match = MatchFactory.create(proposed=True, mentee_reply=Reply.ACCEPTED)

    todo = only(match.mentee.user, now, "matching.match")

    assert (todo.state, todo.waits_for) == (TodoState.WAITING, f"the answer of {match.mentor.user.name}")


def test_a_match_stays_to_be_seen_as_done_for_a_while(now: datetime) -> None:
    match = MatchFactory.create(confirmed=True)

    assert only(match.mentee.user, now, "matching.match").state == TodoState.DONE
    assert not [
        t for t in todos_for(match.mentee.user, now=now + timedelta(days=40)) if t.key.startswith("matching.match")
    ]


def test_an_application_is_to_be_finished_where_it_was_left(now: datetime) -> None:
    mentor = MentorFactory.create(draft=True, topics=[TopicFactory.create()], slots=[])

    todo = only(mentor.user, now)

    assert todo.state == TodoState.NOW
    assert todo.body == "Step 7 of 10 is next: Time and capacity. Everything is saved."
    assert todo.url == reverse("pool:mentor_step", args=[mentor.pk, "time"])


def test_f11_the_home_page_counts_the_steps_as_the_steps_count_themselves(client: Client, now: datetime) -> None:
    mentor = MentorFactory.create(draft=True, topics=[TopicFactory.create()], slots=[])
    client.force_login(mentor.user)
    todo = only(mentor.user, now)

    page = client.get(todo.url).content.decode()
    door = client.get(reverse("pool:apply", args=[MentorFactory.create().program.slug])).content.decode()

    said = re.search(r"Step \d+ of \d+", todo.body)
    assert said is not None
    assert said[0] in page
    assert door.count("<li>", door.index("The steps")) == int(said[0].rpartition(" ")[2])


def test_f11_when_every_step_is_answered_sending_is_left(now: datetime) -> None:
    mentee = MenteeFactory.create(draft=True, topics=[TopicFactory.create()])
    mentee.acknowledged, mentee.acknowledged_at = mentee.cohort.guidelines, now
    mentee.save()

    assert only(mentee.user, now).body == "All that is left is to check your answers and send them."


def newcomer(**fields: object) -> User:
    return UserFactory.create(hired_on=date(2026, 2, 16), **fields)


def test_f10_a_new_hires_home_names_the_program_made_for_them(now: datetime) -> None:
    cohort = CohortFactory.create(program__name="First 90 Days", program__format=Format.ONBOARDING, always_on=True, enrol_until=None)  # fmt: skip
    CohortFactory.create(program__name="Peers")

    todo = only(newcomer(), now, "matching.newcomer")

    assert todo.title == "First 90 Days: a program for people who have just joined, like you"
    assert todo.url == reverse("pool:sign_up", args=[cohort.pk])
    assert todo.state == TodoState.NOW


def test_f10_nobody_else_is_shown_it_and_a_no_is_heard(now: datetime) -> None:
    cohort = CohortFactory.create(program__format=Format.ONBOARDING)
    new, settled = newcomer(), UserFactory.create(hired_on=date(2020, 1, 1))
    gone, coming = MenteeFactory.create(cohort=cohort, user=newcomer(), status=MenteeStatus.WITHDRAWN).user, UserFactory.create(hired_on=date(2026, 5, 1))  # fmt: skip
    closed = CohortFactory.create(program__format=Format.ONBOARDING, status="closed")

    named = {user: [todo.key for todo in todos_for(user, now=now) if "newcomer" in todo.key] for user in (new, settled, gone, coming)}  # fmt: skip

    assert named == {new: [f"matching.newcomer.{cohort.pk}"], settled: [], gone: [], coming: []}
    assert closed.pk


@pytest.mark.parametrize(
    ("status", "state", "waits_for"),
    [
        (MentorStatus.APPLIED, TodoState.WAITING, "the coordinator’s decision"),
        (MentorStatus.ACCEPTED, TodoState.DONE, ""),
        (MentorStatus.DECLINED, TodoState.DONE, ""),
    ],
)
def test_an_application_waits_and_is_done(status: str, state: TodoState, waits_for: str, now: datetime) -> None:
    mentor = MentorFactory.create(status=status)

    todo = only(mentor.user, now)

    assert (todo.state, todo.waits_for) == (state, waits_for)


@pytest.mark.parametrize(
    ("cohort", "waits_for"),
    [
        ({"status": "enrolling"}, "the matching"),
        ({"status": "matching"}, "the matching"),
        ({"status": "running"}, "a suitable place"),
        ({"status": "enrolling", "always_on": True, "starts_on": None, "ends_on": None}, "a suitable place"),
    ],
)
def test_e27_a_mentee_waits_for_the_matching_or_after_it_for_a_place(
    cohort: dict[str, object], waits_for: str, now: datetime
) -> None:
    mentee = MenteeFactory.create(cohort=CohortFactory.create(**cohort))

    todo = only(mentee.user, now)

    assert (todo.state, todo.waits_for) == (TodoState.WAITING, waits_for)


def test_h19_nobody_waits_in_a_cohort_that_is_closed(now: datetime) -> None:
    mentee = MenteeFactory.create(cohort=CohortFactory.create(status="closed"))

    assert todos_for(mentee.user, now=now) == []


def test_a_sign_up_is_to_be_finished_while_enrolment_is_open(now: datetime) -> None:
    begun = MenteeFactory.create(draft=True)
    late = MenteeFactory.create(draft=True, cohort=CohortFactory.create(status="matching"))

    assert only(begun.user, now).due_on == begun.cohort.enrol_until
    assert todos_for(late.user, now=now) == []


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_a_nomination_is_to_be_decided(role: str, now: datetime) -> None:
    factory = {"mentor": MentorFactory, "mentee": MenteeFactory}[role]
    person = factory.create(
        draft=True, status="nominated", nominated_by=UserFactory.create(name="Bea Boss"), nominated_at=now
    )

    todo = only(person.user, now)

    assert (todo.state, todo.body) == (TodoState.NOW, "Bea Boss has named you. It is up to you.")


def test_what_is_over_is_gone(now: datetime) -> None:
    match = MatchFactory.create(proposed=True, status=MatchStatus.DECLINED)
    MenteeFactory.create(user=match.mentor.user, status=MenteeStatus.WITHDRAWN)

    assert [todo.key for todo in todos_for(match.mentee.user, now=now)] == [f"matching.mentee.{match.mentee.pk}"]


def test_the_programs_pages_hear_what_somebody_is_already(now: datetime) -> None:
    mentor = MentorFactory.create()
    mentee = MenteeFactory.create(user=mentor.user, cohort=CohortFactory.create(program=mentor.program, name="Spring"))

    told = standings(mentor.user, [mentor.program])

    assert {(one.role, one.cohort_id, one.words) for one in told} == {
        ("mentor", None, "You are in the mentor pool"),
        ("mentee", mentee.cohort_id, "You are signed up: Spring"),
    }
    assert standings(UserFactory.create(), [mentor.program]) == []
