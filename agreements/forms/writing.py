"""The forms in which a pair writes its agreement, one topic on each page."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.models import AgreementVersion, Section
from agreements.wording import city

if TYPE_CHECKING:
    from datetime import time

ONE_A_LINE = _("One point on each line.")


def fingerprint(version: AgreementVersion, section: Section) -> str:
    """Return a hash of what one part of a draft says, to see whether somebody else changed it meanwhile."""
    from agreements.drafting import FIELDS  # noqa: PLC0415 - keeps the forms' imports to what forms need

    said: list[object] = [str(getattr(version, name)) for name in FIELDS[section]]
    if section == Section.GOALS:
        said = [[goal.what, goal.measure, str(goal.by_on)] for goal in version.goals.all()]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


class SectionForm(forms.ModelForm[AgreementVersion]):
    """One part of a draft. Everything may be left open until the draft goes out."""

    rows: ClassVar[tuple[object, ...]] = ()
    # Dates are checked against each other here, with a sentence; the process and the database check again.
    error_css_class = ""

    class Meta:
        model = AgreementVersion
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Lay out the fields; the page carries the form element and the buttons."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 6
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(*(self.rows or tuple(self.fields)))

    def validate_constraints(self) -> None:
        """Leave constraints that span other fields to the process, which locks first."""


class DutiesForm(SectionForm):
    """What each of the two does."""

    class Meta(SectionForm.Meta):
        fields: ClassVar[list[str]] = ["mentor_duties", "mentee_duties"]
        labels: ClassVar = {"mentor_duties": _("What the mentor does"), "mentee_duties": _("What the mentee does")}
        help_texts: ClassVar = {"mentor_duties": ONE_A_LINE, "mentee_duties": ONE_A_LINE}


class RulesForm(SectionForm):
    """What each can expect, and the ground rules."""

    class Meta(SectionForm.Meta):
        fields: ClassVar[list[str]] = ["expectations", "ground_rules"]
        labels: ClassVar = {"expectations": _("What you can expect from each other"), "ground_rules": _("Ground rules")}
        help_texts: ClassVar = {"expectations": ONE_A_LINE, "ground_rules": ONE_A_LINE}


class TopicsForm(SectionForm):
    """What the two talk about, and what not."""

    class Meta(SectionForm.Meta):
        fields: ClassVar[list[str]] = ["topics", "out_of_bounds"]
        labels: ClassVar = {"topics": _("Topics"), "out_of_bounds": _("What is out of bounds")}
        help_texts: ClassVar = {
            "topics": _("One topic on each line. Your supervisors read this too, so keep it general."),
            "out_of_bounds": ONE_A_LINE,
        }


class MeetingsForm(SectionForm):
    """The standing appointment: when, how long, how often, where, until when, and how to cancel."""

    rows: ClassVar = (
        Row(Column("weekday"), Column("starts_at"), Column("minutes")),
        "time_zone",
        Row(Column("rhythm"), Column("starts_on"), Column("until_on")),
        Row(Column("channel"), Column("place")),
        "cancelling",
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
            "channel",
            "place",
            "cancelling",
        ]
        labels: ClassVar = {
            "weekday": _("Day"),
            "starts_at": _("Start"),
            "minutes": _("Length"),
            "time_zone": _("Whose clock"),
            "rhythm": _("How often"),
            "starts_on": _("First day"),
            "until_on": _("Last day"),
            "channel": _("How you meet"),
            "place": _("Place or link"),
            "cancelling": _("If one of you cannot come"),
        }
        help_texts: ClassVar = {"cancelling": ONE_A_LINE}
        widgets: ClassVar = {
            "starts_at": forms.TimeInput(attrs={"type": "time", "step": "300"}, format="%H:%M"),
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "until_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "cancelling": forms.Textarea,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer the time zones of the two, and hide the question where they share one."""
        super().__init__(*args, **kwargs)
        self.fields["rhythm"].required = False
        match = self.instance.match
        zones: dict[str, list[str]] = {}
        for user in (match.mentee.user, match.mentor.user):
            zones.setdefault(user.zone_name, []).append(user.first_name)
        if self.instance.time_zone:
            zones.setdefault(self.instance.time_zone, [])
        choices = [
            (zone, f"{city(zone)} ({', '.join(names)})" if names else city(zone)) for zone, names in zones.items()
        ]
        self.fields["time_zone"] = forms.ChoiceField(
            choices=choices,
            required=False,
            label=_("Whose clock"),
            help_text=_("The start is meant on this clock, also when clocks change."),
            widget=forms.HiddenInput if len(choices) == 1 else forms.Select,
            initial=self.instance.time_zone or choices[0][0],
        )

    def clean_starts_at(self) -> time | None:
        """Keep whole minutes."""
        starts_at: time | None = self.cleaned_data["starts_at"]
        return starts_at.replace(second=0, microsecond=0) if starts_at else None

    def clean_rhythm(self) -> str:
        """Keep what was chosen before where nothing is sent."""
        return self.cleaned_data["rhythm"] or self.instance.rhythm

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        data = super().clean() or {}
        start, until = data.get("starts_on"), data.get("until_on")
        if start and until and until <= start:
            self.add_error("until_on", _("The last day must be after the first day."))
        return data


FORMS: dict[Section, type[SectionForm]] = {
    Section.DUTIES: DutiesForm,
    Section.RULES: RulesForm,
    Section.TOPICS: TopicsForm,
    Section.MEETINGS: MeetingsForm,
}
