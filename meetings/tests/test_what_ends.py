"""Meetings of pairs that have parted: asked about once, then not recorded; the page says completed or ended (H-19, L-16)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from agreements.models import AgreementVersion
from agreements.tests import stories
from agreements.writing import amendments, completeness
from matching.models import Match, MatchStatus
from matching.pairs import relationships
from meetings.errors import MeetingError
from meetings.models import Meeting, MeetingStatus
from meetings.schedule import recording, reminders
from meetings.tests.factories import MeetingFactory
from meetings.todo import todos_for
from notifications.models import Message
from notifications.transport.delivery import deliver_due
from people.models import AuditEvent
from pool.tests.pages import text

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def last() -> Meeting:
    """Return a meeting on the last day of its mentoring: Tuesday 10 March 2026 at 10:00 in Berlin."""
    meeting: Meeting = MeetingFactory.create()
    Match.objects.filter(pk=meeting.match_id).update(ends_on=meeting.local_date)
    return meeting


def asked(meeting: Meeting, *, now: datetime) -> list[str]:
    """Run the sweep and the delivery of the next days; return to whom it went."""
    reminders.queue_reminders(now=now)
    mail.outbox.clear()
    deliver_due(now=(now + DAY).replace(hour=12))
    return sorted(one.to[0] for one in mail.outbox if one.subject.startswith("Say whether you met"))


@pytest.mark.parametrize("how", ["completed", "ended"])
def test_l16_the_last_meeting_is_asked_about_after_the_end(how: str, last: Meeting) -> None:
    over = last.ends_at + timedelta(hours=16)
    match = Match.objects.with_people().get(pk=last.match_id)
    if how == "completed":
        relationships.complete(match, by=None, now=over)
    else:
        relationships.end_early(match, by=match.mentor.user, now=over)

    both = sorted([match.mentor.user.email, match.mentee.user.email])
    assert asked(last, now=over + timedelta(hours=1)) == both
    assert asked(last, now=over + 2 * DAY) == []
    assert next(task.title for task in todos_for(match.mentee.user, now=over)).startswith("Did you meet")


@pytest.mark.parametrize("over", [False, True])
def test_l16_the_first_task_of_someone_whose_mentoring_is_over_is_no_past_meeting(
    last: Meeting, client: Client, *, over: bool
) -> None:
    start = datetime.now(tz=UTC) - timedelta(days=1)
    Meeting.objects.filter(pk=last.pk).update(starts_at=start, ends_at=start + timedelta(hours=1))
    if over:
        Match.objects.filter(pk=last.match_id).update(status=MatchStatus.ENDED, ended_at=start + timedelta(hours=2))
    client.force_login(last.match.mentee.user)

    answer = client.get("/")

    first = answer.context["next"]
    assert (first is not None and first.title.startswith("Did you meet")) == (not over)
    assert ("You can still do this" in text(answer)) == over
    assert "Did you meet" in text(answer)


@pytest.mark.parametrize("over", [False, True])
def test_l16_e27_another_time_is_offered_only_while_there_can_be_one(
    last: Meeting, client: Client, *, over: bool
) -> None:
    after = last.ends_at + timedelta(hours=16)
    if over:
        relationships.complete(Match.objects.with_people().get(pk=last.match_id), by=None, now=after)

    assert asked(last, now=after + timedelta(hours=1))
    bodies = [str(one.body) for one in mail.outbox if one.subject.startswith("Say whether you met")]
    client.force_login(last.match.mentee.user)
    page = text(client.post(reverse("meetings:missed", args=[last.pk]), follow=True))

    assert [("choose another time" in body) for body in bodies] == [not over] * 2
    assert "It is recorded." in page
    assert ("You can choose another time" in page) == (not over)


def test_l16_who_already_said_so_is_not_asked(last: Meeting) -> None:
    over = last.ends_at + timedelta(hours=16)
    recording.record_held(last, by=last.match.mentor.user, now=last.ends_at)
    relationships.complete(last.match, by=None, now=over)

    assert asked(last, now=over) == []


class TestNotRecorded:
    """L-16: what nobody recorded counts as not recorded, not as planned."""

    @pytest.fixture
    def closed(self, last: Meeting) -> Meeting:
        """Return a meeting of a pair that ended, which nobody has recorded in a week."""
        match = Match.objects.with_people().get(pk=last.match_id)
        relationships.end_early(match, by=match.mentee.user, now=last.ends_at + timedelta(hours=1))
        assert recording.close_unrecorded(now=last.ends_at + 6 * DAY) == 0
        assert recording.close_unrecorded(now=last.ends_at + 8 * DAY) == 1
        last.refresh_from_db()
        return last

    def test_l16_after_a_week_it_counts_as_not_recorded(self, closed: Meeting) -> None:
        assert closed.status == MeetingStatus.UNRECORDED
        assert recording.close_unrecorded(now=closed.ends_at + 9 * DAY) == 0
        assert AuditEvent.objects.filter(action="meeting.unrecorded").count() == 1

    def test_l16_nobody_is_asked_about_it_any_more(self, closed: Meeting) -> None:
        user, now = closed.match.mentee.user, closed.ends_at + 9 * DAY

        assert [task.title for task in todos_for(user, now=now)] == []
        assert asked(closed, now=now) == []

    def test_l16_one_of_the_two_can_still_say_that_they_met(self, closed: Meeting) -> None:
        held = recording.record_held(closed, by=closed.match.mentor.user, now=closed.ends_at + 20 * DAY)

        assert held.status == MeetingStatus.HELD

    def test_a_pair_that_goes_on_keeps_its_question(self) -> None:
        meeting = MeetingFactory.create()

        assert recording.close_unrecorded(now=meeting.ends_at + 30 * DAY) == 0

    def test_the_sweep_closes_them(self, last: Meeting) -> None:
        Match.objects.filter(pk=last.match_id).update(status=MatchStatus.ENDED, ended_at=last.ends_at)

        import_module("meetings.tasks").look_after_pairs()

        assert Meeting.objects.get().status == MeetingStatus.UNRECORDED

    def test_its_page_says_so(self, closed: Meeting, client: Client) -> None:
        client.force_login(closed.match.mentee.user)

        page = text(client.get(reverse("meetings:show", args=[closed.pk])))

        assert ("Not recorded" in page, "Planned" in page) == (True, False)
        assert "Not recorded" in text(client.get(reverse("meetings:list")))


@pytest.mark.parametrize(("status", "words"), [("completed", "completed on"), ("ended", "ended on")])
def test_h19_the_list_of_meetings_says_how_a_past_pair_ended_and_when(
    status: str, words: str, last: Meeting, client: Client
) -> None:
    Match.objects.filter(pk=last.match_id).update(status=status, ended_at=last.ends_at + DAY)
    client.force_login(last.match.mentor.user)

    page = text(client.get(reverse("meetings:list")))

    assert f"{words} 11 March 2026" in page
    assert "on Tuesdays" not in page


@pytest.mark.parametrize("status", list(MatchStatus))
def test_l02_pairs_that_have_parted_are_reminded_of_no_meeting_to_come(status: MatchStatus, last: Meeting) -> None:
    Match.objects.filter(pk=last.match_id).update(status=status, ended_at=last.starts_at - 3 * DAY)

    reminders.queue_reminders(now=last.starts_at - 2 * DAY)

    expected = 4 if status == MatchStatus.ACTIVE else 0
    assert Message.objects.filter(kind__startswith="meetings.reminder").count() == expected


def test_what_is_still_to_come_is_not_recorded_as_anything(last: Meeting) -> None:
    with pytest.raises(MeetingError):
        recording.record_held(last, by=last.match.mentor.user, now=last.starts_at - DAY)
    assert last.local_date == date(2026, 3, 10)


def test_l14_the_start_of_a_mentoring_stays_once_the_two_have_met(now: datetime) -> None:
    version = stories.in_force(now=now)
    Match.objects.filter(pk=version.match.pk).update(starts_on=now.date() + 7 * DAY)
    draft = amendments.begin(version.agreement, by=version.match.mentee.user, now=now)
    AgreementVersion.objects.filter(pk=draft.pk).update(starts_on=now.date() + 14 * DAY)
    moved = AgreementVersion.objects.with_people().get(pk=draft.pk)
    assert completeness.problems(moved, now=now) == []

    MeetingFactory.create(appointment=version.match.appointments.get(), held=True, number=99, attendances=False)

    assert completeness.problems(moved, now=now)[0].text.startswith("Your mentoring began on")
