"""When a pair is asked."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from evaluation.models import SurveyPoint
from evaluation.survey.points import APART, points_of
from programs.models.program import Format

START = date(2026, 1, 5)


def test_half_a_year_is_asked_after_two_weeks_30_days_at_the_midpoint_and_at_the_close() -> None:
    assert points_of(Format.PEER, START, date(2026, 7, 5)) == {
        SurveyPoint.TWO_WEEKS: date(2026, 1, 19),
        SurveyPoint.THIRTY_DAYS: date(2026, 2, 4),
        SurveyPoint.MIDPOINT: date(2026, 4, 5),
        SurveyPoint.CLOSE: date(2026, 7, 5),
    }


def test_onboarding_is_asked_at_days_30_60_90_and_at_the_close() -> None:
    assert points_of(Format.ONBOARDING, START, START + timedelta(days=120)) == {
        SurveyPoint.THIRTY_DAYS: START + timedelta(days=30),
        SurveyPoint.SIXTY_DAYS: START + timedelta(days=60),
        SurveyPoint.NINETY_DAYS: START + timedelta(days=90),
        SurveyPoint.CLOSE: START + timedelta(days=120),
    }


def test_a_point_shortly_before_the_end_gives_way_to_the_close() -> None:
    points = points_of(Format.ONBOARDING, START, START + timedelta(days=92))
    assert SurveyPoint.NINETY_DAYS not in points
    assert points[SurveyPoint.CLOSE] == START + timedelta(days=92)


@given(st.sampled_from(Format.values), st.integers(min_value=1, max_value=800))
def test_nobody_is_asked_twice_within_a_week_or_after_the_end(program_format: str, days: int) -> None:
    ends_on = START + timedelta(days=days)
    opens = sorted(points_of(program_format, START, ends_on).values())
    assert opens[-1] == ends_on
    assert all(later - earlier >= APART for earlier, later in pairwise(opens))
