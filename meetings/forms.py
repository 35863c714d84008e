"""What people type about meetings and goals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.calendar.instants import instant, is_missing, wall
from meetings.models import Meeting, MeetingStatus, Progress
from meetings.schedule.recording import LONGEST_MINUTES
from web.fields.days import within_reach
from web.fields.texts import ProseField
from web.forms import in_page

if TYPE_CHECKING:
    from datetime import datetime

    from people.models import User


class PageForm(forms.Form):
    """A form whose page carries the form element and the buttons."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Lay the fields out."""
        super().__init__(*args, **kwargs)
        self.helper = in_page()
        self.helper.layout = self.layout()

    def layout(self) -> Layout:
        """Return the fields, one under the other unless a form says otherwise."""
        return Layout(*self.fields)


class MoveForm(PageForm):
    """Another day and hour, as the person's own clock shows them. `start` is the instant they mean."""

    day = forms.DateField(
        label=_("Day"),
        validators=[within_reach],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    time = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput(attrs={"type": "time", "step": "300"}, format="%H:%M")
    )

    def __init__(self, *args: Any, meeting: Meeting, user: User, now: datetime, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Begin with the present time of the meeting on the person's clock."""
        self.user, self.now, self.meeting = user, now, meeting
        local = wall(meeting.starts_at, user.zone)
        super().__init__(*args, initial={"day": local.date(), "time": local.time()}, **kwargs)

    def layout(self) -> Layout:
        """Day and time side by side."""
        return Layout(Row(Column("day"), Column("time")))

    def clean(self) -> dict[str, Any]:
        """Refuse a time that clocks never show, one that has passed, and the one that is planned already."""
        data = super().clean() or {}
        if "day" not in data or "time" not in data:
            return data
        day, clock = data["day"], data["time"]
        data["start"] = start = instant(day, clock, self.user.zone)
        if is_missing(day, clock, self.user.zone):
            self.add_error(
                "time", _("This time does not exist on that day, because clocks go forward. Choose another time.")
            )
        elif start <= self.now:
            self.add_error("day", _("That time has passed. Choose a time that is still to come."))
        elif start == self.meeting.starts_at and self.meeting.status == MeetingStatus.PLANNED:
            self.add_error("time", _("The meeting is already planned for this time. Choose another one."))
        return data


class HeldForm(PageForm):
    """How long a meeting lasted."""

    minutes = forms.IntegerField(
        label=_("How long, in minutes"),
        min_value=1,
        max_value=LONGEST_MINUTES,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class AgendaForm(PageForm):
    """What the two want to talk about. `seen` is the mark of the agenda that the writer had before them."""

    text = ProseField(
        label=_("What you want to talk about"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("You both see this and can change it. One point a line is enough."),
    )
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


class NoteForm(PageForm):
    """What someone notes for themselves."""

    note = ProseField(
        label=_("Your note"),
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Nobody else can read it, and it is kept encrypted. Clear it to delete it."),
    )


class ProgressForm(PageForm):
    """How far a goal is, and what happened."""

    state = forms.ChoiceField(label=_("Progress"), choices=Progress.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("What happened"),
        required=False,
        max_length=300,
        help_text=_("A sentence, if you like. Only the two of you can see it."),
    )
