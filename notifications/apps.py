"""The app of notifications."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """Message rows (outbox), delivery and quiet hours."""

    name = "notifications"
    verbose_name = _("Messages")

    def ready(self) -> None:
        """Read every app's `emails.py` and `desk_mail.py`: each kind of message with its renderer, and who knows of it."""
        autodiscover_modules("emails", "desk_mail")
        from notifications import receivers  # noqa: F401, PLC0415 - models exist only by now
        from notifications.mails import account_mails  # noqa: F401, PLC0415 - the same; a worker sends them too
