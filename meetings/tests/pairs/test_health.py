from __future__ import annotations

import datetime as dt
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from agreements.models.hours import Rhythm
from matching.models import Match
from matching.tests.factories import MatchFactory
from meetings.calendar import recurrence
from meetings.models import MeetingStatus
from meetings.pairs.health import LASTS, TIME_TO_RECORD, CheckInReason, Health, Numbers, PairState, health, limits_of
from meetings.pairs.pair_health import states_of
from meetings.tests.factories import AppointmentFactory, MeetingFactory

NOW = datetime(2026, 4, 14, 12, tzinfo=UTC)
HELD, MISSED, SILENT, CANCELLED = (
    MeetingStatus.HELD,
    MeetingStatus.MISSED,
    MeetingStatus.PLANNED,
    MeetingStatus.CANCELLED,
)


def state(
    *past: str, since: int = 40, last: int = 3, next_in: int | None = 4, left: int = 100, rhythm: str = Rhythm.WEEKLY
) -> PairState:
    """Tell the state of a pair: past statuses newest first a week apart, days since the start, and so on."""
    return health(
        Numbers(
            rhythm=rhythm,
            begins_at=NOW - timedelta(days=since),
            ends_at=NOW + timedelta(days=left),
            past=[(status, NOW - timedelta(days=last + 7 * number)) for number, status in enumerate(past)],
            next_at=None if next_in is None else NOW + timedelta(days=next_in),
        ),
        now=NOW,
    )


def told(*past: str, **numbers: object) -> Health | None:
    """The same, without the reasons."""
    return state(*past, **numbers).health  # type: ignore[arg-type]


def course(rhythm: str, off: set[int], *, weeks: int, signed_after: int, outcome: str, today: int) -> PairState:
    """Tell the state on one day of a pair whose meetings all come out alike, but for those that it called off."""
    starts_on = date(2026, 3, 2)
    ends_on = starts_on + timedelta(weeks=weeks)
    until = min(ends_on, starts_on + LASTS[Rhythm.ONBOARDING]) if rhythm == Rhythm.ONBOARDING else ends_on
    series = recurrence.plan(recurrence.EventFrequency(rhythm), weekday=4, starts_on=starts_on, until_on=ends_on)
    days = series.days() if series else []
    begins_at = datetime(2026, 3, 2, tzinfo=UTC) + timedelta(days=signed_after)
    starts = [datetime(day.year, day.month, day.day, 9, tzinfo=UTC) for day in days]
    starts = [at for at in starts if at > begins_at]
    kept = [at for number, at in enumerate(starts) if number not in off]
    now = begins_at + timedelta(days=today)
    past = [at for at in reversed(kept) if at <= now and (outcome != SILENT or at <= now - TIME_TO_RECORD)]
    return health(
        Numbers(
            rhythm=rhythm,
            begins_at=begins_at,
            ends_at=datetime(until.year, until.month, until.day, tzinfo=UTC),
            past=[(outcome, at) for at in past],
            next_at=next((at for at in kept if at > now), None),
        ),
        now=now,
    )


rhythms = st.sampled_from(Rhythm.values)


@given(rhythms, st.sets(st.integers(0, 1)), st.integers(16, 40), st.integers(0, 27), st.integers(0, 280))
def test_l19_a_pair_that_keeps_to_its_rhythm_is_never_flagged(
    rhythm: str, off: set[int], weeks: int, signed_after: int, today: int
) -> None:
    # Up to two meetings at the beginning are called off; all others take place and are recorded.
    told_of = course(
        rhythm, off, weeks=weeks, signed_after=signed_after, outcome=HELD, today=min(today, 7 * weeks - signed_after)
    )
    assert not told_of.needs_check_in


@given(rhythms, st.integers(0, 30), st.integers(0, 5), st.integers(0, 200))
def test_l19_meetings_called_off_for_a_holiday_do_not_count_as_missed(
    rhythm: str, first: int, many: int, today: int
) -> None:
    # In a long relationship any meetings are called off that do not keep the two apart for six weeks or three rounds.
    weeks_off = {"weekly": 5, "fortnightly": 2, "monthly": 2, "onboarding": 2}[rhythm]
    off = set(range(first, first + min(many, weeks_off - 1)))
    length = 12 if rhythm == Rhythm.ONBOARDING else 60
    if rhythm == Rhythm.ONBOARDING:
        off, today = {number for number in off if number < 6}, min(today, 60)
    told_of = course(rhythm, off, weeks=length, signed_after=0, outcome=HELD, today=today)
    assert not told_of.needs_check_in


