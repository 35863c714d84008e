"""Calendar files to download, for people whose mail program does not take the invitation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from meetings.models import MeetingStatus
from meetings.schedule import events
from meetings.views.finding import own_appointment, own_meeting

if TYPE_CHECKING:
    from django.http import HttpRequest


@never_cache
@require_safe
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    row = own_meeting(request, pk)
    if row.status == MeetingStatus.UNPLACED:
        raise Http404
    return _file(events.download_one(row))


@never_cache
@require_safe
def series(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a standing appointment with all its meetings."""
    octets = events.download(own_appointment(request, pk))
    if octets is None:
        raise Http404
    return _file(octets)


def _file(octets: bytes) -> HttpResponse:
    response = HttpResponse(octets, content_type="text/calendar; charset=utf-8; method=PUBLISH")
    response["Content-Disposition"] = 'attachment; filename="mentoring.ics"'
    return response
