"""What coordinators write about a pair and to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.models import LetterKind
from web.fields.texts import PARAGRAPH, ProseField

if TYPE_CHECKING:
    from people.models import User

BOTH = "both"


class CoordinatorNoteForm(forms.Form):
    """A note for the coordinators of the program."""

    text = ProseField(
        label=_("Note"),
        help_text=_("Write only what you would also say to them: people may ask to see what is kept about them."),
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
        max_length=PARAGRAPH,
        error_messages={"required": _("Write the note first.")},
    )


class LetterForm(forms.Form):
    """A mail to one or both of a pair. `people` are those whom a mail can reach, the mentee first."""

    to = forms.ChoiceField(
        label=_("Who gets it?"),
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"required": _("Choose who gets the message.")},
    )
    text = ProseField(
        label=_("Your message"),
        widget=forms.Textarea(attrs={"rows": 6, "class": "form-control"}),
        max_length=PARAGRAPH,
        error_messages={"required": _("Write the message first.")},
    )

    def __init__(self, *args: Any, people: list[User], kind: LetterKind, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer the people; with an offer of help the words are optional, as the contacts go along."""
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        choices = [(pk, person.name) for pk, person in self.people.items()]
        if len(choices) > 1:
            choices.insert(0, (BOTH, _("Both, in separate emails")))  # type: ignore[arg-type]
        to, text = self.fields["to"], self.fields["text"]
        to.choices = choices  # type: ignore[attr-defined]
        to.initial = choices[0][0] if choices else None
        if kind == LetterKind.HELP:
            text.required = False
            text.help_text = _("Optional. The email lists the organisation’s support contacts below your message.")
        else:
            text.help_text = _("They can reply to you directly. You see the whole email before it is sent.")

    @property
    def recipients(self) -> list[User]:
        chosen = self.cleaned_data["to"]
        return list(self.people.values()) if chosen == BOTH else [self.people[chosen]]
