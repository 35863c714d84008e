"""Surveys, answers without a name, summaries, KPI readings, reports and proposals."""

from evaluation.models.answers import AnswerSheet
from evaluation.models.report import KpiReading, Proposal, Report, Summary
from evaluation.models.survey import ContactRequest, SurveyInvitation, SurveyPoint

__all__ = [
    "AnswerSheet",
    "ContactRequest",
    "KpiReading",
    "Proposal",
    "Report",
    "Summary",
    "SurveyInvitation",
    "SurveyPoint",
]
