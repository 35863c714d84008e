"""The form of the standing appointment: the one part of an agreement that is made of days and hours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from crispy_forms.layout import Column, Div, Row
from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.hours.appointment import ONBOARDING_WEEKS
from agreements.writing.completeness import has_begun_on, stays
from agreements.writing.forms_base import ONE_A_LINE, SectionForm
from agreements.writing.forms_days import within_reach
from web.moments import city

if TYPE_CHECKING:
    from datetime import time


class End(models.TextChoices):
    """How the two say until when they meet."""

    DAY = "day", _("On a day")
    COUNT = "count", _("After a number of meetings")


class MeetingsForm(SectionForm):
    """The standing appointment: when, how long, how often, where, until when, how to cancel and how to reach each other."""

    ends_by = forms.ChoiceField(
        label=_("When it ends"),
        choices=End.choices,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": _("Choose a last day or a number of meetings.")},
    )
    meetings_planned = forms.IntegerField(
        label=_("Number of meetings"),
        help_text=_("We calculate the last day from it."),
        min_value=2,
        max_value=60,
        required=False,
        error_messages={
            "invalid": _("Write a whole number, such as 12."),
            "min_value": _("Plan at least 2 meetings."),
            "max_value": _("Plan at most 60 meetings."),
        },
    )

    rows: ClassVar = (
        Row(Column("weekday"), Column("starts_at"), Column("minutes")),
        "time_zone",
        Row(Column("rhythm"), Column("starts_on")),
        Div(
            Div("ends_by"),
            Div("until_on", css_class="ends-day"),
            Div("meetings_planned", css_class="ends-count"),
            css_class="ends",
        ),
        Row(Column("channel"), Column("place")),
        "cancelling",
        "reaching",
    )

    class Meta(SectionForm.Meta):
        fields: ClassVar[list[str]] = [
            "weekday",
            "starts_at",
            "minutes",
            "time_zone",
            "rhythm",
            "starts_on",
            "until_on",
            "meetings_planned",
            "channel",
            "place",
            "cancelling",
            "reaching",
        ]
        labels: ClassVar = {
            "weekday": _("Day"),
            "starts_at": _("Start"),
            "minutes": _("Length"),
            "time_zone": _("Time zone"),
            "rhythm": _("How often"),
            "starts_on": _("First day"),
            "until_on": _("Last day"),
            "channel": _("How you meet"),
            "place": _("Location or link"),
            "cancelling": _("If one of you cannot come"),
            "reaching": _("How you reach each other between meetings"),
        }
        help_texts: ClassVar = {
            "cancelling": ONE_A_LINE,
            "reaching": _(
                "For example: by chat on working days. Leave private numbers out: your supervisors read this."
            ),
        }
        error_messages: ClassVar = {
            "starts_at": {"invalid": _("Choose a time such as 10:00.")},
            "starts_on": {"invalid": _("Choose a date such as 30 June 2026.")},
            "until_on": {"invalid": _("Choose a date such as 30 June 2026.")},
        }
        widgets: ClassVar = {
            "starts_at": forms.TimeInput(attrs={"type": "time", "step": "300"}, format="%H:%M"),
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "until_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "cancelling": forms.Textarea(attrs={"rows": 3}),
            "reaching": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Say how the draft ends now, and offer the time zones of the two."""
        super().__init__(*args, **kwargs)
        self.fields["rhythm"].required = False
        for name in ("starts_on", "until_on"):
            self.fields[name].validators.append(within_reach)
        if since := has_begun_on(self.instance.match, now=timezone.now()):
            self.fields["starts_on"].disabled = True
            self.fields["starts_on"].help_text = stays(since)
            self.initial["starts_on"] = since
        self.before = self.instance.meetings_planned
        self.initial["ends_by"] = End.COUNT if self.before else End.DAY
        self.fields["time_zone"] = self._time_zone()

    def _time_zone(self) -> forms.ChoiceField:
        """Offer the zones of the two, and hide the question where they share one."""
        match = self.instance.match
        zones: dict[str, list[str]] = {}
        for user in (match.mentee.user, match.mentor.user):
            zones.setdefault(user.zone_name, []).append(user.first_name)
        if self.instance.time_zone:
            zones.setdefault(self.instance.time_zone, [])
        choices = [
            (zone, f"{city(zone)} ({', '.join(names)})" if names else city(zone)) for zone, names in zones.items()
        ]
        return forms.ChoiceField(
            choices=choices,
            required=False,
            label=_("Time zone"),
            help_text=_("The start time is in this time zone, even when clocks change."),
            widget=forms.HiddenInput if len(choices) == 1 else forms.Select,
            initial=self.instance.time_zone or choices[0][0],
        )

    def clean_starts_at(self) -> time | None:
        """Drop the seconds: a meeting begins on a minute."""
        starts_at: time | None = self.cleaned_data["starts_at"]
        return starts_at.replace(second=0, microsecond=0) if starts_at else None

    def clean_rhythm(self) -> str:
        """Keep what was chosen before where nothing is sent."""
        return self.cleaned_data["rhythm"] or self.instance.rhythm

    def clean(self) -> dict[str, Any]:
        """Keep the end that was chosen, a day or a number; what stands in the other field does not count."""
        data = super().clean() or {}
        chosen = data.pop("ends_by", "") or (End.COUNT if self.before else End.DAY)
        if chosen == End.COUNT:
            self._leave_out("until_on", data)
            self._check_count(data)
        else:
            self._leave_out("meetings_planned", data)
            data["meetings_planned"] = None
            self._check_day(data)
        return data

    def _leave_out(self, name: str, data: dict[str, Any]) -> None:
        """Forget a field that does not count, and what was wrong with it."""
        data.pop(name, None)
        self.errors.pop(name, None)

    def _check_day(self, data: dict[str, Any]) -> None:
        start, until = data.get("starts_on"), data.get("until_on")
        if start and until and until <= start:
            self.add_error("until_on", _("The last day must be after the first day."))

    def _check_count(self, data: dict[str, Any]) -> None:
        """Ask for what the last day is counted from."""
        count = data.get("meetings_planned")
        if count is None:
            if "meetings_planned" not in self.errors:
                self.add_error("meetings_planned", _("Write how many meetings you plan, or choose a last day."))
            return
        if data.get("rhythm") == "onboarding" and count > len(ONBOARDING_WEEKS):
            self.add_error("meetings_planned", _("This rhythm has 8 meetings. Write 8 or fewer."))
        for name, sentence in (
            ("weekday", _("Choose the day of the week, so that the last meeting can be counted.")),
            ("starts_on", _("Choose the first day, so that the last meeting can be counted.")),
        ):
            if data.get(name) is None and name not in self.errors:
                self.add_error(name, sentence)
