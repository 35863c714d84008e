"""The form of one row of the directory: what a file would say, said by hand."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminTextInputWidget

from people import languages
from people.accounts import editing
from people.directory.values import read_languages
from people.models import User
from web.fields.texts import NOTE


class PersonForm(forms.ModelForm[User]):
    """One row of the directory."""

    languages = forms.CharField(
        label=gettext_lazy("Languages"),
        required=False,
        max_length=NOTE,
        help_text=gettext_lazy("Names or codes, separated by commas: English, de."),
        widget=UnfoldAdminTextInputWidget,
    )

    class Meta:
        model = User
        exclude: ClassVar = ["password", "groups", "user_permissions", "is_superuser", "last_login"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as Django declares it
        """Show languages by their names."""
        super().__init__(*args, **kwargs)
        self.initial["languages"] = ", ".join(languages.name_of(code) for code in self.instance.languages)

    def clean_languages(self) -> list[str]:
        """Read them as the import does."""
        try:
            return read_languages(self.cleaned_data["languages"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        """Say what would make the directory unsound."""
        cleaned = super().clean() or {}
        if not self.errors:
            for name, value in cleaned.items():
                setattr(self.instance, name, value)
            for problem in editing.problems(self.instance, on=timezone.localdate()):
                self.add_error(None, problem)
        return cleaned

    def clean_employee_number(self) -> str | None:
        """Keep "none" apart from an empty number, which only one person could have."""
        return self.cleaned_data["employee_number"] or None
