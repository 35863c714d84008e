"""The app of people: who works here, who may do what, and what was done."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from web.fields.number_words import use_our_words


class PeopleConfig(AppConfig):
    """Directory, sign-in, access policy and audit trail."""

    name = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        """Seal seeds of second steps from the first row on, no matter who saves it; look at the database before deployment."""
        from people.authentication import seeds  # noqa: F401, PLC0415 - models exist only by now
        from people.database import checks  # noqa: F401, PLC0415 - models exist only by now

        use_our_words()
