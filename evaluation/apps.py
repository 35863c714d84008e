"""The app of evaluation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationConfig(AppConfig):
    """Surveys, summaries, KPIs and reports."""

    name = "evaluation"
    verbose_name = _("Evaluation")
