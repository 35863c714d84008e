"""The forms in which a pair writes its agreement, one topic on each page."""

from __future__ import annotations

import hashlib
import json
from typing import Any, ClassVar

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.models import AgreementVersion, Section
from agreements.text.defaults import clauses_on_offer, lines
from agreements.versions import FIELDS
from agreements.writing.forms_appointment import MeetingsForm
from agreements.writing.forms_base import ONE_A_LINE, SectionForm
from agreements.writing.suggestions import topics_on_offer
from web.fields.texts import PAGE, LengthValidator


def fingerprint(version: AgreementVersion, section: Section) -> str:
    """Return a hash of what one part of a draft says, to see whether someone else changed it meanwhile."""
    content: list[object] = [str(getattr(version, name)) for name in FIELDS[section]]
    if section == Section.GOALS:
        content = [[goal.what, goal.measure, str(goal.by_on)] for goal in version.goals.all()]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]


def offer(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    """Give a field of ticks its choices."""
    assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - tells the type checker what was declared
    field.choices = choices


class DutiesForm(SectionForm):
    """What each of the two does."""

    class Meta(SectionForm.Meta):
        fields: ClassVar[list[str]] = ["mentor_duties", "mentee_duties"]
        labels: ClassVar = {"mentor_duties": _("What the mentor does"), "mentee_duties": _("What the mentee does")}
        help_texts: ClassVar = {"mentor_duties": ONE_A_LINE, "mentee_duties": ONE_A_LINE}


class GroundRulesForm(SectionForm):
    """What each can expect, the ground rules, and the clauses of the program that the two choose."""

    chosen_clauses = forms.MultipleChoiceField(
        label=_("Choose what suits you"),
        help_text=_("Your program offers these rules. Those that you tick come after your own."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": _("Choose only rules that are offered here.")},
    )

    class Meta(SectionForm.Meta):
        fields: ClassVar[list[str]] = ["expectations", "ground_rules"]
        labels: ClassVar = {"expectations": _("What you can expect from each other"), "ground_rules": _("Ground rules")}
        help_texts: ClassVar = {"expectations": ONE_A_LINE, "ground_rules": ONE_A_LINE}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer the program's clauses, with a tick at those that stand in the draft; ask nothing where there are none."""
        super().__init__(*args, **kwargs)
        chosen = self.instance.chosen_clauses
        self.offered = clauses_on_offer(self.instance.match.cohort.guidelines, chosen)
        if self.offered:
            offer(self.fields["chosen_clauses"], [(clause, clause) for clause in self.offered])
            self.initial["chosen_clauses"] = lines(chosen)
        else:
            del self.fields["chosen_clauses"]
        self.helper.layout = Layout(*self.fields)

    def clean_chosen_clauses(self) -> str:
        """Keep what was ticked, in the order in which it is offered."""
        chosen = "\n".join(clause for clause in self.offered if clause in self.cleaned_data["chosen_clauses"])
        LengthValidator(PAGE)(chosen)
        return chosen


class AgreedTopicsForm(SectionForm):
    """What the two talk about, what not, and what they make together."""

    listed = forms.MultipleChoiceField(
        label=_("From your sign-ups"),
        help_text=_("What you both named comes first."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": _("Choose only topics that are offered here, or write others below.")},
    )

    class Meta(SectionForm.Meta):
        fields: ClassVar[list[str]] = ["topics", "out_of_bounds", "joint_project"]
        labels: ClassVar = {
            "topics": _("Topics"),
            "out_of_bounds": _("What is out of bounds"),
            "joint_project": _("A project that you do together"),
        }
        help_texts: ClassVar = {
            "topics": _("One topic on each line. Your supervisors read this too, so keep it general."),
            "out_of_bounds": ONE_A_LINE,
            "joint_project": _(
                "Only if you want one. Say in a line or two what it is and what you will have at the end."
            ),
        }
        widgets: ClassVar = {
            "topics": forms.Textarea(attrs={"rows": 4}),
            "joint_project": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer what the two named when they signed up; what else stands in the draft stays as lines."""
        super().__init__(*args, **kwargs)
        offered = topics_on_offer(self.instance.match)
        self.stored = lines(self.instance.topics)
        if offered:
            offer(self.fields["listed"], offered)
            names = [name for name, _label in offered]
            self.initial["listed"] = [line for line in self.stored if line in names]
            self.initial["topics"] = "\n".join(line for line in self.stored if line not in names)
            self.fields["topics"].label = _("Other topics")
        else:
            del self.fields["listed"]
        self.helper.layout = Layout(*(name for name in ("listed", *self.Meta.fields) if name in self.fields))

    def clean(self) -> dict[str, Any]:
        """Put ticks and lines together; the order of before stays where nothing else has changed."""
        data = super().clean() or {}
        topics = list(dict.fromkeys([*data.pop("listed", []), *lines(data.get("topics", ""))]))
        if sorted(topics) == sorted(self.stored):
            data["topics"] = self.instance.topics
        elif "topics" in data:
            data["topics"] = "\n".join(topics)
        return data


FORMS: dict[Section, type[SectionForm]] = {
    Section.DUTIES: DutiesForm,
    Section.RULES: GroundRulesForm,
    Section.TOPICS: AgreedTopicsForm,
    Section.MEETINGS: MeetingsForm,
}
