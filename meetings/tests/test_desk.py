"""What the home page and the coordinators' desk show of meetings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from matching.models import Match
from matching.tests.factories import MatchFactory
from meetings.desk_items import desk_items
from meetings.models import Meeting, Pair
from meetings.tests.factories import AppointmentFactory, MeetingFactory
from meetings.todo import todos_for
from people.models import User
from people.policy import Role
from people.tests.factories import UserFactory
from programs.tests.factories import MembershipFactory
from web.todo import TodoState

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 4, 14, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """Let it be Tuesday 14 April 2026 for the desk."""
    with mock.patch.object(timezone, "now", return_value=NOW):
        yield


def someone_in(match: Match, role: Role) -> User:
    """Return someone who holds a role in the program of a match."""
    user = UserFactory.create(is_staff=True)
    MembershipFactory.create(program=match.cohort.program, user=user, role=role)
    return user


def test_f10_after_a_meeting_each_of_the_two_is_asked_until_one_says(now: datetime) -> None:
    meeting = MeetingFactory.create()
    after = meeting.ends_at + timedelta(minutes=1)

    for user in (meeting.match.mentor.user, meeting.match.mentee.user):
        [todo] = todos_for(user, now=after)
        assert (todo.state, todo.url) == (TodoState.NOW, reverse("meetings:show", args=[meeting.pk]))
        assert todo.title.endswith("on Tuesday 10 March?")


def test_f10_the_next_meeting_waits_for_its_time(now: datetime) -> None:
    meeting = MeetingFactory.create(appointment__version__agreement__match__mentee_user__time_zone="Europe/Lisbon")

    [todo] = todos_for(meeting.match.mentee.user, now=now)

    assert (todo.state, todo.waits_for) == (TodoState.WAITING, "Tuesday 10 March 2026, 09:00 (Lisbon)")


def test_f10_what_was_recorded_stays_for_a_week() -> None:
    meeting = MeetingFactory.create(held=True)

    [todo] = todos_for(meeting.match.mentee.user, now=meeting.ends_at + timedelta(days=6))

    assert todo.state == TodoState.DONE
    assert todos_for(meeting.match.mentee.user, now=meeting.ends_at + timedelta(days=8)) == []


def test_meetings_that_need_another_time_are_one_task_for_a_pair(now: datetime) -> None:
    appointment = AppointmentFactory.create()
    first = MeetingFactory.create(unplaced=True, appointment=appointment)

    [one] = todos_for(appointment.match.mentor.user, now=now)
    MeetingFactory.create(unplaced=True, appointment=appointment, local_date=dt.date(2026, 3, 17))
    [both] = todos_for(appointment.match.mentor.user, now=now)

    assert one.url == reverse("meetings:move", args=[first.pk])
    assert (both.url, both.title[:36]) == (reverse("meetings:list"), "Choose other times for 2 meetings wi")


def test_tasks_are_one_query_however_many_meetings(now: datetime) -> None:
    user = UserFactory.create()
    for hour in (9, 12, 15):
        MeetingFactory.create(appointment__version__agreement__match__mentor_user=user, local_time=dt.time(hour))

    with CaptureQueriesContext(connection) as queries:
        assert len(todos_for(user, now=now)) == 3

    assert len(queries) == 1


def test_p31_the_desk_counts_pairs_that_do_not_meet_and_leads_to_them(client: Client) -> None:
    quiet = MatchFactory.create(active=True)
    busy = MeetingFactory.create(
        held=True, appointment__version__agreement__match__cohort=quiet.cohort, local_date=dt.date(2026, 4, 7)
    )
    coordinator = someone_in(quiet, Role.COORDINATOR)

    [item] = desk_items(coordinator, now=NOW)
    client.force_login(coordinator)
    words = client.get(item.url).content.decode()

    assert (item.key, item.count) == ("meetings.check_in", 1)
    assert str(quiet.mentee.user) in words
    assert str(busy.match.mentee.user) not in words


def test_the_desk_is_quiet_when_all_pairs_meet() -> None:
    meeting = MeetingFactory.create(held=True, local_date=dt.date(2026, 4, 7))

    assert desk_items(someone_in(meeting.match, Role.COORDINATOR), now=NOW) == []


def test_d23_a_coordinator_sees_whether_they_met_and_no_word_of_what_about(client: Client) -> None:
    meeting = MeetingFactory.create(held=True, agenda="My salary and my boss")
    client.force_login(someone_in(meeting.match, Role.COORDINATOR))

    for name, args in (("changelist", []), ("change", [meeting.pk])):
        words = client.get(reverse(f"admin:meetings_meeting_{name}", args=args)).content.decode()
        assert "Took place" in words
        assert "held&#x27;" not in words
        assert "My salary" not in words


def test_d23_a_facilitator_sees_how_pairs_are_and_no_single_meeting(client: Client) -> None:
    meeting = MeetingFactory.create(held=True, local_date=dt.date(2026, 4, 7))
    facilitator = someone_in(meeting.match, Role.FACILITATOR)
    client.force_login(facilitator)

    assert "On track" in client.get(reverse("admin:meetings_pair_changelist")).content.decode()
    assert not Meeting.objects.managed_by(facilitator).exists()
    assert Pair.objects.managed_by(facilitator).count() == 1


@pytest.mark.parametrize("role", [Role.COMMITTEE, None])
def test_others_see_no_pairs(role: Role | None, client: Client) -> None:
    meeting = MeetingFactory.create(held=True)
    user = someone_in(meeting.match, role) if role else UserFactory.create(is_staff=True)
    client.force_login(user)

    assert str(meeting.match.mentee.user) not in client.get(reverse("admin:meetings_pair_changelist")).content.decode()
    assert client.get(reverse("admin:meetings_pair_change", args=[meeting.match.pk])).status_code == 404


def test_nothing_about_meetings_is_changed_at_the_desk(client: Client) -> None:
    meeting = MeetingFactory.create(held=True)
    client.force_login(someone_in(meeting.match, Role.COORDINATOR))

    # A pair has a page of its own, which takes nothing; a meeting has a form, which is closed.
    for model, pk, answer in (("meeting", meeting.pk, 403), ("pair", meeting.match.pk, 405)):
        assert client.post(reverse(f"admin:meetings_{model}_change", args=[pk]), {}).status_code == answer
        assert client.get(reverse(f"admin:meetings_{model}_add")).status_code == 403
        assert client.get(reverse(f"admin:meetings_{model}_delete", args=[pk])).status_code == 403


@pytest.mark.parametrize("model", ["meeting", "pair"])
def test_desk_lists_ask_the_database_as_often_for_three_rows_as_for_one(model: str, client: Client) -> None:
    first = MeetingFactory.create(held=True, local_date=dt.date(2026, 4, 7))
    client.force_login(someone_in(first.match, Role.COORDINATOR))
    client.get(reverse(f"admin:meetings_{model}_changelist"))
    counts = []
    for more in (0, 2):
        for _number in range(more):
            MeetingFactory.create(held=True, appointment__version__agreement__match__cohort=first.match.cohort)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(f"admin:meetings_{model}_changelist"))
        counts.append(len(queries))

    assert counts[0] == counts[1]
