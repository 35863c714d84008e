"""What meetings put on a person's home page."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings import times
from meetings.models import Meeting, MeetingStatus
from web.todo import Todo, TodoState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from people.models import User

# How long a meeting that was recorded stays on the page as done.
STAYS = timedelta(days=7)
LOOKS_BACK = timedelta(days=60)


def todos_for(user: User, *, now: datetime) -> list[Todo]:
    """Say whether you met, choose another time, and what is next; in one query."""
    lately = Meeting.objects.visible_to(user).filter(starts_at__gt=now - LOOKS_BACK)
    meetings = lately.with_names().order_by("match", "starts_at")
    todos: list[Todo] = []
    for _match, group in groupby(meetings, key=lambda meeting: meeting.match_id):
        todos += _of_pair(list(group), user, now)
    return todos


def _of_pair(meetings: list[Meeting], user: User, now: datetime) -> Iterator[Todo]:
    other = meetings[0].match.other(user)
    for meeting in meetings:
        if meeting.status == MeetingStatus.PLANNED and meeting.is_over(now):
            yield _did_you_meet(meeting, user, other)
    unplaced = [meeting for meeting in meetings if meeting.needs_a_time(now)]
    if unplaced:
        yield _another_time(unplaced, other)
    coming = next(
        (upcoming for upcoming in meetings if upcoming.status == MeetingStatus.PLANNED and not upcoming.is_over(now)),
        None,
    )
    if coming:
        yield Todo(
            key=f"meetings.next.{coming.match_id}",
            title=_("Next meeting with %(name)s") % {"name": other.name},
            url=reverse("meetings:show", args=[coming.pk]),
            state=TodoState.WAITING,
            waits_for=times.spoken(coming.starts_at, user),
            rank=60,
        )
    recorded = [meeting for meeting in meetings if meeting.recorded_at and meeting.recorded_at > now - STAYS]
    if recorded:
        yield Todo(
            key=f"meetings.recorded.{recorded[-1].pk}",
            title=_("Say whether you met %(name)s on %(day)s")
            % {"name": other.name, "day": times.day_of(recorded[-1].starts_at, user)},
            url=reverse("meetings:show", args=[recorded[-1].pk]),
            state=TodoState.DONE,
        )


def _did_you_meet(meeting: Meeting, user: User, other: User) -> Todo:
    return Todo(
        key=f"meetings.recorded.{meeting.pk}",
        title=_("Did you meet %(name)s on %(day)s?")
        % {"name": other.name, "day": times.day_of(meeting.starts_at, user)},
        body=_("One answer is enough for both of you."),
        url=reverse("meetings:show", args=[meeting.pk]),
        action=_("Say whether you met"),
        rank=40,
        is_optional=meeting.match.is_over,
    )


def _another_time(unplaced: list[Meeting], other: User) -> Todo:
    count = len(unplaced)
    url = reverse("meetings:move", args=[unplaced[0].pk]) if count == 1 else reverse("meetings:list")
    title = ngettext(
        "Choose another time for a meeting with %(name)s",
        "Choose other times for %(count)d meetings with %(name)s",
        count,
    )
    return Todo(
        key=f"meetings.unplaced.{unplaced[0].match_id}",
        title=title % {"count": count, "name": other.name},
        body=_("One of you has another mentoring meeting at the planned time."),
        url=url,
        action=_("Choose a time"),
        rank=45,
    )
