"""What meetings answer when an agreement asks how much of its time was used (P-27)."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.hours.hours_used import TimeUsed, progress_of, time_used_by
from agreements.models import AgreementVersion
from agreements.tests.signing.links.filling import MINE, sign_fields
from agreements.tests.signing.links.filling import answer as answer_link
from agreements.tests.stories import in_force, link_to, request_of, sign, with_supervisors
from meetings.models import Meeting

pytestmark = pytest.mark.django_db


def held(version: AgreementVersion, *lengths: int | None) -> None:
    """The first meetings took place; None is as long as planned."""
    meetings = Meeting.objects.filter(match=version.match).order_by("starts_at")
    for meeting, minutes in zip(meetings, lengths, strict=False):
        Meeting.objects.filter(pk=meeting.pk).update(
            status="held", held_minutes=minutes, recorded_at=meeting.ends_at, recorded_by=version.match.mentee.user
        )


def after(version: AgreementVersion, days: int) -> datetime:
    """Some days after the first day of the agreement."""
    assert version.starts_on is not None
    return datetime.combine(version.starts_on, time(12), UTC) + timedelta(days=days)


def test_p27_minutes_are_those_recorded_else_those_planned(now: datetime) -> None:
    version = in_force(now=now)
    held(version, 50, None)

    assert time_used_by(version.match, now=after(version, 9)) == TimeUsed(50 + 60, on_track=True)


def test_p27_before_the_first_meeting_it_is_too_early_to_tell(now: datetime) -> None:
    version = in_force(now=now)

    assert time_used_by(version.match, now=now) == TimeUsed(0, on_track=None)


def test_p27_a_pair_that_does_not_meet_is_not_on_track(now: datetime) -> None:
    version = in_force(now=now)

    assert time_used_by(version.match, now=after(version, 40)).on_track is False


def test_p27_protected_is_what_the_agreement_says_until_today(now: datetime) -> None:
    version = in_force(now=now)
    held(version, 45)
    later = after(version, 30)
    planned = Meeting.objects.filter(match=version.match)

    progress = progress_of(version.agreement, now=later)

    assert progress is not None
    assert (progress.used, progress.protected, progress.in_all) == (
        45,
        60 * planned.filter(starts_at__lte=later).count(),
        60 * planned.count(),
    )
    assert progress.protected > 0


def test_p27_the_supervisors_page_shows_the_hours_and_no_more(client: Client) -> None:
    now = timezone.now() - timedelta(minutes=20)
    version = with_supervisors(now=now)
    asked = request_of(version, "mentee_supervisor")
    client.post(link_to(asked.signer, now=now), MINE)
    answer_link(client, **sign_fields(asked))
    sign(version, "mentor_supervisor", now=now)
    held(version, 50)
    Meeting.objects.filter(match=version.match).update(agenda="Secret agenda")

    page = client.get(reverse("agreements:sign_progress", args=[asked.reference])).content.decode()

    assert "50 minutes of the 0 minutes protected until today" in " ".join(page.split())
    assert "Secret agenda" not in page
    assert "Lead a project review" not in page
