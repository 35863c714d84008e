"""The app of agreements."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    """Mentoring agreements and their signatures."""

    name = "agreements"
    verbose_name = _("Agreements")

    def ready(self) -> None:
        """Listen to what happens to matches, and look at the seal before deployment."""
        from agreements import checks, receivers  # noqa: F401, PLC0415
