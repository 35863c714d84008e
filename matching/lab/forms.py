"""What coordinators set in a scenario, and what they say when they change one by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from matching.fit.criteria import CRITERIA, usual_weights
from matching.fit.rules import RULES
from matching.fit.terms import Terms
from matching.models import Scenario, ScenarioStatus
from matching.models.scenario import STRONGEST, Importance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from programs.models import Cohort

WEIGHT, RULE = "weight-", "rule-"
SWITCHABLE = [rule for rule in RULES if rule.switchable]
NUMBER = {"class": "form-control", "inputmode": "numeric"}


def number(label: Any, help_text: Any, least: int, most: int, *, slide: int = 0) -> forms.IntegerField:  # noqa: ANN401 - words that are translated late
    """Return a field for a whole number, as a slider where `slide` is its step."""
    attrs: dict[str, Any] = {**NUMBER, "min": least, "max": most}
    if slide:
        attrs |= {"type": "range", "step": slide, "class": "slider", "data-says": ""}
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        widget=forms.NumberInput(attrs=attrs),
        validators=[MinValueValidator(least), MaxValueValidator(most)],
        required=False,
    )


class OptionsForm(forms.Form):
    """Every option of a scenario, with what is usual for the program's format to begin with."""

    preference = number(
        _("Weight of the own choice"),
        _("100 percent is usual; 0 ignores rankings, 400 lets them decide nearly everything."),
        0,
        STRONGEST,
        slide=25,
    )
    min_hours = number(
        _("Hours a week that suit both, at least"), _("0 asks for none. Time zones are taken into account."), 0, 20
    )
    poor = number(
        _("A match is poor below"),
        _("Points out of 100. Avoiding poor matches comes before the total score. 0: no such threshold."),
        0,
        99,
    )
    weak = number(_("… and weak below"), _("Avoiding weak matches comes next."), 0, 100)
    keep_from = forms.ModelChoiceField(
        Scenario.objects.none(),
        label=_("Keep the pairs of"),
        help_text=_("For matching again: pairs of that scenario stay together unless something clearly better exists."),
        empty_label=_("No earlier scenario"),
        widget=forms.Select(attrs={"class": "form-select"}),
        required=False,
    )
    keep_bonus = number(
        _("Bonus for keeping a pair"),
        _("Points out of 100, at least 1. Without a bonus, hundreds of people would change for next to nothing."),
        1,
        100,
    )

    def __init__(self, *args: Any, cohort: Cohort, options: Terms, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        """Begin with the options given; what they do not say is usual."""
        super().__init__(*args, **kwargs)
        weights = usual_weights(cohort.program.format) | dict(options.weights)
        for criterion in CRITERIA:
            self.fields[f"{WEIGHT}{criterion.code}"] = forms.ChoiceField(
                label=criterion.label,
                help_text=criterion.about,
                choices=Importance.choices,
                initial=weights[criterion.code],
                widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
                error_messages={"required": _("Choose how much this counts.")},
            )
        for rule in SWITCHABLE:
            self.fields[f"{RULE}{rule.code}"] = forms.BooleanField(
                label=rule.label,
                initial=options.rules.get(rule.code, True),
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
                required=False,
            )
        for name in ("preference", "min_hours", "poor", "weak", "keep_from", "keep_bonus"):
            self.fields[name].initial = getattr(options, name)
        done = Scenario.objects.filter(cohort=cohort, status__in=[ScenarioStatus.READY, ScenarioStatus.PUBLISHED])
        self.fields["keep_from"].queryset = done  # type: ignore[attr-defined]

    def weight_rows(self) -> Iterator[forms.BoundField]:
        """Yield the field of each criterion."""
        for criterion in CRITERIA:
            yield self[f"{WEIGHT}{criterion.code}"]

    def rule_rows(self) -> Iterator[forms.BoundField]:
        """Yield the field of each rule that can be switched."""
        for rule in SWITCHABLE:
            yield self[f"{RULE}{rule.code}"]

    def clean(self) -> dict[str, Any]:
        """Two lines at once, or none, and the lower one first."""
        cleaned = super().clean() or {}
        poor, weak = cleaned.get("poor") or 0, cleaned.get("weak") or 0
        if bool(poor) != bool(weak):
            self.add_error("weak" if poor else "poor", _("Give both thresholds, poor and weak, or set both to 0."))
        elif weak and poor >= weak:
            self.add_error("weak", _("Weak must be above poor."))
        return cleaned

    def options(self) -> Terms:
        """Return what was set."""
        data = self.cleaned_data
        return Terms(
            weights={criterion.code: data[f"{WEIGHT}{criterion.code}"] for criterion in CRITERIA},
            rules={rule.code: data[f"{RULE}{rule.code}"] for rule in SWITCHABLE},
            min_hours=data["min_hours"] or 0,
            preference=100 if data["preference"] is None else data["preference"],
            poor=data["poor"] or 0,
            weak=data["weak"] or 0,
            keep_from=data["keep_from"].pk if data["keep_from"] else None,
            keep_bonus=data["keep_bonus"] or 5,
        )


class NameForm(forms.Form):
    """The name of a scenario."""

    name = forms.CharField(
        label=_("Name"),
        help_text=_("So that you can find it again, for example “Own choice first”."),
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
        max_length=80,
        error_messages={"required": _("Give the scenario a name.")},
    )


class ScenarioForm(NameForm, OptionsForm):
    def __init__(self, *args: Any, cohort: Cohort, options: Terms, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, cohort=cohort, options=options, **kwargs)
        self.fields["name"].initial = _("Scenario %d") % (Scenario.objects.filter(cohort=cohort).count() + 1)


class ChangeReasonForm(forms.Form):
    """Why something is changed by hand."""

    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("A few words for the other coordinators. Nobody else reads them."),
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
        max_length=200,
        error_messages={"required": _("Say in a few words why.")},
    )


class PublishForm(forms.Form):
    """Which pairs are proposed, and who is asked first."""

    which = forms.ChoiceField(
        label=_("Which pairs?"),
        choices=[
            ("all", _("All of them")),
            ("points", _("Those with a score of at least")),
            ("ticked", _("Those ticked below")),
        ],
        initial="all",
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
    )
    points = forms.IntegerField(
        label=_("Points"),
        min_value=0,
        max_value=100,
        initial=60,
        required=False,
        widget=forms.NumberInput(attrs=NUMBER),
    )
    order = forms.ChoiceField(
        label=_("Who is asked?"),
        choices=[("both", _("Both people at once")), ("mentor", _("The mentor first, then the mentee"))],
        initial="both",
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
    )
    match = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, scores: dict[int, int], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        """Know the drafts: pk to score."""
        super().__init__(*args, **kwargs)
        self.scores = scores
        self.fields["match"].choices = [(str(pk), str(pk)) for pk in scores]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Something must be left to send."""
        cleaned = super().clean() or {}
        if cleaned.get("which") == "ticked" and not cleaned.get("match"):
            self.add_error("which", _("Tick at least one pair."))
        if cleaned.get("which") == "points" and cleaned.get("points") is None:
            self.add_error("points", _("Give the minimum score."))
        return cleaned

    def matches(self) -> list[int] | None:
        """Return the pks chosen; None for all."""
        if self.cleaned_data["which"] == "all":
            return None
        if self.cleaned_data["which"] == "ticked":
            return [int(pk) for pk in self.cleaned_data["match"]]
        return [pk for pk, score in self.scores.items() if score >= self.cleaned_data["points"]]
