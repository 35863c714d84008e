"""Another time for a meeting, or none: first a page to check, then the deed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from meetings import times
from meetings.calendar.instants import wall
from meetings.errors import MeetingError
from meetings.forms import MoveForm
from meetings.models import Meeting
from meetings.schedule import planning
from meetings.views.finding import own_meeting
from people.reader import reader
from web import moments
from web.fields.texts import is_number, paragraph

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from people.models import User


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for another time (GET), show it on both clocks (GET with a time), and move the meeting (POST)."""
    meeting, user, now = own_meeting(request, pk), reader(request), timezone.now()
    if not meeting.can_be_moved():
        messages.error(request, _("This meeting can no longer be moved."))
        return redirect("meetings:show", pk=pk)
    data = request.POST if request.method == "POST" else request.GET
    form = MoveForm(data if "day" in data else None, meeting=meeting, user=user, now=now)
    if not form.is_valid() or "change" in request.GET:
        return page(request, meeting, form)
    start: datetime = form.cleaned_data["start"]
    if request.method != "POST":
        return page(request, meeting, form, start=start)
    there, seen = wall(start, meeting.zone), data.get("edition", "")
    edition = int(seen) if is_number(seen) else None
    try:
        planning.move(meeting, local_date=there.date(), local_time=there.time(), edition=edition, by=user, now=now)
    except MeetingError as error:
        form.add_error(None, str(error))
        return page(request, own_meeting(request, pk), form)
    messages.success(request, moved_words(start, user, meeting.match.other(user)))
    return redirect("meetings:show", pk=pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether the meeting is to be called off (GET), and do it (POST)."""
    meeting, user, now = own_meeting(request, pk), reader(request), timezone.now()
    if request.method != "POST":
        if meeting.can_be_cancelled(now):
            return render(request, "meetings/cancel.html", {"meeting": meeting, "other": meeting.match.other(user)})
        messages.error(request, _("Only a meeting that is still to come can be cancelled."))
        return redirect("meetings:show", pk=pk)
    try:
        planning.cancel(meeting, by=user, now=now)
    except MeetingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The meeting is cancelled. Both of you get an email about it."))
    return redirect("meetings:show", pk=pk)


def page(request: HttpRequest, meeting: Meeting, form: MoveForm, *, start: datetime | None = None) -> HttpResponse:
    """Draw the form, or what is about to happen."""
    user = reader(request)
    other = meeting.match.other(user)
    context = {
        "meeting": meeting,
        "other": other,
        "form": form,
        "zone": moments.city(user.zone_name),
        "clocks_differ": times.clocks_differ(start or meeting.starts_at, user, other),
    }
    if start is None:
        return render(request, "meetings/move.html", {**context, "edition": meeting.sequence})
    context["edition"] = request.GET.get("edition", meeting.sequence)
    outside = [person for person in (user, other) if times.is_outside_work(start, meeting.minutes, person)]
    return render(request, "meetings/move_check.html", {**context, "start": start, "outside": outside})


def moved_words(start: datetime, user: User, other: User) -> str:
    """Say the new time, on both clocks where they differ."""
    message = _("The meeting is now on %(time)s.") % {"time": times.spoken(start, user)}
    if times.clocks_differ(start, user, other):
        theirs = {"name": other.first_name, "time": times.spoken(start, other)}
        return paragraph(message, _("For %(name)s: %(time)s.") % theirs)
    return message
