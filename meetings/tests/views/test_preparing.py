"""The pages around a meeting: agenda, private notes, goals, calendar files."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.tests.factories import AgreementVersionFactory
from matching.models import Match
from matching.tests.factories import MatchFactory
from meetings.models import GoalProgress, Meeting, PrivateNote
from meetings.private_notes import notes
from meetings.schedule import agendas
from meetings.tests.factories import GoalProgressFactory, MeetingFactory, planned_series
from meetings.tests.itip import events_of, problems
from meetings.tests.views.reading import page, post
from people.tests.factories import UserFactory
from people.tests.reading import set_solid

pytestmark = pytest.mark.django_db


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

    assert "Amara has changed the agenda in the meantime" in words
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

    assert "can no longer be opened" in page(mentee, "show", meeting.pk)


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

    assert "<title>Error:" in set_solid(words)
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
