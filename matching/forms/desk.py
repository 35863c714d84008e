"""What coordinators fill in about matching."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matching.models import Scenario
from matching.models.scenario import Importance
from matching.scoring import CRITERIA, usual_weights

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matching.drafts import Choice
    from matching.scoring.base import Criterion
    from programs.models import Cohort

WEIGHT = "weight-"


class AcceptForm(forms.Form):
    """A word to somebody who is accepted, if there is one to say."""

    reason = forms.CharField(
        label=_("A word to the person"),
        help_text=_("Optional. They read it on their page, for example which training to begin with."),
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
        max_length=1000,
        required=False,
    )


class DeclineForm(forms.Form):
    """Why somebody is not accepted (D-30, D-32)."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The person reads it. Say what would have to change."),
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
        max_length=1000,
        error_messages={"required": _("Write a reason. The person will read it.")},
    )


class ScenarioForm(forms.Form):
    """A name, and how much each wish counts."""

    name = forms.CharField(
        label=_("Name"),
        help_text=_("So that you find it again, for example “Own choice first”."),
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
        max_length=80,
        error_messages={"required": _("Give the scenario a name.")},
    )

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        """Begin with what is usual for the program's format."""
        super().__init__(*args, **kwargs)
        count = Scenario.objects.filter(cohort=cohort).count() + 1
        self.fields["name"].initial = _("Scenario %d") % count
        usual = usual_weights(cohort.program.format)
        for criterion in CRITERIA:
            self.fields[f"{WEIGHT}{criterion.code}"] = forms.ChoiceField(
                label=criterion.label,
                help_text=criterion.about,
                choices=Importance.choices,
                initial=usual[criterion.code],
                widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
            )

    def rows(self) -> Iterator[tuple[Criterion, forms.BoundField]]:
        """Yield each criterion with its field."""
        for criterion in CRITERIA:
            yield criterion, self[f"{WEIGHT}{criterion.code}"]

    def weights(self) -> dict[str, str]:
        """Return the importance by criterion."""
        return {criterion.code: self.cleaned_data[f"{WEIGHT}{criterion.code}"] for criterion in CRITERIA}


class AssignForm(forms.Form):
    """One of the mentors whom every rule allows and who has a place left."""

    mentor = forms.TypedChoiceField(
        label=_("Mentor"),
        coerce=int,
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={
            "required": _("Choose a mentor."),
            "invalid_choice": _("Choose one of the mentors in the list."),
        },
    )

    def __init__(self, *args: Any, choices: list[Choice], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        """Show the score beside each name."""
        super().__init__(*args, **kwargs)
        free = [(choice.mentor.pk, f"{choice.mentor} – {choice.score}") for choice in choices if choice.places > 0]
        self.fields["mentor"].choices = [("", _("Choose a mentor")), *free]  # type: ignore[attr-defined]
