"""The audit trail: who did what, when, to which object, in the same transaction as the deed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from people.models import AuditEvent
from people.record import trail

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from django.db.models import Model

    from people.models import User

Detail = str | int | bool | list[str] | list[int] | None


def record(
    action: str,
    obj: Model,
    *,
    by: User | None,
    now: datetime,
    **details: Detail,
) -> AuditEvent:
    """Write one event.

    `action` is a noun and a verb, such as `agreement.signed`; `by` is None for what the system does on its own.
    `details` hold ids and codes. Names, addresses, answers and texts stay out: the trail outlives them.
    """
    event = AuditEvent(
        at=now, actor=by, action=action, object_type=obj._meta.label_lower, object_id=str(obj.pk), details=details
    )
    return trail.append([event])[0]


def record_all(
    action: str,
    objects: Iterable[tuple[Model, Mapping[str, Detail]]],
    *,
    by: User | None,
    now: datetime,
    **details: Detail,
) -> None:
    """Write one event for each object with its own details beside the common ones, in a few queries."""
    trail.append(
        AuditEvent(
            at=now,
            actor=by,
            action=action,
            object_type=obj._meta.label_lower,
            object_id=str(obj.pk),
            details={**details, **own},
        )
        for obj, own in objects
    )
