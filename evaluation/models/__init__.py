"""Surveys, answers without a name, summaries, KPI readings, reports and proposals."""

from evaluation.models.answers import AnswerSheet, SurveyResult, SurveyRules
from evaluation.models.report import KpiReading, Proposal, ProposalState, Report
from evaluation.models.summary import Summary
from evaluation.models.survey import ContactRequest, SurveyInvitation, SurveyPoint, SurveyRole

__all__ = [
    "AnswerSheet",
    "ContactRequest",
    "KpiReading",
    "Proposal",
    "ProposalState",
    "Report",
    "Summary",
    "SurveyInvitation",
    "SurveyPoint",
    "SurveyResult",
    "SurveyRole",
    "SurveyRules",
]
