"""What a number or a text breaks, in our own words, wherever Django says it: forms, rows, the desk."""

from __future__ import annotations

from typing import Any

from django.core import validators
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


def use_our_words() -> None:
    """Replace Django's sentences (“Ensure this value is …”) once, when the site starts."""
    validators.MinValueValidator.message = _("Please enter %(limit_value)s or more.")
    validators.MaxValueValidator.message = _("Please enter %(limit_value)s or less.")
    validators.StepValueValidator.message = _("Please enter a multiple of %(limit_value)s.")
    validators.BaseValidator.message = _("Please enter %(limit_value)s.")
    plurals: Any = validators
    plurals.MinLengthValidator.message = ngettext_lazy(
        "Please write at least %(limit_value)d character; it has %(show_value)d.",
        "Please write at least %(limit_value)d characters; it has %(show_value)d.",
        "limit_value",
    )
    plurals.MaxLengthValidator.message = ngettext_lazy(
        "Please keep this to at most %(limit_value)d character; it has %(show_value)d.",
        "Please keep this to at most %(limit_value)d characters; it has %(show_value)d.",
        "limit_value",
    )
    plurals.DecimalValidator.messages = {
        "invalid": _("Please enter a number."),
        "max_digits": ngettext_lazy("Please use at most %(max)s digit.", "Please use at most %(max)s digits.", "max"),
        "max_decimal_places": ngettext_lazy(
            "Please use at most %(max)s digit after the decimal point.",
            "Please use at most %(max)s digits after the decimal point.",
            "max",
        ),
        "max_whole_digits": ngettext_lazy(
            "Please use at most %(max)s digit before the decimal point.",
            "Please use at most %(max)s digits before the decimal point.",
            "max",
        ),
    }
