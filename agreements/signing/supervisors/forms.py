"""The answer of a second person to a decision about a signer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from web.forms import in_page

if TYPE_CHECKING:
    from agreements.signing.supervisors.second_word import PossibleAnswers

AGREE, REFUSE = "agree", "refuse"


class SecondForm(forms.Form):
    """The answers that are open to this person, and none chosen beforehand."""

    choice = forms.ChoiceField(
        label=_("Your answer"), widget=forms.RadioSelect, error_messages={"required": _("Choose one of the answers.")}
    )
    use_required_attribute = False

    def __init__(self, *args: Any, offer: PossibleAnswers, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer what this person may answer."""
        super().__init__(*args, **kwargs)
        choice = self.fields["choice"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - tells the type checker what was declared above
        answers = [
            (offer.agree, AGREE, _("I agree")),
            (offer.refuse, REFUSE, _("I do not agree")),
            (offer.take_back, REFUSE, _("I take this back")),
        ]
        choice.choices = [(value, label) for is_open, value, label in answers if is_open]
        self.has_answers = bool(choice.choices)
        self.helper = in_page()
