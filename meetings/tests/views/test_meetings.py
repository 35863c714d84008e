"""The pages of meetings: the list, saying whether people met, another time, calling off."""

from __future__ import annotations

import datetime as dt
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.models import Meeting, MeetingStatus
from meetings.tests.factories import AppointmentFactory, MeetingFactory
from meetings.tests.views.reading import at, page, post
from people.tests.factories import UserFactory
from people.tests.reading import set_solid

pytestmark = pytest.mark.django_db


def test_the_list_shows_the_next_meeting_on_both_clocks(mentee: Client) -> None:
    words = page(mentee, "list")

    assert "Tuesday 10 March, 09:00" in words
    assert "For Amara: Tuesday 10 March 2026, 10:00 (Berlin)" in words
    assert "All times are in your time zone (Lisbon)." in words


def test_without_meetings_the_list_says_why_and_leads_on(client: Client) -> None:
    client.force_login(UserFactory.create())

    words = page(client, "list")

    assert "No meetings yet" in words
    assert f'href="{reverse("home")}"' in words


def test_the_list_groups_by_relationship_and_shows_the_balance(mentee: Client, meeting: Meeting) -> None:
    MeetingFactory.create(held=True, held_minutes=90, appointment=meeting.appointment, local_date=dt.date(2026, 2, 24))
    MeetingFactory.create(missed=True, appointment=meeting.appointment, local_date=dt.date(2026, 2, 17))

    words = page(mentee, "list")

    assert "With Amara Okafor" in words
    assert "<b>1.5</b>" in words


def test_e27_the_list_says_who_else_sees_the_figures(mentee: Client, meeting: Meeting) -> None:
    """Supervisors see the hours (P-27), coordinators which meetings took place (D-23)."""
    MeetingFactory.create(held=True, appointment=meeting.appointment, local_date=dt.date(2026, 2, 24))

    words = page(mentee, "list")

    assert "Only the two" not in words
    assert "Your supervisors see the hours and whether you are on track" in words
    assert "the coordinators of your program see which meetings took place" in words


def test_what_waits_for_an_answer_stands_before_the_rest(mentee: Client, meeting: Meeting) -> None:
    MeetingFactory.create(appointment=meeting.appointment, local_date=dt.date(2026, 2, 24))
    MeetingFactory.create(unplaced=True, appointment=meeting.appointment, local_date=dt.date(2026, 3, 24))

    words = page(mentee, "list")

    assert words.index("Did you meet?") < words.index("These need another time") < words.index("Coming up")


def test_the_list_asks_the_database_as_often_for_three_pairs_as_for_one(client: Client) -> None:
    user = UserFactory.create()
    client.force_login(user)
    page(client, "list")
    counts = []
    for number in range(3):
        appointment = AppointmentFactory.create(version__agreement__match__mentor_user=user)
        for day in (3, 10, 17):
            MeetingFactory.create(
                appointment=appointment, local_date=dt.date(2026, 3, day), local_time=dt.time(12 + number)
            )
        with CaptureQueriesContext(connection) as queries:
            page(client, "list")
        counts.append(len(queries))

    assert counts[0] == counts[2]


@pytest.mark.parametrize("name", ["show", "move", "cancel", "file"])
def test_a_stranger_finds_nothing(name: str, meeting: Meeting, client: Client) -> None:
    client.force_login(UserFactory.create(is_staff=True, is_organization_administrator=True))

    assert client.get(reverse(f"meetings:{name}", args=[meeting.pk])).status_code == 404


@pytest.mark.parametrize("name", ["held", "missed", "move", "cancel", "agenda", "note"])
def test_a_stranger_changes_nothing(name: str, meeting: Meeting, client: Client) -> None:
    client.force_login(UserFactory.create())

    assert post(client, name, meeting.pk, minutes=30, text="x", note="x", seen="x").status_code == 404


@pytest.mark.parametrize("name", ["held", "missed", "agenda", "note"])
def test_getting_a_page_changes_nothing(name: str, mentee: Client, meeting: Meeting) -> None:
    assert mentee.get(reverse(f"meetings:{name}", args=[meeting.pk])).status_code == 405


def test_a_visitor_is_asked_to_sign_in(client: Client, meeting: Meeting) -> None:
    assert client.get(reverse("meetings:show", args=[meeting.pk])).status_code == 302


def test_p29_we_met_is_one_button(mentee: Client, meeting: Meeting) -> None:
    with at(meeting.ends_at):
        response = post(mentee, "held", meeting.pk, minutes=50)

    meeting.refresh_from_db()
    assert response.status_code == 302
    assert (meeting.status, meeting.held_minutes) == (MeetingStatus.HELD, 50)


def test_p29_we_did_not_meet_is_another_button(mentee: Client, meeting: Meeting) -> None:
    with at(meeting.ends_at):
        post(mentee, "missed", meeting.pk)
        words = page(mentee, "show", meeting.pk)

    assert "Did not take place" in words
    assert "Choose another time" in words


