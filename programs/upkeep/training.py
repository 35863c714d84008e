"""Training of mentors, tracked to completion (P-10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from people import audit, policy
from people.policy import Action
from programs.errors import ProgramError
from programs.models import Program, Training, TrainingCompletion

if TYPE_CHECKING:
    from datetime import datetime

    from people.models import User


@transaction.atomic
def record_completion(training: Training, *, user: User, by: User, now: datetime) -> TrainingCompletion:
    """Record that `user` has done the training, as they say themselves or the coordinator says. Once is enough."""
    if by.pk != user.pk and not policy.allows(by, Action.MANAGE_PROGRAM, training):
        raise ProgramError(_("Only the person or the coordinator can mark a training as done."))
    completion, created = TrainingCompletion.objects.get_or_create(
        training=training, user=user, defaults={"completed_at": now, "recorded_by": by}
    )
    if created:
        audit.record("training.completed", training, by=by, now=now, person=user.pk)
    return completion


@transaction.atomic
def take_back_completion(completion: TrainingCompletion, *, by: User, now: datetime) -> None:
    """Undo a completion that was recorded by mistake."""
    if by.pk != completion.user_id and not policy.allows(by, Action.MANAGE_PROGRAM, completion.training):
        raise ProgramError(_("Only the person or the coordinator can mark a training as not done."))
    audit.record("training.completion_taken_back", completion.training, by=by, now=now, person=completion.user_id)
    completion.delete()


def missing_trainings(program: Program, user: User) -> list[Training]:
    """Return the trainings of the program that the person has not done yet."""
    done = TrainingCompletion.objects.filter(user=user).values("training")
    return list(Training.objects.filter(program=program).exclude(pk__in=done))
