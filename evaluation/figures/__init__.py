"""Counts for the dashboard and the reports, of any number of cohorts at once.

Each function takes cohorts and answers by cohort id; the number of queries does not depend on how many cohorts,
pairs or people there are. Nothing here reads answers: what may be shown of them stands in `SurveyResult`.
"""

from evaluation.figures.answer_groups import AnswerGroup, survey_groups
from evaluation.figures.enrolment import Enrolment, enrolments
from evaluation.figures.pairs import PairFigures, pair_figures

__all__ = ["AnswerGroup", "Enrolment", "PairFigures", "enrolments", "pair_figures", "survey_groups"]
