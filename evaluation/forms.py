"""The forms of the portal: survey, summary, proposal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from evaluation.instruments import questions_for
from evaluation.models import Proposal, Summary
from evaluation.survey.contacting import contacts_of
from evaluation.survey.surveys import LONGEST_TEXT
from web.fields.texts import ProseField
from web.forms import in_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evaluation.instruments import SurveyQuestion
    from evaluation.models import SurveyInvitation
    from people.models import User

CONTACT = "contact_to"
WARNING = _("Please name nobody, neither yourself nor others. Other people may read this, in mixed order.")


def helper(*fields: str | Field) -> FormHelper:
    """The layout of a form whose button stands in the template."""
    made = in_page()
    made.layout = Layout(*fields)
    return made


class SurveyForm(forms.Form):
    """The questions of one invitation. Every question may be left out; not all of them."""

    def __init__(self, invitation: SurveyInvitation, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **kwargs)
        self.questions = questions_for(invitation)
        self.contacts = contacts_of(invitation.match.cohort.program, but=invitation.user)
        for question in self.questions:
            self.fields[question.code] = field_of(question)
        if self.contacts:
            self.fields[CONTACT] = self.contact_field()
        self.helper = helper(*(Field(name, css_class="scale" if self.is_choice(name) else "") for name in self.fields))

    def is_choice(self, name: str) -> bool:
        """Whether people choose from a row of answers."""
        return isinstance(self.fields[name].widget, forms.RadioSelect)

    def contact_field(self) -> forms.ChoiceField:
        """“Please contact me” (D-09)."""
        people = {
            str(person.pk): _("%(name)s (%(role)s)") % {"name": person.name, "role": role.label}
            for person, role in self.contacts
        }
        choices = [("", str(_("No, thank you"))), *people.items()]
        return forms.ChoiceField(
            label=_("Should someone contact you?"),
            choices=choices,
            required=False,
            initial="",
            widget=forms.RadioSelect,
            help_text=_(
                "This is not anonymous: the person you choose gets your name, and an email that asks them to get in "
                "touch within two working days. If they have not confirmed by then that they did, the others who run "
                "the program are told. It is kept apart from your answers."
            ),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for one answer at least."""
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.get(question.code) not in {None, ""} for question in self.questions):
            raise forms.ValidationError(_("Answer at least one question."))
        return cleaned

    def answers(self) -> dict[str, int | str]:
        """What was answered, by question code."""
        given = {question.code: self.cleaned_data.get(question.code) for question in self.questions}
        return {code: value for code, value in given.items() if value not in {None, ""}}

    def contact_to(self) -> User | None:
        """Who should get in touch, if anybody."""
        chosen = self.cleaned_data.get(CONTACT)
        return next((person for person, _role in self.contacts if str(person.pk) == chosen), None)

    def check_rows(self) -> Iterator[tuple[str, str, str]]:
        """Yield (label, what was answered in words, field name) for the page that checks the answers (F-12)."""
        for question in self.questions:
            value = self.cleaned_data.get(question.code)
            text = value if question.is_text else question.scale.answers.get(-1 if value is None else value)
            yield question.text, str(text or ""), question.code
        if self.contacts:
            person = self.contact_to()
            yield str(self.fields[CONTACT].label), person.name if person else str(_("No, thank you")), CONTACT


def field_of(question: SurveyQuestion) -> forms.Field:
    """The form field of a question."""
    if question.is_text:
        return ProseField(
            label=question.text,
            required=False,
            max_length=LONGEST_TEXT,
            help_text=WARNING,
            widget=forms.Textarea(attrs={"rows": 4}),
        )
    return forms.TypedChoiceField(
        label=question.text,
        choices=[(str(value), label) for value, label in question.scale.answers.items()],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


class SummaryForm(forms.ModelForm[Summary]):
    """What one of the two writes at the end (P-34)."""

    class Meta:
        model = Summary
        fields = ("learnt", "passed_on", "worked", "share_with_partner")
        labels = {
            "learnt": _("What did you learn?"),
            "passed_on": _("What did you pass on to your partner?"),
            "worked": _("What worked well, and what should change?"),
            "share_with_partner": _("My partner may read this too"),
        }
        widgets = {name: forms.Textarea(attrs={"rows": 5}) for name in ("learnt", "passed_on", "worked")}
        error_messages = {"learnt": {"required": _("Write what you learnt. One sentence is enough.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **kwargs)
        self.helper = helper(*self.fields)


class ProposalForm(forms.ModelForm[Proposal]):
    """A finding turned into a proposal to the committee (P-37)."""

    class Meta:
        model = Proposal
        fields = ("finding", "text")
        labels = {"finding": _("What did you find?"), "text": _("What do you recommend?")}
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
        error_messages = {"text": {"required": _("Write what the next version of the guidelines should say.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **kwargs)
        self.helper = helper(*self.fields)
