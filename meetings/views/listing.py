"""All of the reader's meetings on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from meetings import times
from meetings.schedule.overview import SHOWN, overview_of
from people.reader import reader
from web import moments

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@require_safe
def list_meetings(request: HttpRequest) -> HttpResponse:
    """Show the next meeting, what waits for an answer, and each relationship's meetings."""
    user = reader(request)
    overview = overview_of(user, now=timezone.now())
    coming, other = overview.next, overview.next_other
    unplaced = [{"meeting": meeting, "other": meeting.match.other(user)} for meeting in overview.unplaced]
    context = {
        "overview": overview,
        "city": moments.city(user.zone_name),
        "clocks_differ": bool(coming and other and times.clocks_differ(coming.starts_at, user, other)),
        "unrecorded": [{"meeting": meeting, "other": meeting.match.other(user)} for meeting in overview.unrecorded],
        "unplaced": unplaced[:SHOWN],
        "unplaced_later": unplaced[SHOWN:],
    }
    return render(request, "meetings/list.html", context)
