"""The project as an app: home page, design system, demo and house rules."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MentoringConfig(AppConfig):
    """The uppermost room."""

    name = "mentoring"
    verbose_name = _("Whetstone")
