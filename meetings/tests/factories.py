"""Meetings for tests. `planned_series()` goes through the real process; the factories write single rows past it."""

from __future__ import annotations

import datetime as dt
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import factory
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from agreements.models import AgreementVersion
from agreements.tests.factories import AgreementVersionFactory, LearningGoalFactory
from matching.tests.factories import MatchFactory
from meetings.calendar.instants import instant
from meetings.models import (
    Appointment,
    Attendance,
    GoalProgress,
    Meeting,
    MeetingStatus,
    PairLetter,
    PairNote,
    PrivateNote,
    Progress,
)
from meetings.private_notes.sealing import seal
from meetings.schedule import planning
from people.tests.factories import UserFactory

PLANNED = datetime(2026, 3, 2, 9, tzinfo=UTC)


class AppointmentFactory(factory.django.DjangoModelFactory[Appointment]):
    """Tuesdays at 10:00 in Berlin, an hour every week, without its meetings."""

    class Meta:
        model = Appointment

    version = factory.SubFactory(AgreementVersionFactory, in_force=True)
    match = factory.SelfAttribute("version.agreement.match")
    weekday = factory.SelfAttribute("version.weekday")
    starts_at = factory.SelfAttribute("version.starts_at")
    time_zone = factory.SelfAttribute("version.time_zone")
    minutes = factory.SelfAttribute("version.minutes")
    rhythm = factory.SelfAttribute("version.rhythm")
    channel = factory.SelfAttribute("version.channel")
    place = factory.SelfAttribute("version.place")
    starts_on = factory.SelfAttribute("version.starts_on")
    until_on = factory.SelfAttribute("version.until_on")
    created_at = PLANNED
    stamped_at = PLANNED


class MeetingFactory(factory.django.DjangoModelFactory[Meeting]):
    """A planned meeting on Tuesday 10 March 2026 at 10:00 in Berlin, with both people's time taken.

    `held=True`, `missed=True`, `cancelled=True` and `unplaced=True` are what can come of it; `match=` sets the pair.
    """

    class Meta:
        model = Meeting
        skip_postgeneration_save = True

    class Params:
        held = factory.Trait(
            status=MeetingStatus.HELD,
            recorded_at=factory.SelfAttribute("ends_at"),
            recorded_by=factory.SelfAttribute("match.mentee.user"),
            held_minutes=factory.SelfAttribute("minutes"),
        )
        missed = factory.Trait(
            status=MeetingStatus.MISSED,
            recorded_at=factory.SelfAttribute("ends_at"),
            recorded_by=factory.SelfAttribute("match.mentee.user"),
        )
        cancelled = factory.Trait(status=MeetingStatus.CANCELLED)
        unplaced = factory.Trait(status=MeetingStatus.UNPLACED, original_on=None)

    appointment = factory.SubFactory(AppointmentFactory)
    match = factory.SelfAttribute("appointment.match")
    number = factory.LazyAttribute(lambda o: o.match.meetings.count() + 1)
    original_on = factory.SelfAttribute("local_date")
    local_date = dt.date(2026, 3, 10)
    local_time = dt.time(10)
    time_zone = "Europe/Berlin"
    minutes = 60
    starts_at = factory.LazyAttribute(lambda o: instant(o.local_date, o.local_time, ZoneInfo(o.time_zone)))
    ends_at = factory.LazyAttribute(lambda o: o.starts_at + timedelta(minutes=o.minutes))
    channel = "video"
    stamped_at = PLANNED

    @factory.post_generation
    def attendances(self: Meeting, create: bool, extracted: bool | None, **_: Any) -> None:  # noqa: ANN401 - the library's signature
        """Both people's time, unless `attendances=False` or nothing took their time."""
        if create and extracted is not False and self.status not in {MeetingStatus.UNPLACED, MeetingStatus.CANCELLED}:
            during = DateTimeTZRange(self.starts_at, self.ends_at)
            for user in (self.match.mentor.user, self.match.mentee.user):
                Attendance.objects.create(meeting=self, user=user, during=during)


class PrivateNoteFactory(factory.django.DjangoModelFactory[PrivateNote]):
    """The mentee's note, sealed."""

    class Meta:
        model = PrivateNote

    class Params:
        words = "Ask about the offsite."

    meeting = factory.SubFactory(MeetingFactory)
    owner = factory.SelfAttribute("meeting.match.mentee.user")
    sealed = factory.LazyAttribute(lambda o: seal(o.words, owner=o.owner.pk, meeting=o.meeting.pk))
    edited_at = PLANNED


class GoalProgressFactory(factory.django.DjangoModelFactory[GoalProgress]):
    """What the mentee said about a goal."""

    class Meta:
        model = GoalProgress

    goal = factory.SubFactory(
        LearningGoalFactory, version=factory.SubFactory(AgreementVersionFactory, in_force=True, goals=0)
    )
    state = Progress.UNDER_WAY
    note = "First draft is written."
    at = PLANNED
    by = factory.SelfAttribute("goal.version.agreement.match.mentee.user")


class PairNoteFactory(factory.django.DjangoModelFactory[PairNote]):
    """A coordinator's note about an active pair."""

    class Meta:
        model = PairNote

    match = factory.SubFactory(MatchFactory, active=True)
    author = factory.SubFactory(UserFactory, is_staff=True)
    text = "Called both."
    written_at = PLANNED


class PairLetterFactory(factory.django.DjangoModelFactory[PairLetter]):
    """A coordinator's mail to both of an active pair, as a row: nothing is queued."""

    class Meta:
        model = PairLetter

    match = factory.SubFactory(MatchFactory, active=True)
    author = factory.SubFactory(UserFactory, is_staff=True)
    text = "How is it going?"
    written_at = PLANNED
    to_mentor = True
    to_mentee = True


def planned_series(*, now: datetime = PLANNED, **fields: Any) -> Appointment:  # noqa: ANN401 - fields of the version
    """Plan the series of a version in force, as its last signature would. `fields` go to the version's factory."""
    version: AgreementVersion = AgreementVersionFactory.create(in_force=True, **fields)
    return planning.plan_series(version, now=now)
