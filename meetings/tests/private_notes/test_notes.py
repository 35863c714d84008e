"""E-06: a private note is its owner's alone, on every page, in every mail, and in a dump of the database."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from agreements.tests.factories import LearningGoalFactory
from meetings.errors import MeetingError, NoteSealError
from meetings.models import PrivateNote
from meetings.private_notes import notes, sealing
from meetings.schedule.reminders import queue_reminders
from meetings.tests.factories import MeetingFactory, PrivateNoteFactory
from notifications.transport.delivery import deliver_due
from people.models import AuditEvent
from people.policy import Role
from people.tests.factories import UserFactory
from programs.tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
SECRET_WORDS = "Zugzwang-Quittung"


def test_e06_a_note_is_kept_changed_and_deleted_by_its_owner(now: datetime) -> None:
    meeting = MeetingFactory.create()
    owner = meeting.match.mentee.user

    kept = notes.keep_note(meeting, owner=owner, text=" Ask about the offsite. ", now=now)
    changed = notes.keep_note(meeting, owner=owner, text="Ask again.", now=now)

    assert kept is not None
    assert changed is not None
    assert (kept.pk, changed.text) == (changed.pk, "Ask again.")
    assert notes.keep_note(meeting, owner=owner, text="  ", now=now) is None
    assert not PrivateNote.objects.exists()


def test_e06_each_of_the_two_has_their_own(now: datetime) -> None:
    meeting = MeetingFactory.create()
    mentee, mentor = meeting.match.mentee.user, meeting.match.mentor.user

    notes.keep_note(meeting, owner=mentee, text="Mentee’s", now=now)

    assert notes.note_of(meeting, mentor) is None
    assert notes.note_of(meeting, mentee).text == "Mentee’s"


def test_a_stranger_keeps_no_note_about_it(now: datetime) -> None:
    with pytest.raises(MeetingError, match="Only the two"):
        notes.keep_note(MeetingFactory.create(), owner=UserFactory.create(), text="x", now=now)


def test_e06_a_dump_of_the_database_shows_no_note() -> None:
    PrivateNoteFactory.create(words=SECRET_WORDS)

    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        dump = ""
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ''), '') FROM \"{table}\" t")  # noqa: S608 - a name from the catalogue
            dump += cursor.fetchone()[0]

    assert "meeting" in dump
    assert SECRET_WORDS not in dump
    assert SECRET_WORDS.encode().hex() not in dump


def test_e06_two_swapped_notes_open_for_neither(now: datetime, client: Client) -> None:
    """What someone does who can write SQL and wants to read: copy another's bytes into their own row."""
    meeting = MeetingFactory.create()
    people = (meeting.match.mentee.user, meeting.match.mentor.user)
    first, second = (notes.keep_note(meeting, owner=user, text=SECRET_WORDS, now=now) for user in people)
    PrivateNote.objects.filter(pk=first.pk).update(sealed=second.sealed)
    PrivateNote.objects.filter(pk=second.pk).update(sealed=first.sealed)

    for user in people:
        with pytest.raises(NoteSealError, match="can no longer be opened"):
            _text = notes.note_of(meeting, user).text
        client.force_login(user)
        page = client.get(reverse("meetings:show", args=[meeting.pk])).content.decode()
        assert "This note can no longer be opened" in page
        assert SECRET_WORDS not in page


def test_e06_a_note_moved_to_another_meeting_does_not_open(now: datetime) -> None:
    note = PrivateNoteFactory.create(words=SECRET_WORDS)
    other = PrivateNoteFactory.create(meeting=MeetingFactory.create(), owner=note.owner)

    PrivateNote.objects.filter(pk=other.pk).update(sealed=note.sealed)

    with pytest.raises(NoteSealError, match="can no longer be opened"):
        _text = PrivateNote.objects.get(pk=other.pk).text


def test_e06_an_earlier_secret_still_opens_notes_and_a_lost_one_is_told(settings: object) -> None:
    note = PrivateNoteFactory.create(words=SECRET_WORDS)
    earlier = settings.SECRET_KEY
    settings.SECRET_KEY = "another key, as long as the first one was, for the time after"

    with pytest.raises(NoteSealError, match="can no longer be opened"):
        _text = note.text
    settings.SECRET_KEY_FALLBACKS = [earlier]

    assert note.text == SECRET_WORDS


def test_e31_a_note_that_does_not_open_is_not_deleted_by_its_empty_field(client: Client, settings: object) -> None:
    note = PrivateNoteFactory.create(words=SECRET_WORDS)
    client.force_login(note.owner)
    note.sealed = sealing.seal("a bit of another row", owner=note.owner_id, meeting=0)
    note.save()

    page = client.post(reverse("meetings:note", args=[note.meeting_id]), {"note": ""}, follow=True)

    assert "This note can no longer be opened" in page.content.decode()
    assert PrivateNote.objects.filter(pk=note.pk).exists()


def test_e06_no_page_of_the_partner_and_no_page_of_the_desk_shows_a_note(now: datetime, client: Client) -> None:
    note = PrivateNoteFactory.create(words=SECRET_WORDS)
    meeting, match = note.meeting, note.meeting.match
    LearningGoalFactory.create(version=meeting.appointment.version)
    coordinator = UserFactory.create(is_staff=True, is_organization_administrator=True)
    MembershipFactory.create(program=match.cohort.program, user=coordinator, role=Role.COORDINATOR)
    portal = [
        reverse("home"),
        reverse("meetings:list"),
        reverse("meetings:show", args=[meeting.pk]),
        reverse("meetings:move", args=[meeting.pk]),
        reverse("meetings:cancel", args=[meeting.pk]),
        reverse("meetings:file", args=[meeting.pk]),
        reverse("meetings:series_file", args=[meeting.appointment.pk]),
        reverse("meetings:goals", args=[match.pk]),
    ]
    desk = [
        reverse("admin:index"),
        reverse("admin:meetings_meeting_changelist"),
        reverse("admin:meetings_meeting_change", args=[meeting.pk]),
        reverse("admin:meetings_meeting_history", args=[meeting.pk]),
        reverse("admin:meetings_pair_changelist"),
        reverse("admin:meetings_pair_change", args=[match.pk]),
        reverse("admin:people_auditevent_changelist"),
    ]
    for reader, pages in ((match.mentor.user, portal), (coordinator, portal + desk)):
        client.force_login(reader)
        for page in pages:
            response = client.get(page)
            assert SECRET_WORDS not in response.content.decode(), page

    client.force_login(note.owner)
    assert SECRET_WORDS in client.get(reverse("meetings:show", args=[meeting.pk])).content.decode()


def test_e06_no_mail_and_no_audit_event_tells_of_a_note(now: datetime) -> None:
    meeting = MeetingFactory.create()
    notes.keep_note(meeting, owner=meeting.match.mentee.user, text=SECRET_WORDS, now=now)

    for moment in (meeting.starts_at.replace(hour=3), meeting.starts_at.replace(hour=8, minute=5)):
        queue_reminders(now=moment)
        deliver_due(now=moment)

    assert mail.outbox
    assert all(SECRET_WORDS not in one.message().as_string() for one in mail.outbox)
    assert not AuditEvent.objects.filter(object_type="meetings.privatenote").exists()


def test_e06_notes_are_in_no_admin() -> None:
    from django.contrib.admin import site

    assert PrivateNote not in site._registry
