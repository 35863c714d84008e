"""The app of the pool."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PoolConfig(AppConfig):
    """Mentors of a program, and the mentees of its cohorts."""

    name = "pool"
    verbose_name = _("Mentors and mentees")

    def ready(self) -> None:
        """Tell the programs' pages where people stand."""
        from pool import participation  # noqa: F401, PLC0415 - models must be loaded first
