from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import cast
from unittest import mock

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agreements.tests.factories import AgreementVersionFactory
from matching.models import Match
from matching.tests.factories import MatchFactory
from meetings import agendas, notes
from meetings.models import GoalProgress, Meeting, MeetingStatus, PrivateNote
from meetings.tests.factories import AppointmentFactory, GoalProgressFactory, MeetingFactory, planned_series
from meetings.tests.itip import events_of, problems
from people.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    """Let it be Tuesday 3 March 2026 for the pages."""
    with mock.patch.object(timezone, "now", return_value=now):
        yield


@pytest.fixture
def meeting() -> Meeting:
    """A meeting in a week, between a mentor in Berlin and a mentee in Lisbon."""
    return MeetingFactory.create(
        appointment__version__agreement__match__mentor_user=UserFactory.create(
            name="Amara Okafor", time_zone="Europe/Berlin"
        ),
        appointment__version__agreement__match__mentee_user=UserFactory.create(
            name="Zoë Lind", time_zone="Europe/Lisbon"
        ),
    )


@pytest.fixture
def mentee(meeting: Meeting, client: Client) -> Client:
    """Return a browser in which the mentee is signed in."""
    client.force_login(meeting.match.mentee.user)
    return client


def page(client: Client, name: str, *args: int, **data: str) -> str:
    """Get a page and return its words."""
    response = client.get(reverse(f"meetings:{name}", args=args), data)
    assert response.status_code == 200
    return response.content.decode()


def post(client: Client, name: str, pk: int, **data: str | int) -> HttpResponse:
    """Press a button."""
    return cast("HttpResponse", client.post(reverse(f"meetings:{name}", args=[pk]), data))


def at(moment: datetime) -> mock._patch[mock.MagicMock]:
    """Let it be another time."""
    return mock.patch.object(timezone, "now", return_value=moment)


def test_the_list_shows_the_next_meeting_on_both_clocks(mentee: Client) -> None:
    words = page(mentee, "list")

    assert "Tuesday 10 March, 09:00" in words
    assert "For Amara: Tuesday 10 March 2026, 10:00 (Berlin)" in words
    assert "All times are on your clock (Lisbon)." in words


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
    assert "Only the two of you see these figures." in words
    assert "<b>1.5</b>" in words


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
    assert "<title>Error: Meeting with Amara Okafor" in words
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


def test_a_time_outside_the_partners_day_is_pointed_out(mentee: Client, meeting: Meeting) -> None:
    assert "outside the usual working day of Amara" in page(mentee, "move", meeting.pk, day="2026-03-12", time="17:30")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"day": "2026-03-01", "time": "10:00"}, "That time has passed."),
        ({"day": "", "time": "10:00"}, "This field is required."),
        ({"day": "soon", "time": "10:00"}, "Enter a valid date."),
        ({"day": "2026-03-10", "time": "09:00"}, "planned already"),
        ({"day": "2026-03-29", "time": "01:30"}, "Clocks go forward over this time"),
    ],
)
def test_f13_a_time_that_cannot_be_is_explained(
    data: dict[str, str], words: str, mentee: Client, meeting: Meeting
) -> None:
    shown = page(mentee, "move", meeting.pk, **data)

    assert "<title>Error:" in shown
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

    assert "cannot be moved any more" in response.content.decode()


def test_cancelling_asks_first_and_then_does_it(mentee: Client, meeting: Meeting) -> None:
    assert "Better: another time" in page(mentee, "cancel", meeting.pk)

    post(mentee, "cancel", meeting.pk)

    meeting.refresh_from_db()
    assert meeting.status == MeetingStatus.CANCELLED
    assert mentee.get(reverse("meetings:cancel", args=[meeting.pk])).status_code == 302


def test_p30_ideas_can_become_the_agenda(mentee: Client, meeting: Meeting) -> None:
    words = page(mentee, "show", meeting.pk, ideas="")

    assert "- Get to know each other" in words
    meeting.refresh_from_db()
    assert meeting.agenda == ""


def test_p30_the_agenda_is_saved_and_shown_to_the_partner(mentee: Client, meeting: Meeting) -> None:
    post(mentee, "agenda", meeting.pk, text="My first talk", seen=agendas.fingerprint(meeting))

    mentee.force_login(meeting.match.mentor.user)
    assert "My first talk" in page(mentee, "show", meeting.pk)


def test_an_agenda_that_the_partner_changed_meanwhile_keeps_both_texts(
    mentee: Client, meeting: Meeting, now: datetime
) -> None:
    seen = agendas.fingerprint(meeting)
    agendas.write_agenda(meeting, text="Amara’s point", seen=seen, by=meeting.match.mentor.user, now=now)

    words = post(mentee, "agenda", meeting.pk, text="My point", seen=seen).content.decode()

    assert "Amara changed the agenda meanwhile" in words
    assert "My point" in words
    assert "Amara’s point" in words


