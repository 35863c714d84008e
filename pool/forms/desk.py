"""What coordinators fill in about applications."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from web.fields.texts import ProseField


class AcceptForm(forms.Form):
    """A word to someone who is accepted, if there is one to say."""

    reason = ProseField(
        label=_("A note to the applicant"),
        help_text=_("Optional. They read it on their page: for example, which training to start with."),
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
        max_length=1000,
        required=False,
    )


class DeclineForm(forms.Form):
    """Why someone is not accepted (D-30, D-32)."""

    reason = ProseField(
        label=_("Reason"),
        help_text=_("The applicant reads this. Say what would need to change."),
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
        max_length=1000,
        error_messages={"required": _("Write a reason. The applicant will read it.")},
    )