def test_f13_a_length_that_cannot_be_is_explained_and_kept(mentee: Client, meeting: Meeting) -> None:
    with at(meeting.ends_at):
        response = post(mentee, "held", meeting.pk, minutes="many")

    words = response.content.decode()
    assert "<title>Error: Meeting with Amara Okafor" in set_solid(words)
    assert 'value="many"' in words
    assert "Enter a whole number." in words


def test_before_it_begins_nobody_is_asked_whether_they_met(mentee: Client, meeting: Meeting) -> None:
    words = page(mentee, "show", meeting.pk)

    assert "We met" not in words
    post(mentee, "held", meeting.pk, minutes=60)
    meeting.refresh_from_db()
    assert meeting.status == MeetingStatus.PLANNED


def test_f12_a_new_time_is_shown_on_both_clocks_before_it_is_set(mentee: Client, meeting: Meeting) -> None:
    words = page(mentee, "move", meeting.pk, day="2026-03-12", time="14:30")

    meeting.refresh_from_db()
    assert "Thursday 12 March 2026, 14:30 (Lisbon)" in words
    assert "Thursday 12 March 2026, 15:30 (Berlin)" in words
    assert meeting.local_date == dt.date(2026, 3, 10)


def test_p29_the_reader_moves_a_meeting_on_their_own_clock(mentee: Client, meeting: Meeting) -> None:
    response = mentee.post(
        reverse("meetings:move", args=[meeting.pk]), {"day": "2026-03-12", "time": "14:30"}, follow=True
    )

    meeting.refresh_from_db()
    assert (meeting.local_date, meeting.local_time) == (dt.date(2026, 3, 12), dt.time(15, 30))
    assert "For Amara: Thursday 12 March 2026, 15:30 (Berlin)." in response.content.decode()


def test_e30_a_meeting_that_the_partner_has_moved_meanwhile_is_not_moved_again_unseen(
    mentee: Client, meeting: Meeting
) -> None:
    page, first, second = reverse("meetings:move", args=[meeting.pk]), {"day": "2026-03-12", "time": "14:30"}, {"day": "2026-03-13", "time": "10:00"}  # fmt: skip
    shown = mentee.get(page).content.decode()
    edition = shown.partition('name="edition" value="')[2].partition('"')[0]
    mentee.post(page, {**first, "edition": edition})

    answer = mentee.post(page, {**second, "edition": edition})

    meeting.refresh_from_db()
    assert meeting.local_date == dt.date(2026, 3, 12)
    assert "has changed this meeting in the meantime" in answer.content.decode()
    mentee.post(page, {**second, "edition": str(meeting.sequence)})
    meeting.refresh_from_db()
    assert meeting.local_date == dt.date(2026, 3, 13)


def test_a_time_outside_the_partners_day_is_pointed_out(mentee: Client, meeting: Meeting) -> None:
    assert "outside the usual working day of Amara" in page(mentee, "move", meeting.pk, day="2026-03-12", time="17:30")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"day": "2026-03-01", "time": "10:00"}, "That time has passed."),
        ({"day": "", "time": "10:00"}, "This field is required."),
        ({"day": "soon", "time": "10:00"}, "Enter a valid date."),
        ({"day": "2026-03-10", "time": "09:00"}, "already planned"),
        ({"day": "2026-03-29", "time": "01:30"}, "This time does not exist on that day"),
    ],
)
def test_f13_a_time_that_cannot_be_is_explained(
    data: dict[str, str], words: str, mentee: Client, meeting: Meeting
) -> None:
    shown = page(mentee, "move", meeting.pk, **data)

    assert "<title>Error:" in set_solid(shown)
    assert words in shown


def test_a_time_at_which_somebody_is_taken_is_refused_on_the_page(mentee: Client, meeting: Meeting) -> None:
    MeetingFactory.create(
        appointment__version__agreement__match__mentor_user=meeting.match.mentor.user, local_date=dt.date(2026, 3, 12)
    )

    response = post(mentee, "move", meeting.pk, day="2026-03-12", time="09:30")

    assert response.status_code == 200
    assert "One of you has another mentoring meeting at that time" in response.content.decode()


def test_what_cannot_be_moved_leads_back_with_a_sentence(client: Client) -> None:
    meeting = MeetingFactory.create(held=True)
    client.force_login(meeting.match.mentee.user)

    response = client.get(reverse("meetings:move", args=[meeting.pk]), follow=True)

    assert "can no longer be moved" in response.content.decode()


def test_cancelling_asks_first_and_then_does_it(mentee: Client, meeting: Meeting) -> None:
    assert "Better: choose another time" in page(mentee, "cancel", meeting.pk)

    post(mentee, "cancel", meeting.pk)

    meeting.refresh_from_db()
    assert meeting.status == MeetingStatus.CANCELLED
    assert mentee.get(reverse("meetings:cancel", args=[meeting.pk])).status_code == 302


def test_times_are_the_readers_whatever_the_meetings_zone(client: Client) -> None:
    meeting = MeetingFactory.create(appointment__version__agreement__match__mentor_user__time_zone="Asia/Kathmandu")
    client.force_login(meeting.match.mentor.user)

    assert meeting.starts_at == datetime(2026, 3, 10, 9, tzinfo=UTC)
    assert "Tuesday 10 March, 14:45" in page(client, "list")
