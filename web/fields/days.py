"""Days that make sense; the database refuses those that are far away, and Python cannot read some of them."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

YEARS = range(1900, 2200)


def not_past(day: date, *, today: date) -> None:
    """Refuse a day before today for what is still to come."""
    if day < today:
        raise ValidationError(_("This date has passed. Choose one that is still to come."))


def within_reach(day: date) -> None:
    """Refuse a day whose year is a slip of the keyboard."""
    if day.year not in YEARS:
        raise ValidationError(_("Choose a date such as 30 June 2026."))
