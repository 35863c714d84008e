"""One meeting: when and how, whether it took place, its agenda, and the reader's own note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from meetings import times
from meetings.errors import MeetingError
from meetings.forms import AgendaForm, HeldForm, NoteForm
from meetings.models import Meeting, MeetingStatus
from meetings.private_notes import notes
from meetings.schedule import agendas
from meetings.schedule.recording import record_held, record_missed
from meetings.views.finding import own_meeting
from people.reader import reader

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a meeting. `?ideas` fills an empty agenda with ideas, to be saved or not."""
    return page(request, own_meeting(request, pk))


@require_POST
def held(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the meeting took place."""
    meeting = own_meeting(request, pk)
    form = HeldForm(request.POST)
    if not form.is_valid():
        return page(request, meeting, held_form=form)
    try:
        record_held(meeting, minutes=form.cleaned_data["minutes"], by=reader(request), now=timezone.now())
    except MeetingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Good that you met. It is recorded."))
    return redirect("meetings:show", pk=pk)


@require_POST
def missed(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the meeting did not take place."""
    meeting = own_meeting(request, pk)
    try:
        record_missed(meeting, by=reader(request), now=timezone.now())
    except MeetingError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            _("It is recorded.")
            if meeting.match.is_over
            else _("It is recorded. You can choose another time for this meeting."),
        )
    return redirect("meetings:show", pk=pk)


@require_POST
def agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the agenda that both see."""
    meeting = own_meeting(request, pk)
    form = AgendaForm(request.POST)
    if form.is_valid():
        text, seen = form.cleaned_data["text"], form.cleaned_data["seen"]
        try:
            agendas.write_agenda(meeting, text=text, seen=seen, by=reader(request), now=timezone.now())
        except MeetingError as error:
            # Keep what was typed, beside what the partner wrote meanwhile.
            form = AgendaForm({"text": text, "seen": agendas.fingerprint(meeting)})
            form.add_error("text", str(error))
        else:
            messages.success(request, _("The agenda is saved. Both of you see it."))
            return redirect("meetings:show", pk=pk)
    return page(request, meeting, agenda_form=form)


@sensitive_post_parameters("note")
@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the reader's own note."""
    meeting = own_meeting(request, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return page(request, meeting, note_form=form)
    try:
        kept = notes.keep_note(meeting, owner=reader(request), text=form.cleaned_data["note"], now=timezone.now())
    except MeetingError as error:
        messages.error(request, str(error))
    else:
        done = _("Your note is saved. Only you can read it.") if kept else _("Your note is deleted.")
        messages.success(request, done)
    return redirect("meetings:show", pk=pk)


def page(request: HttpRequest, meeting: Meeting, **forms: HeldForm | AgendaForm | NoteForm) -> HttpResponse:
    """Draw the page of a meeting, with a form that has errors in the place of its fresh one."""
    user, now = reader(request), timezone.now()
    other = meeting.match.other(user)
    own_note, note_problem = _own_note(request, meeting)
    ideas = agendas.ideas_for(meeting, meetings_in_all=meeting.match.meetings.count())
    agenda_text = meeting.agenda
    if "ideas" in request.GET and not agenda_text:
        agenda_text = "\n".join(f"- {idea}" for idea in ideas)
    context = {
        "meeting": meeting,
        "other": other,
        "clocks_differ": times.clocks_differ(meeting.starts_at, user, other),
        "has_begun": meeting.starts_at <= now,
        "can_be_recorded": meeting.can_be_recorded(now),
        "can_be_moved": meeting.can_be_moved(),
        "can_be_cancelled": meeting.can_be_cancelled(now),
        "can_be_downloaded": meeting.status == MeetingStatus.PLANNED,
        "ideas": ideas,
        "note_problem": note_problem,
        "held_form": HeldForm(initial={"minutes": meeting.held_minutes or meeting.minutes}),
        "agenda_form": AgendaForm(initial={"text": agenda_text, "seen": agendas.fingerprint(meeting)}),
        "note_form": NoteForm(initial={"note": own_note}),
        "form_with_errors": next((form for form in forms.values() if form.errors), None),
        **forms,
    }
    return render(request, "meetings/show.html", context)


def _own_note(request: HttpRequest, meeting: Meeting) -> tuple[str, str]:
    """Return the reader's own note, and what is wrong with it if it cannot be opened."""
    kept = notes.note_of(meeting, reader(request))
    try:
        return (kept.text if kept else ""), ""
    except MeetingError as error:
        return "", str(error)
