"""The app of people: who works here, who may do what, and what was done."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Directory, sign-in, access policy and audit trail."""

    name = "people"
    verbose_name = _("People")
