"""What becomes of meetings and goals when the two change their agreement (P-28), through the processes themselves."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core import mail

from agreements.models import AgreementVersion
from agreements.tests.stories import GOAL, in_force, sign
from agreements.writing import amendments, drafts
from meetings import goals
from meetings.models import Appointment, Meeting
from notifications.transport.delivery import deliver_due

pytestmark = pytest.mark.django_db


def change(version: AgreementVersion, *, now: datetime, **fields: object) -> AgreementVersion:
    """The two change something, and everyone concerned signs."""
    mentee = version.match.mentee.user
    draft = amendments.begin(version.agreement, by=mentee, now=now)
    drafts.save_draft(draft, revision=draft.revision, by=mentee, now=now, **fields)
    sent = drafts.send_for_signature(draft, by=mentee, now=now)
    for role in sent.requests.order_by("pk").values_list("role", flat=True):
        sign(sent, role, now=now)
    return AgreementVersion.objects.with_people().get(pk=sent.pk)


def planned(version: AgreementVersion) -> list[tuple[int, datetime]]:
    rows = Meeting.objects.planned().filter(match=version.match).order_by("starts_at")
    return list(rows.values_list("pk", "starts_at"))


def test_p28_words_alone_leave_every_meeting_and_calendar_as_it_is(now: datetime) -> None:
    version = in_force(now=now)
    deliver_due(now=now + timedelta(minutes=10))
    mail.outbox.clear()
    before = planned(version)

    changed = change(version, now=now + timedelta(hours=1), topics="Speaking in public")

    assert planned(version) == before
    assert Appointment.objects.get(match=version.match).version == changed
    deliver_due(now=now + timedelta(hours=2))
    assert not [one for one in mail.outbox if any("calendar" in kind for _content, kind in one.alternatives)]


def test_p28_a_new_hour_moves_what_is_to_come(now: datetime) -> None:
    version = in_force(now=now)
    before = planned(version)

    changed = change(version, now=now + timedelta(hours=1), minutes=30)

    after = planned(version)
    assert not {pk for pk, _start in before} & {pk for pk, _start in after}
    assert Appointment.objects.open().get(match=version.match).version == changed


def test_p28_what_was_said_about_a_goal_goes_along(now: datetime) -> None:
    version = in_force(now=now)
    goals.record_progress(
        version.goals.get(), state="under_way", note="First half.", by=version.match.mentee.user, now=now
    )

    changed = change(version, now=now + timedelta(hours=1), topics="Speaking in public")

    (goal,) = goals.goals_of(changed.match)
    assert (goal.what, [said.note for said in goal.progress.all()]) == (GOAL["what"], ["First half."])


def test_p28_a_goal_that_was_replaced_keeps_its_own_story(now: datetime) -> None:
    version = in_force(now=now)
    old = version.goals.get()
    mentee = version.match.mentee.user
    goals.record_progress(old, state="reached", by=mentee, now=now)
    draft = amendments.begin(version.agreement, by=mentee, now=now)
    drafts.set_goals(draft, goals=[{**GOAL, "what": "Lead two reviews"}], by=mentee, now=now)
    sent = drafts.send_for_signature(draft, by=mentee, now=now)
    for role in ("mentee", "mentor"):
        sign(sent, role, now=now)

    (goal,) = goals.goals_of(version.match)
    assert (goal.what, list(goal.progress.all())) == ("Lead two reviews", [])
    assert old.progress.count() == 1
