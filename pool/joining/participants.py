"""What applying as a mentor and signing up as a mentee have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from people import audit
from pool.errors import PoolError
from pool.models import Mentee, Mentor
from programs.models import Guidelines
from web.fields.texts import paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from people.models import User
    from pool.models import Topic

Joining = TypeVar("Joining", bound=Mentor | Mentee)


def lock(person: Joining) -> Joining:
    """Return the row as it is now, locked until the transaction ends."""
    rows = type(person).objects.select_for_update(of=("self",)).select_related(person.program_path, "user__site")
    return cast("Joining", rows.get(pk=person.pk))


def require_owner(person: Mentor | Mentee, by: User) -> None:
    """Refuse everybody but the person themselves."""
    if person.user_id != by.pk:
        raise PermissionDenied


def write(person: Mentor | Mentee, fields: Mapping[str, Any], *, allowed: frozenset[str]) -> None:
    """Set and check the named fields, and save them. Values that the model refuses come back as a sentence."""
    if unknown := fields.keys() - allowed:
        message = f"Not to be saved here: {sorted(unknown)}"
        raise TypeError(message)
    for name, value in fields.items():
        setattr(person, name, value)
    try:
        person.clean_fields(exclude={field.name for field in person._meta.fields} - fields.keys())
    except ValidationError as error:
        raise PoolError(paragraph(*error.messages)) from error
    if fields:
        person.save(update_fields=list(fields))


@transaction.atomic
def acknowledge(person: Joining, *, guidelines: Guidelines, by: User, now: datetime) -> Joining:
    """Note that the person has read what mentoring is and is not, in this version of the guidelines (P-14)."""
    person = lock(person)
    require_owner(person, by)
    if guidelines.program_id != person.program.pk:
        raise PoolError(_("These guidelines belong to another program."))
    person.acknowledged, person.acknowledged_at = guidelines, now
    person.save(update_fields=["acknowledged", "acknowledged_at"])
    audit.record(f"{person._meta.model_name}.acknowledged", person, by=by, now=now, guidelines=guidelines.pk)
    return person


def choose_topics(
    person: Mentor | Mentee, topics: Iterable[Topic] | None, topics_back: Iterable[Topic] | None = None
) -> None:
    """Replace the topics, and those of the other way round, where some are given."""
    if topics is not None:
        person.topics.set(topics)
    if topics_back is not None:
        person.topics_back.set(topics_back)
