"""The app of matching."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    """Mentor pool, sign-ups, scenarios and matches."""

    name = "matching"
    verbose_name = _("Matching")

    def ready(self) -> None:
        """Tell the programs' pages where people stand; listen for workers that start."""
        from matching import standing, warming  # noqa: F401, PLC0415
