"""One question of the self-assessment (D-26, D-28)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crispy_forms.layout import Field, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pool.joining.self_assessment import ENDS
from web.fields.texts import ProseField
from web.forms import in_page

if TYPE_CHECKING:
    from pool.joining.self_assessment import AssessmentCriterion

NO_CHANCE = "none"


class RatingForm(forms.Form):
    """Five steps with words at 1, 3 and 5, and “not had the chance”."""

    score = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose the sentence that describes you best, or say that you had no chance.")
        },
    )
    example = ProseField(
        label=gettext_lazy("One short example"),
        help_text=gettext_lazy("Say in a sentence or two what happened. Leave out names. The coordinator reads this."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=400,
        required=False,
    )

    def __init__(self, *args: Any, criterion: AssessmentCriterion, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        """`criterion` gives the words."""
        super().__init__(*args, **kwargs)
        score = self.fields["score"]
        score.label = criterion.asks
        score.help_text = _("Think of the last 12 months.")
        score.choices = [  # type: ignore[attr-defined]
            ("1", criterion.one),
            ("2", _("Between the one above and the one below")),
            ("3", criterion.three),
            ("4", _("Between the one above and the one below")),
            ("5", criterion.five),
            (NO_CHANCE, _("I have not had the chance")),
        ]
        self.helper = in_page()
        self.helper.layout = Layout(Field("score", wrapper_class="anchors"), Field("example", wrapper_class="example"))

    def clean(self) -> dict[str, Any]:
        """Ask for an example at both ends of the scale."""
        cleaned = super().clean() or {}
        score = cleaned.get("score")
        cleaned["score"] = int(score) if score and score != NO_CHANCE else None
        if cleaned["score"] in ENDS and not cleaned.get("example", "").strip():
            self.add_error(
                "example",
                ValidationError(
                    _("Give one short example, because you chose the first or the last sentence."), code="required"
                ),
            )
        return cleaned
