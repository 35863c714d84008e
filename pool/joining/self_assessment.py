"""The self-assessment against eighteen criteria: a step of development, never a rejection (P-17, P-18, D-26 to D-30).

The words of the criteria, and the two numbers of the rule, stand in `criteria.toml`. The result is found like this:

1. Somebody who rated fewer criteria than `talk_below_rated` (the others being “not had the chance”), or who placed
   themselves low (1 or 2) in `talk_from_low` criteria or more, is asked to talk first.
2. Somebody with at least one low criterion is ready with training, and gets the trainings of these criteria.
3. Everybody else is ready.

A coordinator decides in every case, with the whole profile in view.
"""

from __future__ import annotations

import random
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pool.errors import PoolError
from pool.models import CriterionRating, Mentor, SelfAssessment
from pool.models.assessment import Band

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from typing import Any

    from django.utils.functional import _StrPromise

LOW = 2
ENDS = {1, 5}


@dataclass(frozen=True, kw_only=True)
class AssessmentCriterion:
    """One criterion with its words, as `criteria.toml` has them."""

    number: int
    name: str | _StrPromise
    asks: str | _StrPromise
    one: str | _StrPromise
    three: str | _StrPromise
    five: str | _StrPromise
    why: str | _StrPromise
    training: str | _StrPromise


@dataclass(frozen=True)
class Book:
    criteria: dict[int, AssessmentCriterion]
    talk_from_low: int
    talk_below_rated: int


def texts_of(words: dict[str, Any]) -> list[str]:
    """Return what people read of the file, for translators."""
    return [text for entry in words["criteria"] for text in entry.values() if isinstance(text, str)]


@cache
def book() -> Book:
    """Read `criteria.toml`, once for each process."""
    words = tomllib.loads((Path(__file__).parent / "criteria.toml").read_text(encoding="utf-8"))
    criteria = [
        AssessmentCriterion(number=entry.pop("number"), **{name: gettext_lazy(text) for name, text in entry.items()})
        for entry in words["criteria"]
    ]
    return Book({criterion.number: criterion for criterion in criteria}, **words["result"])


def in_order(assessment: SelfAssessment) -> list[AssessmentCriterion]:
    """Return the criteria in an order of chance that stays the same for this person and this time (D-28)."""
    criteria = sorted(book().criteria.values(), key=lambda criterion: criterion.number)
    random.Random(f"{assessment.mentor_id}.{assessment.pk}").shuffle(criteria)  # noqa: S311 - an order, no secret
    return criteria


@transaction.atomic
def begin_assessment(mentor: Mentor, *, now: datetime) -> SelfAssessment:
    """Return the assessment that the person has begun, or begin one."""
    Mentor.objects.select_for_update().get(pk=mentor.pk)
    found = mentor.assessments.filter(finished_at__isnull=True).first()
    return found or SelfAssessment.objects.create(mentor=mentor, begun_at=now)


@transaction.atomic
def rate(
    assessment: SelfAssessment, *, criterion: int, score: int | None, example: str = "", now: datetime
) -> CriterionRating:
    """Save one answer; None is “not had the chance”. A 1 or a 5 needs one short example (D-28)."""
    return rate_all(assessment, answers={criterion: (score, example)}, now=now)[0]


@transaction.atomic
def rate_all(
    assessment: SelfAssessment, *, answers: Mapping[int, tuple[int | None, str]], now: datetime
) -> list[CriterionRating]:
    """Save several answers at once, all or none: {criterion: (score, example)}."""
    for criterion, (score, example) in answers.items():
        if criterion not in book().criteria:
            raise PoolError(_("There is no such criterion."))
        if score is not None and score not in range(1, 6):
            raise PoolError(_("Choose a number from 1 to 5, or “not had the chance”."))
        if score in ENDS and not example.strip():
            raise PoolError(_("Give one short example for a 1 or a 5."))
    assessment = SelfAssessment.objects.select_for_update().get(pk=assessment.pk)
    if assessment.finished_at:
        raise PoolError(_("This self-assessment is finished. You can take it again."))
    ratings = [
        CriterionRating(
            assessment=assessment,
            criterion=criterion,
            score=score,
            example=example.strip() if score in ENDS else "",
        )
        for criterion, (score, example) in answers.items()
    ]
    return CriterionRating.objects.bulk_create(
        ratings,
        update_conflicts=True,
        unique_fields=["assessment", "criterion"],
        update_fields=["score", "example"],
    )


@transaction.atomic
def finish(assessment: SelfAssessment, *, now: datetime) -> SelfAssessment:
    """Close an assessment in which every criterion has an answer, and find its result."""
    assessment = SelfAssessment.objects.select_for_update().get(pk=assessment.pk)
    if assessment.finished_at:
        return assessment
    scores = dict(assessment.ratings.values_list("criterion", "score"))
    missing = len(book().criteria.keys() - scores.keys())
    if missing:
        words = ngettext("%(count)d question has no answer yet.", "%(count)d questions have no answer yet.", missing)
        raise PoolError(words % {"count": missing})
    assessment.band, assessment.finished_at = band_of(scores), now
    assessment.save(update_fields=["band", "finished_at"])
    return assessment


def band_of(scores: Mapping[int, int | None]) -> Band:
    """Find the result by the rule at the top of this module."""
    rated = [score for score in scores.values() if score is not None]
    low = [score for score in rated if score <= LOW]
    if len(rated) < book().talk_below_rated or len(low) >= book().talk_from_low:
        return Band.TALK
    return Band.TRAINING if low else Band.READY


def trainings_for(ratings: Iterable[CriterionRating]) -> list[str]:
    """Return the trainings of the criteria that somebody rated low, the most needed first."""
    low = [rating.criterion for rating in ratings if rating.score is not None and rating.score <= LOW]
    wanted = Counter(str(book().criteria[number].training) for number in low if number in book().criteria)
    return [name for name, _count in sorted(wanted.items(), key=lambda item: (-item[1], item[0]))]
