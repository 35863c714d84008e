"""What coordinators fill in about applications."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from web.fields.texts import ProseField


class AcceptForm(forms.Form):
    """A word to someone who is accepted, if there is one to say."""

    reason = ProseField(
        label=_("A word to the person"),
        help_text=_("Optional. They read it on their page, for example which training to begin with."),
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
        max_length=1000,
        required=False,
    )


class DeclineForm(forms.Form):
    """Why someone is not accepted (D-30, D-32)."""

    reason = ProseField(
        label=_("Reason"),
        help_text=_("The person reads it. Say what would have to change."),
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
        max_length=1000,
        error_messages={"required": _("Write a reason. The person will read it.")},
    )
