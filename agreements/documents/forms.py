"""The form of the page that checks a sealed file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.sealing.limits import LARGEST_FILE
from web.forms import in_page


class CheckForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("The PDF of a signed agreement"),
        help_text=gettext_lazy("Choose the file, or drop it here. At most 10 MB. It is not stored."),
        error_messages={
            "required": gettext_lazy("Choose a file first."),
            "invalid": gettext_lazy("Choose a file first."),
            "empty": gettext_lazy("This file is empty. Choose another one."),
        },
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf", "class": "form-control"}),
    )
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Lay out the one field; the page carries the form element and the button."""
        super().__init__(*args, **kwargs)
        self.helper = in_page()

    def clean_file(self) -> bytes:
        """Return the bytes of the file."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(
                _("This file is larger than 10 MB, so it cannot be one of ours. Choose another one.")
            )
        content: bytes = file.read()
        return content
