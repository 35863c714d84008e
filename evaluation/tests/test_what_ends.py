"""A report is due when a cohort is over; who can no longer answer does not count as asked (L-22)."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from evaluation import closing
from evaluation.desk_items import desk_items
from evaluation.figures import pair_figures, survey_groups
from evaluation.models import SurveyInvitation
from evaluation.tests.factories import SurveyInvitationFactory
from matching.models import Match, MatchStatus
from matching.tests.factories import MatchFactory
from meetings.models import MeetingStatus
from meetings.schedule import recording
from meetings.tests.factories import MeetingFactory
from people.models import User
from people.tests.factories import UserFactory
from programs.models import Cohort
from programs.tests.factories import CohortFactory, ProgramFactory

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)


@pytest.fixture
def coordinator() -> User:
    user: User = UserFactory.create()
    return user


@pytest.fixture
def cohort(coordinator: User, now: datetime) -> Cohort:
    """Return a cohort that runs, in a program that the coordinator runs."""
    program = ProgramFactory.create(coordinator=coordinator)
    cohort: Cohort = CohortFactory.create(program=program, status="running")
    Cohort.objects.filter(pk=cohort.pk).update(starts_on=now.date(), ends_on=now.date() + timedelta(days=180))
    return cohort


def is_due(user: User, *, now: datetime) -> bool:
    """Say whether the desk asks for a report."""
    return "evaluation.reports" in {item.key for item in desk_items(user, now=now)}


def over(cohort: Cohort, status: MatchStatus, *, now: datetime) -> Match:
    """Add a match that is over, one way or another."""
    match = MatchFactory.create(active=True, cohort=cohort)
    Match.objects.filter(pk=match.pk).update(status=status, ended_at=now)
    return match


@pytest.mark.parametrize("status", [MatchStatus.DECLINED, MatchStatus.EXPIRED, MatchStatus.WITHDRAWN])
def test_l22_a_proposal_that_came_to_nothing_asks_for_no_report(
    status: MatchStatus, cohort: Cohort, coordinator: User, now: datetime
) -> None:
    over(cohort, status, now=now)

    assert not is_due(coordinator, now=now)
    assert not is_due(coordinator, now=now + YEAR)


@pytest.mark.parametrize("status", [MatchStatus.COMPLETED, MatchStatus.ENDED])
def test_l22_a_report_is_due_when_the_cohort_is_over(
    status: MatchStatus, cohort: Cohort, coordinator: User, now: datetime
) -> None:
    over(cohort, status, now=now)
    assert not is_due(coordinator, now=now)  # its days are not over: others may still be matched

    assert is_due(coordinator, now=now + YEAR)
    MatchFactory.create(active=True, cohort=cohort)
    assert not is_due(coordinator, now=now + YEAR)


def test_l22_a_cohort_that_is_closed_is_over(cohort: Cohort, coordinator: User, now: datetime) -> None:
    Cohort.objects.filter(pk=cohort.pk).update(status="closed")

    assert is_due(coordinator, now=now)


class TestAsked:
    """Who ended early and has not answered cannot any more."""

    @pytest.fixture
    def asked(self, cohort: Cohort, now: datetime) -> list[SurveyInvitation]:
        """Return three invitations of which one is answered, and one can no longer be."""
        rows = [SurveyInvitationFactory.create(match__cohort=cohort, match__active=True) for _ in range(3)]
        SurveyInvitation.objects.filter(pk=rows[0].pk).update(answered_on=rows[0].opens_on)
        Match.objects.filter(pk__in=[rows[0].match_id, rows[2].match_id]).update(status=MatchStatus.ENDED, ended_at=now)
        return rows

    def test_l22_who_can_no_longer_answer_does_not_count_as_asked(
        self, asked: list[SurveyInvitation], cohort: Cohort
    ) -> None:
        [group] = survey_groups([cohort])[cohort.pk]

        assert (group.asked, group.answered) == (2, 1)

    def test_l22_the_desk_does_not_count_them_either(
        self, asked: list[SurveyInvitation], coordinator: User, now: datetime
    ) -> None:
        SurveyInvitation.objects.update(opens_on=now.date(), closes_on=now.date() + timedelta(days=3), answered_on=None)
        [item] = [one for one in desk_items(coordinator, now=now) if one.key == "evaluation.surveys"]

        assert item.body.startswith("0 of 1 ")


def test_l16_a_relationship_is_completed_when_its_last_day_is_over_for_both() -> None:
    """Five in the afternoon in San Francisco is the next day in UTC: the meeting still takes place."""
    meeting = MeetingFactory.create(time_zone="America/Los_Angeles", local_time=time(17))
    for person in (meeting.match.mentor.user, meeting.match.mentee.user):
        person.time_zone = "America/Los_Angeles"
        person.save()
    Match.objects.filter(pk=meeting.match_id).update(ends_on=meeting.local_date)

    assert closing.close_finished(now=datetime(2026, 3, 11, 0, 5, tzinfo=UTC)) == 0
    assert closing.close_finished(now=datetime(2026, 3, 11, 8, 5, tzinfo=UTC)) == 1
    meeting.refresh_from_db()
    assert meeting.status == MeetingStatus.PLANNED


def test_l16_what_nobody_recorded_is_no_planned_meeting_in_the_figures() -> None:
    meeting = MeetingFactory.create()
    match = meeting.match
    Match.objects.filter(pk=match.pk).update(status=MatchStatus.ENDED, ended_at=meeting.ends_at)
    recording.close_unrecorded(now=meeting.ends_at + timedelta(days=8))

    figures = pair_figures([match.cohort])[match.cohort_id]

    assert (figures.planned, figures.unrecorded, figures.missed) == (0, 1, 0)