def test_p30_a_note_is_saved_and_only_its_owner_reads_it(mentee: Client, meeting: Meeting) -> None:
    post(mentee, "note", meeting.pk, note="Ask about the offsite")

    assert "Ask about the offsite" in page(mentee, "show", meeting.pk)
    mentee.force_login(meeting.match.mentor.user)
    assert "Ask about the offsite" not in page(mentee, "show", meeting.pk)


def test_a_note_that_cannot_be_opened_does_not_break_the_page(mentee: Client, meeting: Meeting, now: datetime) -> None:
    note = notes.keep_note(meeting, owner=meeting.match.mentee.user, text="x", now=now)
    PrivateNote.objects.filter(pk=note.pk).update(sealed=b"0" * 40)

    assert "cannot be opened any more" in page(mentee, "show", meeting.pk)


def test_pages_with_notes_are_never_cached(mentee: Client, meeting: Meeting) -> None:
    response = mentee.get(reverse("meetings:show", args=[meeting.pk]))

    assert "no-store" in response.headers["Cache-Control"]


def test_c17_a_meeting_and_its_series_can_be_downloaded(client: Client, now: datetime) -> None:
    series = planned_series(now=now)
    client.force_login(series.match.mentor.user)

    one = client.get(reverse("meetings:file", args=[series.meetings.earliest("number").pk]))
    every = client.get(reverse("meetings:series_file", args=[series.pk]))

    for response in (one, every):
        assert response["Content-Type"].startswith("text/calendar")
        assert problems(response.content) == []
        assert {str(event["UID"]) for event in events_of(response.content)} == {series.uid}


def test_a_meeting_without_a_time_is_in_no_file(client: Client) -> None:
    meeting = MeetingFactory.create(unplaced=True)
    client.force_login(meeting.match.mentor.user)

    assert client.get(reverse("meetings:file", args=[meeting.pk])).status_code == 404
    assert client.get(reverse("meetings:series_file", args=[meeting.appointment.pk])).status_code == 404


def test_p30_goals_show_what_was_said_and_take_more(client: Client) -> None:
    said = GoalProgressFactory.create()
    match = said.goal.version.agreement.match
    client.force_login(match.mentor.user)

    words = page(client, "goals", match.pk)
    post(
        client, "progress", said.goal.pk, **{f"goal{said.goal.pk}-state": "reached", f"goal{said.goal.pk}-note": "Done"}
    )

    assert "First draft is written." in words
    assert "0 of 1 goal reached" in words
    assert "1 of 1 goal reached" in page(client, "goals", match.pk)
    assert GoalProgress.objects.latest("pk").by == match.mentor.user


def test_f13_progress_without_a_state_is_explained(client: Client) -> None:
    goal = AgreementVersionFactory.create(in_force=True).goals.get()
    client.force_login(goal.version.agreement.match.mentee.user)

    words = post(client, "progress", goal.pk, **{f"goal{goal.pk}-note": "Nearly"}).content.decode()

    assert "<title>Error:" in words
    assert 'value="Nearly"' in words


def test_before_the_agreement_there_are_no_goals_and_a_way_on(client: Client) -> None:
    match = MatchFactory.create()
    client.force_login(match.mentee.user)

    words = page(client, "goals", match.pk)

    assert "No goals yet" in words
    assert reverse("agreements:show", args=[match.pk]) in words


def test_goals_of_others_are_not_found(client: Client) -> None:
    goal = AgreementVersionFactory.create(in_force=True).goals.get()
    client.force_login(UserFactory.create())

    assert client.get(reverse("meetings:goals", args=[Match.objects.get().pk])).status_code == 404
    assert post(client, "progress", goal.pk).status_code == 404


def test_goals_ask_the_database_as_often_for_three_as_for_one(client: Client, now: datetime) -> None:
    counts = []
    for number in (1, 3):
        version = AgreementVersionFactory.create(in_force=True, goals=number)
        for goal in version.goals.all():
            GoalProgressFactory.create(goal=goal, at=now - timedelta(days=1))
        client.force_login(version.agreement.match.mentee.user)
        page(client, "goals", version.agreement.match.pk)
        with CaptureQueriesContext(connection) as queries:
            page(client, "goals", version.agreement.match.pk)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_times_are_the_readers_whatever_the_meetings_zone(client: Client) -> None:
    meeting = MeetingFactory.create(appointment__version__agreement__match__mentor_user__time_zone="Asia/Kathmandu")
    client.force_login(meeting.match.mentor.user)

    assert meeting.starts_at == datetime(2026, 3, 10, 9, tzinfo=UTC)
    assert "Tuesday 10 March, 14:45" in page(client, "list")
