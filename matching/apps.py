"""The app of matching."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from matching import worker  # noqa: F401 - hears Celery's signals
from pool.relationships import answer_with


class MatchingConfig(AppConfig):
    name = "matching"
    verbose_name = _("Matching")

    def ready(self) -> None:
        """Hear news from the pool and answer its questions; listen for workers that start."""
        from matching.pairs import emails, receivers  # noqa: F401, PLC0415 - models must be loaded first
        from matching.pairs.answers_to_pool import Matches  # noqa: PLC0415 - as above

        answer_with(Matches())
