"""The app of notifications."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """Message rows (outbox), delivery and quiet hours."""

    name = "notifications"
    verbose_name = _("Messages")
