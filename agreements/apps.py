"""The app of agreements."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    """Mentoring agreements and their signatures."""

    name = "agreements"
    verbose_name = _("Agreements")
