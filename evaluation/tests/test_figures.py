"""P-36, P-38: what is counted of sign-ups, pairs and meetings."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.tests.factories import AgreementVersionFactory
from evaluation.figures import PairFigures, enrolments, pair_figures, survey_groups
from evaluation.figures.enrolment import weekly
from evaluation.report import reading
from evaluation.report.gathering import eligible, mentor_hours
from evaluation.tests.factories import SurveyInvitationFactory, answer_all, running_cohort
from matching.models import Match, MatchStatus
from matching.tests.factories import MatchFactory
from meetings.tests.factories import AppointmentFactory, MeetingFactory
from people.tests.factories import DepartmentFactory, LevelFactory, SiteFactory, UserFactory
from pool.tests.factories import MenteeFactory, MentorFactory
from programs.guideline_versions.eligibility import mentee_problems
from programs.models import Cohort
from programs.tests.factories import CohortFactory, GuidelinesFactory

pytestmark = pytest.mark.django_db


def test_p36_sign_ups_of_mentors_and_mentees_are_counted(now: datetime) -> None:
    cohort = CohortFactory.create()
    MentorFactory.create_batch(2, program=cohort.program, capacity=2)
    MentorFactory.create(program=cohort.program, applied=True)
    MentorFactory.create(program=cohort.program, draft=True)
    MenteeFactory.create_batch(4, cohort=cohort)
    MenteeFactory.create(cohort=cohort, status="withdrawn")
    MenteeFactory.create(cohort=cohort, draft=True)
    MenteeFactory.create()  # another program
    came = enrolments([cohort], on=now.date())[cohort.pk]
    assert (came.applications, came.mentors, came.places, came.signed_up, came.mentees) == (3, 2, 4, 5, 4)
    assert came.mentors_per_mentee == 0.5


def test_without_mentees_there_is_no_ratio(now: datetime) -> None:
    cohort = CohortFactory.create()
    assert enrolments([cohort], on=now.date())[cohort.pk].mentors_per_mentee is None


def test_p36_sign_ups_add_up_by_week_from_the_opening() -> None:
    monday = date(2026, 2, 2)
    weeks = weekly(
        [date(2026, 1, 5), monday, monday + timedelta(days=8)],
        [monday + timedelta(days=6), monday + timedelta(days=7)],
        since=monday + timedelta(days=2),
        on=monday + timedelta(days=15),
    )
    assert weeks == [(monday, 2, 1), (monday + timedelta(days=7), 3, 2), (monday + timedelta(days=14), 3, 2)]


def test_a_long_time_is_shown_from_half_a_year_back() -> None:
    weeks = weekly([date(2024, 1, 1)], [], since=date(2024, 1, 1), on=date(2026, 3, 3))
    assert (len(weeks), weeks[0], weeks[-1]) == (26, (date(2025, 9, 8), 1, 0), (date(2026, 3, 2), 1, 0))


def test_nobody_yet_means_no_weeks() -> None:
    assert weekly([], [], since=None, on=date(2026, 3, 3)) == []


def pair(cohort: Cohort, **fields: object) -> Match:
    return MatchFactory.create(active=True, cohort=cohort, **fields)


def test_the_funnel_counts_each_mentee_once() -> None:
    cohort = running_cohort(pairs=0)
    MatchFactory.create(cohort=cohort, draft=True)
    declined = MatchFactory.create(cohort=cohort, proposed=True, status=MatchStatus.DECLINED)
    MatchFactory.create(cohort=cohort, mentee=declined.mentee)
    MatchFactory.create(cohort=cohort, proposed=True)
    pair(cohort, status=MatchStatus.COMPLETED, ended_at=datetime(2026, 3, 1, tzinfo=UTC))
    pair(cohort, status=MatchStatus.ENDED, ended_at=datetime(2026, 3, 1, tzinfo=UTC))
    figures = pair_figures([cohort])[cohort.pk]
    assert (figures.proposed, figures.confirmed, figures.pairs) == (4, 3, 3)
    assert (figures.active, figures.completed, figures.ended_early) == (0, 1, 1)


def test_days_to_the_last_signature_are_the_median_of_first_versions() -> None:
    cohort = running_cohort(pairs=0)
    sent = datetime(2026, 2, 2, 9, tzinfo=UTC)
    for days in (1, 2, 9):
        signed = sent + timedelta(days=days)
        AgreementVersionFactory.create(agreement__match=pair(cohort), in_force=True, sent_at=sent, in_force_at=signed)
    pair(cohort)
    figures = pair_figures([cohort])[cohort.pk]
    assert (figures.in_force, figures.mentees_in_force, figures.pairs, figures.days_to_sign) == (3, 3, 4, 2.0)


def test_meetings_are_counted_by_what_came_of_them() -> None:
    cohort = running_cohort(pairs=0)
    appointment = AppointmentFactory.create(version__agreement__match=pair(cohort))
    days = [date(2026, 3, day) for day in (10, 17, 24, 31)]
    MeetingFactory.create(appointment=appointment, local_date=days[0], held=True, held_minutes=45)
    MeetingFactory.create(appointment=appointment, local_date=days[1], held=True)
    MeetingFactory.create(appointment=appointment, local_date=days[2], missed=True)
    MeetingFactory.create(appointment=appointment, local_date=days[3])
    figures = pair_figures([cohort])[cohort.pk]
    assert (figures.held, figures.missed, figures.planned, figures.minutes) == (2, 1, 1, 105)
    assert figures.mentees_met == 1


def test_p38_pairs_across_departments_sites_and_languages_are_counted_where_both_sides_are_known() -> None:
    cohort = running_cohort(pairs=0)
    one, other = DepartmentFactory.create(), DepartmentFactory.create()
    here = SiteFactory.create()

    def person(**fields: object) -> object:
        return UserFactory.create(**fields)

    pair(
        cohort,
        mentor_user=person(department=one, site=here, languages=["en", "de"]),
        mentee_user=person(department=other, site=here, languages=["de"]),
    )
    pair(
        cohort,
        mentor_user=person(department=one, site=here, languages=["en"]),
        mentee_user=person(department=one, site=None, languages=["en"]),
    )
    figures = pair_figures([cohort])[cohort.pk]
    assert (figures.across_departments, figures.across_sites, figures.across_languages) == ((1, 2), (0, 1), (1, 2))


def test_p38_hours_of_mentors_are_shown_by_department_only_in_groups_of_five() -> None:
    cohort = running_cohort(pairs=0)
    for name, mentors in (("Finance", 5), ("Legal", 2), ("Sales", 6)):
        department = DepartmentFactory.create(name=name)
        for _ in range(mentors):
            match = pair(cohort, mentor_user=UserFactory.create(department=department))
            MeetingFactory.create(appointment__version__agreement__match=match, held=True, attendances=False)
    hours = mentor_hours(pair_figures([cohort])[cohort.pk])
    assert hours == {"rows": [("Sales", 6, 6.0)], "rest": (7, 7.0), "total": (13, 13.0)}


def test_p38_hours_of_four_mentors_are_not_shown_at_all() -> None:
    cohort = running_cohort(pairs=0)
    for _ in range(4):
        MeetingFactory.create(appointment__version__agreement__match=pair(cohort), held=True, attendances=False)
    assert mentor_hours(pair_figures([cohort])[cohort.pk]) == {"rows": [], "rest": None, "total": None}


def test_p07_those_who_could_take_part_are_counted_by_the_rules_of_the_guidelines(now: datetime) -> None:
    level = LevelFactory.create()
    guidelines = GuidelinesFactory.create(mentee_levels=[level], mentee_min_tenure_months=6)
    cohort = CohortFactory.create(program=guidelines.program)
    fitting = UserFactory.create(level=level, hired_on=date(2024, 1, 1))
    UserFactory.create(level=level, hired_on=date(2026, 1, 1))
    UserFactory.create(level=level, hired_on=date(2024, 1, 1), left_on=date(2026, 1, 1))
    assert eligible(cohort, on=now.date()) == 1
    assert mentee_problems(guidelines, fitting, on=now.date()) == []


def test_p12_figures_cost_the_same_for_one_cohort_and_for_three(now: datetime) -> None:
    cohorts = [running_cohort(pairs=2), running_cohort(pairs=1), running_cohort(pairs=3)]
    for cohort in cohorts:
        SurveyInvitationFactory.create(match=cohort.matches.first())
    counts = []
    for some in (cohorts[:1], cohorts):
        with CaptureQueriesContext(connection) as queries:
            enrolments(some, on=now.date())
            pair_figures(some)
            survey_groups(some)
        counts.append(len(queries))
    assert counts == [7, 7]


def test_survey_groups_know_who_was_asked_and_hold_only_what_may_be_shown(now: datetime) -> None:
    cohort = running_cohort(pairs=0)
    for _ in range(6):
        SurveyInvitationFactory.create(match__cohort=cohort)
    SurveyInvitationFactory.create(match__cohort=cohort, point="close", mentor=True)
    answer_all(cohort, role="mentee", now=now)
    groups = survey_groups([cohort])[cohort.pk]
    assert [(group.point, group.role, group.asked, group.answered) for group in groups] == [
        ("two_weeks", "mentee", 6, 6),
        ("close", "mentor", 1, 0),
    ]
    assert groups[0].result is not None
    assert groups[1].result is None
    assert [group.is_open(now.date()) for group in groups] == [False, True]


@pytest.mark.parametrize(
    ("minutes", "shown"), [(0, "0\u00a0hours"), (60, "1\u00a0hour"), (90, "1.5\u00a0hours"), (120, "2\u00a0hours")]
)
def test_one_hour_is_an_hour(minutes: int, shown: str) -> None:
    pairs = vars(PairFigures()) | {"minutes": minutes}
    figures = {figure.label: figure for figure in reading.meetings({"pairs": pairs}).figures}

    assert figures["Hours together"].shown == shown


@pytest.mark.parametrize(("days", "shown"), [(None, "–"), (1.0, "1\u00a0day"), (2.5, "2.5\u00a0days")])
def test_one_day_is_a_day(days: float | None, shown: str) -> None:
    pairs = vars(PairFigures()) | {"days_to_sign": days}
    figures = reading.rates({"pairs": pairs, "enrolment": {"signed_up": 0}, "summaries": 0}).figures

    assert {figure.label: figure.shown for figure in figures}["Days to the last signature"] == shown
