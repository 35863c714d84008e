from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from agreements.models import VersionStatus
from agreements.tests.factories import AgreementVersionFactory, LearningGoalFactory
from matching.models import MatchStatus
from matching.models.match_status import CAME_TO_NOTHING
from matching.pairs import relationships
from matching.tests.factories import MatchFactory
from meetings import goals
from meetings.errors import MeetingError
from meetings.models import GoalProgress, Progress
from meetings.schedule import agendas
from meetings.tests.factories import MeetingFactory
from people.models import AuditEvent
from people.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_p30_the_agenda_is_written_by_either_and_seen_by_both(now: datetime) -> None:
    meeting = MeetingFactory.create()

    written = agendas.write_agenda(
        meeting, text=" Feedback on the talk ", seen=agendas.fingerprint(meeting), by=meeting.match.mentor.user, now=now
    )

    assert written.agenda == "Feedback on the talk"
    assert "Feedback" not in str(AuditEvent.objects.get(action="meeting.agenda_written").details)


def test_two_who_write_at_once_do_not_overwrite_each_other(now: datetime) -> None:
    meeting = MeetingFactory.create()
    seen = agendas.fingerprint(meeting)
    agendas.write_agenda(meeting, text="Mine", seen=seen, by=meeting.match.mentor.user, now=now)

    with pytest.raises(MeetingError, match="has changed the agenda in the meantime"):
        agendas.write_agenda(meeting, text="Yours", seen=seen, by=meeting.match.mentee.user, now=now)


def test_a_stranger_writes_no_agenda(now: datetime) -> None:
    meeting = MeetingFactory.create()

    with pytest.raises(MeetingError, match="Only the two"):
        agendas.write_agenda(meeting, text="x", seen=agendas.fingerprint(meeting), by=UserFactory.create(), now=now)


@pytest.mark.parametrize(
    ("number", "ideas"),
    [(1, agendas.FIRST), (2, agendas.EARLY), (4, agendas.EARLY), (5, agendas.MIDDLE), (11, agendas.LAST)],
)
def test_p30_ideas_suit_the_time_of_the_relationship(number: int, ideas: list[object]) -> None:
    assert (
        agendas.ideas_for(
            MeetingFactory.build(number=number, appointment=None, match=None, recorded_by=None), meetings_in_all=12
        )
        == ideas
    )


def test_p30_both_say_how_far_a_goal_is_and_nothing_said_is_lost(now: datetime) -> None:
    goal = AgreementVersionFactory.create(in_force=True).goals.get()
    match = goal.version.agreement.match

    goals.record_progress(goal, state="under_way", note=" First draft. ", by=match.mentee.user, now=now)
    goals.record_progress(goal, state="reached", by=match.mentor.user, now=now + timedelta(days=7))

    [known] = goals.goals_of(match)
    assert [(one.state, one.note, one.by) for one in known.progress.all()] == [
        (Progress.REACHED, "", match.mentor.user),
        (Progress.UNDER_WAY, "First draft.", match.mentee.user),
    ]


@pytest.mark.parametrize("status", [VersionStatus.SIGNING, VersionStatus.SUPERSEDED])
def test_goals_of_a_version_that_is_not_in_force_do_not_move(status: VersionStatus, now: datetime) -> None:
    goal = AgreementVersionFactory.create(in_force=True, status=status).goals.get()

    with pytest.raises(MeetingError, match="not in force"):
        goals.record_progress(goal, state="reached", by=goal.version.agreement.match.mentee.user, now=now)


def test_a_stranger_or_an_unknown_state_is_refused(now: datetime) -> None:
    goal = LearningGoalFactory.create(version=AgreementVersionFactory.create(in_force=True, goals=0))

    with pytest.raises(MeetingError, match="Only the two"):
        goals.record_progress(goal, state="reached", by=UserFactory.create(), now=now)
    with pytest.raises(MeetingError, match="Choose the progress"):
        goals.record_progress(goal, state="perhaps", by=goal.version.agreement.match.mentee.user, now=now)
    assert not GoalProgress.objects.exists()


def test_h19_goals_stay_as_they_are_once_the_mentoring_is_over(client: Client, now: datetime) -> None:
    goal = AgreementVersionFactory.create(in_force=True).goals.get()
    match = goal.version.agreement.match
    goals.record_progress(goal, state="under_way", by=match.mentee.user, now=now)
    relationships.end_early(match, by=match.mentee.user, now=now)

    with pytest.raises(MeetingError, match="This mentoring has ended"):
        goals.record_progress(goal, state="reached", by=match.mentee.user, now=now)

    client.force_login(match.mentee.user)
    page = client.get(reverse("meetings:goals", args=[match.pk])).content.decode()
    assert (goal.what in page, "Your mentoring ended on" in page, "Update progress" in page) == (True, True, False)


@pytest.mark.parametrize("status", CAME_TO_NOTHING)
def test_h19_a_proposal_has_no_goals_whatever_became_of_it(status: MatchStatus, client: Client) -> None:
    match = MatchFactory.create(proposed=True, status=status)
    client.force_login(match.mentor.user)

    assert client.get(reverse("meetings:goals", args=[match.pk])).status_code == 404