@given(rhythms, st.integers(20, 40), st.integers(0, 27))
def test_l19_before_its_first_meeting_a_pair_is_too_early_to_tell(rhythm: str, weeks: int, signed_after: int) -> None:
    for today in range(28):
        told_of = course(rhythm, set(), weeks=weeks, signed_after=signed_after, outcome=SILENT, today=today)
        assert told_of.health in {Health.TOO_EARLY, Health.NEEDS_CHECK_IN}
        if not told_of.needs_check_in:
            continue
        # The first meeting has been, and for longer than one has to record it.
        met = course(rhythm, set(), weeks=weeks, signed_after=signed_after, outcome=HELD, today=today - 3)
        assert met.health == Health.ON_TRACK
        break


@settings(max_examples=40)
@given(rhythms, st.integers(20, 40), st.integers(0, 27), st.sampled_from([MISSED, SILENT]))
def test_p31_a_pair_that_never_meets_is_found_in_every_rhythm(
    rhythm: str, weeks: int, signed_after: int, outcome: str
) -> None:
    flagged = [
        today
        for today in range(100)
        if course(rhythm, set(), weeks=weeks, signed_after=signed_after, outcome=outcome, today=today).needs_check_in
    ]
    assert flagged
    assert timedelta(days=flagged[0]) >= min(limits_of(rhythm).first, timedelta(days=17))
    assert flagged[0] <= 38
    assert flagged == list(range(flagged[0], flagged[0] + len(flagged)))


@given(rhythms, st.integers(0, 60))
def test_p31_a_pair_that_calls_everything_off_is_found_after_six_weeks_or_three_rounds(rhythm: str, today: int) -> None:
    everything = set(range(200))
    last = max(timedelta(weeks=6), limits_of(rhythm).apart)
    told_of = course(rhythm, everything - {50}, weeks=60, signed_after=0, outcome=HELD, today=last.days + today)
    assert told_of.needs_check_in


@pytest.mark.parametrize(
    ("rhythm", "first", "following", "apart"),
    [("weekly", 10, 14, 42), ("fortnightly", 17, 17, 42), ("monthly", 31, 31, 84), ("onboarding", 10, 17, 42)],
)
def test_l19_the_rhythm_wins_where_it_is_longer_than_the_defaults(
    rhythm: str, first: int, following: int, apart: int
) -> None:
    limits = limits_of(rhythm)
    assert (limits.first.days, limits.following.days, limits.apart.days) == (first, following, apart)


def test_l19_a_monthly_pair_is_not_flagged_fifteen_days_before_its_first_meeting() -> None:
    assert told(since=13, next_in=15, rhythm=Rhythm.MONTHLY) == Health.TOO_EARLY
    assert told(since=13, next_in=None, rhythm=Rhythm.MONTHLY) == Health.TOO_EARLY
    assert told(since=31, next_in=None, rhythm=Rhythm.MONTHLY) == Health.NEEDS_CHECK_IN


def test_l19_why_and_since_when_a_pair_is_flagged() -> None:
    assert state(MISSED, MISSED, MISSED, HELD).since == {CheckInReason.IN_A_ROW: NOW - timedelta(days=3)}
    assert state(SILENT, SILENT, HELD, last=4).since == {CheckInReason.SILENT: NOW - timedelta(days=1)}
    assert state(HELD, last=20, next_in=None).flagged_at == NOW - timedelta(days=6)
    assert state(since=12, next_in=None).flagged_at == NOW - timedelta(days=2)
    assert state(HELD).flagged_at is None


def test_a_pair_that_met_and_meets_again_is_on_track() -> None:
    assert told(HELD) == Health.ON_TRACK


def test_before_the_first_meeting_it_is_too_early_to_tell() -> None:
    assert told(since=9) == Health.TOO_EARLY
    assert told(MISSED, since=9) == Health.TOO_EARLY


def test_p31_no_first_meeting_after_ten_days_needs_a_check_in() -> None:
    assert told(since=10, next_in=None) == Health.NEEDS_CHECK_IN
    assert told(MISSED, since=10) == Health.NEEDS_CHECK_IN
    assert told(since=10) == Health.TOO_EARLY


@pytest.mark.parametrize("past", [(MISSED, MISSED, MISSED), (SILENT, MISSED, MISSED)])
def test_p31_three_in_a_row_that_did_not_take_place_need_a_check_in(past: tuple[str, ...]) -> None:
    assert told(*past, HELD) == Health.NEEDS_CHECK_IN
    assert told(HELD, *past) == Health.ON_TRACK


def test_p31_two_that_nobody_spoke_about_need_a_check_in() -> None:
    assert told(SILENT, SILENT, HELD) == Health.NEEDS_CHECK_IN
    assert told(SILENT, HELD) == Health.ON_TRACK
    assert told(MISSED, SILENT, HELD) == Health.ON_TRACK


def test_p31_no_next_meeting_for_fourteen_days_needs_a_check_in() -> None:
    assert told(HELD, last=14, next_in=None) == Health.NEEDS_CHECK_IN
    assert told(HELD, last=13, next_in=None) == Health.ON_TRACK


