"""The app of programs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgramsConfig(AppConfig):
    """Programs, committees, guidelines and cohorts."""

    name = "programs"
    verbose_name = _("Programs")
