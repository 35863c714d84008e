"""Naming someone from one's own team (P-16)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import User
from web.forms import in_page

if TYPE_CHECKING:
    from people.models.user import UserQuerySet


class PersonChoice(forms.ModelChoiceField["User"]):
    """Someone, with what they do."""

    def label_from_instance(self, obj: User) -> str:
        """Name and job title."""
        return f"{obj.name} – {obj.job_title}" if obj.job_title else str(obj.name)


class NominationForm(forms.Form):
    """One person of the team."""

    person = PersonChoice(
        label=_("Who?"),
        queryset=User.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose someone."), "invalid_choice": _("Choose someone from your own team.")},
    )

    def __init__(self, *args: Any, team: UserQuerySet, possible: list[User], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        """`team` are the reader's own reports, and `possible` those of them who can be chosen now."""
        super().__init__(*args, **kwargs)
        field = cast("PersonChoice", self.fields["person"])
        # Of the person who is sent after all, the process says why not.
        field.queryset = team
        field.widget.choices = [(user.pk, field.label_from_instance(user)) for user in possible]
        self.helper = in_page()
