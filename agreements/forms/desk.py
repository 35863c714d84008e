"""Forms of the coordinators' desk."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class VoidForm(forms.Form):
    """Why an agreement is taken back from signing."""

    reason = forms.CharField(
        label=_("Why"),
        help_text=_("The two read this. All signatures so far become void."),
        max_length=1000,
        error_messages={"required": _("Write why, so that the two know what to change.")},
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
    )
