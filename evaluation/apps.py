"""The app of evaluation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from evaluation.instruments import all_instruments


class EvaluationConfig(AppConfig):
    """Surveys, summaries, KPIs and reports."""

    name = "evaluation"
    verbose_name = _("Evaluation")

    def ready(self) -> None:
        """Connect to matching's news, and refuse to start with an instrument that does not say its terms (D-10)."""
        from evaluation import receivers  # noqa: F401, PLC0415 - models must be loaded before

        all_instruments()
