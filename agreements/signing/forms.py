"""The form in which someone signs, asks for a change, declines, or says that another person is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.signing import consent
from agreements.signing.typed_name import is_same_name
from web.fields import names
from web.fields.texts import ProseField
from web.forms import in_page

if TYPE_CHECKING:
    from agreements.models import SignatureRequest

SIGN, CHANGE, DECLINE, WRONG_PERSON = "sign", "change", "decline", "wrong_person"


class OpeningForm(forms.Form):
    """One tick before a link opens. A mail scanner presses buttons; it does not say that the mail came to it (A-05)."""

    mine = forms.BooleanField(label=_("This link came to me by email."), required=False)

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Lay out the tick; the page carries the form element."""
        super().__init__(*args, **kwargs)
        self.helper = in_page()

    def clean_mine(self) -> bool:
        """Ask for the tick in words; without the mark of a required field beside a single box."""
        if not self.cleaned_data["mine"]:
            raise forms.ValidationError(gettext("Tick this to continue."))
        return True


class DecisionForm(forms.Form):
    """Three inputs of a person and none filled in beforehand: the choice, the ticks, the typed name (A-07).

    The fields that a choice does not need are hidden by the style sheet where it can; all of them work without it.
    """

    choice = forms.ChoiceField(
        label=_("Choose one"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers."), "invalid_choice": _("Choose one of the answers.")},
    )
    typed_name = forms.CharField(label=_("Your full name"), max_length=200, required=False)
    remark = ProseField(
        label=_("Your message"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    consent = forms.BooleanField(required=False)

    use_required_attribute = False

    def __init__(self, *args: Any, request: SignatureRequest, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Ask what this signer can be asked."""
        super().__init__(*args, **kwargs)
        self.request = request
        choice = self.fields["choice"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - tells the type checker what was declared above
        choice.choices = self._choices()
        self.fields["consent"].label = gettext(consent.CONSENT)
        self.fields["typed_name"].widget.attrs["autocomplete"] = "name"
        self.fields["typed_name"].help_text = gettext("Type your name as it is written above: %(name)s") % {
            "name": request.signer.name
        }
        self.fields["remark"].help_text = self._remark_help()
        for code, sentence in consent.acknowledgements_for(request).items():
            self.fields[code] = forms.BooleanField(label=sentence, required=False)
        self.helper = self._helper()

    def _choices(self) -> list[tuple[str, str]]:
        choices = [
            (SIGN, gettext("I sign this agreement")),
            (CHANGE, gettext("I ask for a change")),
            (DECLINE, gettext("I decline to sign")),
        ]
        if not self.request.is_of_the_pair:
            choices.append((WRONG_PERSON, gettext("I am not the right person")))
        return choices

    def _remark_help(self) -> str:
        if self.request.is_of_the_pair:
            return gettext("What should be different, or why you decline. Your partner will read this.")
        return gettext(
            "What should be different, why you decline, or who would be right to ask. "
            "Mentor and mentee will read what should be different and why you decline."
        )

    def _helper(self) -> FormHelper:
        details = "".join(f"<li>{gettext(sentence)}</li>" for sentence in consent.DETAILS)
        helper = in_page()
        helper.layout = Layout(
            "choice",
            Div(
                *consent.acknowledgements_for(self.request),
                "consent",
                HTML(
                    f'<details class="small"><summary>{gettext("Signing electronically: your rights")}</summary><ul>{details}</ul></details>'
                ),
                "typed_name",
                css_class="for-signing",
            ),
            Div("remark", css_class="for-message"),
        )
        return helper

    def clean(self) -> dict[str, Any]:
        """Ask for what the choice needs, in words."""
        data = super().clean() or {}
        if data.get("choice") == SIGN:
            self._check_signature(data)
        elif data.get("choice") and not data.get("remark", "").strip():
            self.add_error("remark", gettext("Write a sentence, so that the others know what to do."))
        return data

    def _check_signature(self, data: dict[str, Any]) -> None:
        for code in consent.acknowledgements_for(self.request):
            if not data.get(code):
                self.add_error(code, gettext("Read this part and tick it."))
        if not data.get("consent"):
            self.add_error("consent", gettext("Tick that you agree to sign electronically."))
        typed = data.get("typed_name", "")
        if not typed.strip():
            self.add_error("typed_name", gettext("Type your full name."))
        elif (mixed := names.mixed_words(names.plain(typed))) and not names.mixed_words(self.request.signer.name):
            sentence = gettext(
                "“%(word)s” mixes letters of several alphabets that look alike. Please type it in one alphabet."
            )
            self.add_error("typed_name", sentence % {"word": mixed[0]})
        elif not is_same_name(typed, self.request.signer.name):
            self.add_error(
                "typed_name",
                gettext("Type your own name as it is written here: %(name)s") % {"name": self.request.signer.name},
            )

    def acknowledged(self) -> list[str]:
        """Return the codes of what was ticked apart from the consent."""
        return [code for code in consent.ACKNOWLEDGEMENTS if self.cleaned_data.get(code)]
