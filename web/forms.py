"""How forms lie in their pages."""

from __future__ import annotations

from crispy_forms.helper import FormHelper


def in_page() -> FormHelper:
    """Return a helper that lays out fields alone; the page carries the form element, its token and the buttons."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    return helper
