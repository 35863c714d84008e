"""The app of meetings."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """Standing appointments, meetings and notes."""

    name = "meetings"
    verbose_name = _("Meetings")

    def ready(self) -> None:
        """Listen to agreements and matches."""
        from meetings import receivers  # noqa: F401, PLC0415 - models must be loaded first
