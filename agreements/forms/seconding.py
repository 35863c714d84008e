"""The answer of a second person to a decision about a signer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.forms.layout import in_page

AGREE, REFUSE = "agree", "refuse"


class SecondForm(forms.Form):
    """Yes or no, and none chosen beforehand. Who proposed it can only take it back."""

    choice = forms.ChoiceField(
        label=_("Your answer"), widget=forms.RadioSelect, error_messages={"required": _("Choose one of the answers.")}
    )
    use_required_attribute = False

    def __init__(self, *args: Any, may_agree: bool, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer what this person may answer."""
        super().__init__(*args, **kwargs)
        answers = [(AGREE, _("I agree")), (REFUSE, _("I do not agree"))]
        choice = self.fields["choice"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - tells the type checker what was declared above
        choice.choices = answers if may_agree else [(REFUSE, _("I take my proposal back"))]
        self.helper = in_page()
