"""Days that make sense in an agreement: nearer ones than elsewhere (web.fields.days)."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

YEARS = range(2000, 2101)


def within_reach(day: date) -> None:
    """Refuse a day whose year is a slip of the keyboard."""
    if day.year not in YEARS:
        raise ValidationError(_("Choose a date such as 30 June 2026."))
