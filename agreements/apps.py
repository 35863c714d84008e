"""The app of agreements."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    """Mentoring agreements and their signatures."""

    name = "agreements"
    verbose_name = _("Agreements")

    def ready(self) -> None:
        """Listen to what happens to matches, and look at the seal before deployment."""
        from agreements import receivers  # noqa: F401, PLC0415 - models exist only by now
        from agreements.desk import mail  # noqa: F401, PLC0415 - says which mails the desk shows
        from agreements.documents import deploy_checks  # noqa: F401, PLC0415 - what check --deploy says
