"""Checking a stored run again, from nothing but what is stored: its hash, its figures and its proof (M-02)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from matching.engine import ProblemError, SolutionError, check
from matching.errors import MatchingError

if TYPE_CHECKING:
    from matching.models import MatchingRun


def prove(run: MatchingRun) -> None:
    """Raise a `MatchingError` with a sentence unless the run is as it was stored, and its answer is proved best."""
    if run.sha256 != run.fingerprint():
        raise MatchingError(_("This run has been changed since it was stored: its hash no longer matches."))
    try:
        problem, solution = run.load()
    except (ProblemError, ValueError) as error:
        raise MatchingError(_("The input of this run cannot be read: %(why)s") % {"why": error}) from error
    if (len(run.mentee_pks), len(run.mentor_pks)) != (problem.mentees, problem.mentors):
        raise MatchingError(_("This run names other numbers of people than its question has."))
    if not solution.certified:
        raise MatchingError(_("This run has no proof that its answer is the best."))
    try:
        check(problem, solution)
    except (SolutionError, ValueError, IndexError) as error:
        raise MatchingError(_("The proof of this run does not hold: %(why)s") % {"why": error}) from error
