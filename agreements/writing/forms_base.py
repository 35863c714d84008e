"""What the forms of all parts of a draft have in common."""

from __future__ import annotations

from typing import Any, ClassVar

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.models import AgreementVersion
from web.forms import in_page

ONE_A_LINE = _("One point on each line.")


class SectionForm(forms.ModelForm[AgreementVersion]):
    """One part of a draft. Everything may be left open until the draft goes out."""

    rows: ClassVar[tuple[object, ...]] = ()
    # Dates are checked against each other here, with a sentence; the process and the database check again.
    error_css_class = ""

    class Meta:
        model = AgreementVersion
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Lay out the fields; the page carries the form element and the buttons."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs.setdefault("rows", 6)
        self.helper = in_page()
        self.helper.layout = Layout(*(self.rows or tuple(self.fields)))

    def validate_constraints(self) -> None:
        """Leave constraints that span other fields to the process, which locks first."""
