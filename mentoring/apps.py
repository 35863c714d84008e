"""The project as an app: home page, design system, demo and house rules."""

from django import forms
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MentoringConfig(AppConfig):
    name = "mentoring"
    verbose_name = _("Whetstone")

    def ready(self) -> None:
        """Let no form repeat what was sent where a choice was asked: it may be megabytes (E-37).

        Some of Django’s sentences do. Fields read them when they are made, which is later than this.
        """
        wrong = _("Select a valid choice. That choice is not one of the available choices.")
        for field in (
            forms.ChoiceField,
            forms.MultipleChoiceField,
            forms.ModelChoiceField,
            forms.ModelMultipleChoiceField,
        ):
            field.default_error_messages = {**field.default_error_messages, "invalid_choice": wrong}
        forms.ModelMultipleChoiceField.default_error_messages["invalid_pk_value"] = wrong
