"""Questions that are answered in the background: ask, answer, read. Only a person's last question counts."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F

from matching.lab.what_if import costs, playing
from matching.models import Trial, TrialKind, TrialStatus
from notifications.waking import wake
from people import policy
from people.policy import Action
from people.status import move_all

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from matching.models import Scenario
    from people.models import User

logger = logging.getLogger(__name__)

ANSWERS = {TrialKind.PLAY: playing.work_out, TrialKind.PAIR: costs.work_out}


@transaction.atomic
def ask(scenario: Scenario, kind: TrialKind, asked: Mapping[str, Any], *, by: User, now: datetime) -> Trial:
    """Write down a question and have it answered; the person's earlier question of this kind is forgotten."""
    policy.require(by, Action.RUN_MATCHING, scenario)
    trial, new = Trial.objects.select_for_update().get_or_create(
        scenario=scenario, kind=kind, asked_by=by, defaults={"asked": dict(asked), "asked_at": now}
    )
    if not new:
        if trial.asked == dict(asked) and trial.status == TrialStatus.READY and trial.asked_at > scenario.created_at:
            return trial
        own = Trial.objects.filter(pk=trial.pk)
        move_all(own, TrialStatus.QUEUED, asked=dict(asked), asked_at=now, number=F("number") + 1)
        trial.refresh_from_db()
    wake("matching.tasks.answer_trial", trial.pk, trial.number)
    return trial


def answer(pk: int, number: int) -> None:
    """Answer a question, unless a later one has taken its place, before or meanwhile."""
    trial = Trial.objects.select_related("scenario__cohort__program").filter(pk=pk, number=number).first()
    if trial is None or trial.status != TrialStatus.QUEUED:
        logger.info("Question %s/%s is not asked any more", pk, number)
        return
    own = Trial.objects.filter(pk=pk, number=number)
    try:
        answered = ANSWERS[TrialKind(trial.kind)](trial.scenario, trial.asked, now=trial.asked_at)
    except Exception:
        move_all(own, TrialStatus.FAILED)
        raise
    move_all(own, TrialStatus.READY, answer=answered)


def last(scenario: Scenario, kind: TrialKind, *, by: User) -> Trial | None:
    """Return the person's last question of a kind."""
    return Trial.objects.filter(scenario=scenario, kind=kind, asked_by=by).first()
