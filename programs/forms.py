"""What people fill in about programs in the portal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from web.fields.texts import ProseField
from web.forms import in_page


class ApprovalForm(forms.Form):
    """Remarks of a committee member: optional with an approval, needed when asking for changes."""

    remarks = ProseField(
        label=_("Your remarks"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Needed if you ask for changes: say what should change. The people who run the program read this."),
        error_messages={"required": _("Say what should change, so that the coordinator can act on it.")},
        max_length=4000,
    )

    def __init__(self, *args: Any, returning: bool = False, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        """`returning` makes the remarks necessary."""
        super().__init__(*args, **kwargs)
        self.fields["remarks"].required = returning
        self.helper = in_page()