def test_a_pair_whose_time_is_nearly_over_needs_no_next_meeting() -> None:
    assert told(HELD, last=20, next_in=None, left=14) == Health.ON_TRACK


@given(st.lists(st.sampled_from([HELD, MISSED, SILENT]), max_size=8), st.integers(0, 60))
def test_a_meeting_that_just_took_place_with_a_next_one_planned_is_always_on_track(past: list[str], since: int) -> None:
    assert told(HELD, *past, since=since) == Health.ON_TRACK


@given(st.lists(st.sampled_from([HELD, MISSED, SILENT]), max_size=8))
def test_another_missed_meeting_never_makes_a_pair_better(past: list[str]) -> None:
    if told(*past) == Health.NEEDS_CHECK_IN and past[:2] != [SILENT, SILENT]:
        assert told(MISSED, *past) == Health.NEEDS_CHECK_IN


@pytest.mark.django_db
def test_health_is_read_from_the_rows() -> None:
    on_track = MeetingFactory.create(held=True, local_date=dt.date(2026, 4, 7)).match
    quiet = AppointmentFactory.create()
    for day in (3, 10):
        MeetingFactory.create(appointment=quiet, local_date=dt.date(2026, 4, day))
    MeetingFactory.create(held=True, appointment=quiet, local_date=dt.date(2026, 3, 24))
    confirmed = MatchFactory.create()

    assert of_all() == {on_track.pk: Health.ON_TRACK, quiet.match.pk: Health.NEEDS_CHECK_IN, confirmed.pk: None}


def of_all() -> dict[int, Health | None]:
    """The health of every match, on the day of these tests."""
    return {pk: one.health for pk, one in states_of(Match.objects.all(), now=NOW).items()}


@pytest.mark.django_db
def test_l19_a_pair_that_is_over_has_no_health() -> None:
    over = MatchFactory.create(active=True, status="completed", ended_at=NOW)

    assert of_all() == {over.pk: None}


@pytest.mark.django_db
def test_l18_health_is_silent_while_one_of_the_two_is_shut_out() -> None:
    pair = MatchFactory.create(active=True, mentee_user__is_active=False)

    assert of_all() == {pair.pk: None}


@pytest.mark.django_db
def test_l02_somebody_who_has_left_is_a_matter_for_the_desk_and_not_for_the_pair() -> None:
    pair = MatchFactory.create(active=True, mentor_user__left_on=dt.date(2026, 4, 10))

    found = states_of(Match.objects.all(), now=NOW)[pair.pk]

    assert found.since == {CheckInReason.LEFT: datetime(2026, 4, 10, tzinfo=UTC)}
    assert (found.needs_check_in, found.asks_the_pair) == (True, False)


@pytest.mark.django_db
def test_l19_the_rhythm_is_that_of_the_series_that_goes_on() -> None:
    old = AppointmentFactory.create(ended_at=datetime(2026, 3, 20, tzinfo=UTC))
    MeetingFactory.create(held=True, appointment=old, local_date=dt.date(2026, 3, 17))
    assert of_all()[old.match.pk] == Health.NEEDS_CHECK_IN

    AppointmentFactory.create(match=old.match, rhythm=Rhythm.MONTHLY)

    assert of_all()[old.match.pk] == Health.ON_TRACK


@pytest.mark.django_db
def test_l19_a_pair_back_from_three_weeks_of_holiday_is_on_track() -> None:
    appointment = AppointmentFactory.create()
    MeetingFactory.create(held=True, appointment=appointment, local_date=dt.date(2026, 3, 17))
    for day in (dt.date(2026, 3, 24), dt.date(2026, 3, 31), dt.date(2026, 4, 7)):
        MeetingFactory.create(cancelled=True, appointment=appointment, local_date=day)
    MeetingFactory.create(appointment=appointment, local_date=dt.date(2026, 4, 15))

    assert of_all()[appointment.match.pk] == Health.ON_TRACK


@pytest.mark.django_db
def test_a_meeting_of_yesterday_that_nobody_recorded_yet_does_not_count() -> None:
    appointment = AppointmentFactory.create()
    MeetingFactory.create(held=True, appointment=appointment, local_date=dt.date(2026, 3, 31))
    for day in (7, 13):
        MeetingFactory.create(appointment=appointment, local_date=dt.date(2026, 4, day))
    MeetingFactory.create(appointment=appointment, local_date=dt.date(2026, 4, 20))

    assert of_all()[appointment.match.pk] == Health.ON_TRACK


@pytest.mark.django_db
def test_health_is_one_query_however_many_pairs() -> None:
    for _ in range(3):
        MeetingFactory.create(held=True)

    with CaptureQueriesContext(connection) as queries:
        of_all()

    assert len(queries) == 1
