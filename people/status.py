"""The one mover: every change of a status, in every app, is made here (HOUSE).

A model with a status says in `transitions` where each one may go; `mentoring/tests/test_status_moves.py` finds a model
without, and a write that goes past this module. Nothing is saved, recorded or sent here: each process saves its status
together with its own fields, and has its own words for the audit trail.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar, cast

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

Transitions = Mapping[str, AbstractSet[str]]
Row = TypeVar("Row", bound="Model")


class HasStatus(Protocol):
    """A row with a status, under whatever name, and the table of its model."""

    transitions: ClassVar[Transitions]


class WrongMoveError(Exception):
    """A move that the table forbids, where the process meant to have asked before: a mistake in the program."""


def can_move(row: HasStatus, to: str, *, field: str = "status") -> bool:
    """Whether the table lets the row become this."""
    return to in row.transitions[getattr(row, field)]


def require_move(row: HasStatus, to: str, refusal: Exception | None = None, *, field: str = "status") -> None:
    """Raise the refusal if the table does not let the row become this."""
    if not can_move(row, to, field=field):
        raise refusal or WrongMoveError(f"{type(row).__name__}: {getattr(row, field)} to {to}")


def move(row: HasStatus, to: str, refusal: Exception | None = None, *, field: str = "status") -> str:
    """Give a row that the caller has locked another status, and return the former; the caller saves it.

    `refusal` is what people read where the table forbids it. Leave it out where the process has asked already.
    """
    require_move(row, to, refusal, field=field)
    former: str = getattr(row, field)
    setattr(row, field, to)
    return former


def move_all(rows: QuerySet[Row], to: str, *, field: str = "status", **fields: Any) -> int:  # noqa: ANN401 - any field
    """Give all rows that the table lets another status, with other fields, in one statement; return how many.

    The database looks at the status as it is then, so this needs no lock, and the others stay as they are.
    """
    before = before_move(cast("type[HasStatus]", rows.model), to)
    return rows.filter(**{f"{field}__in": before}).update(**{field: to}, **fields)


def before_move(model: type[HasStatus], to: str) -> list[str]:
    """Return every status from which rows of a model may become this."""
    return sorted(former for former, allowed in model.transitions.items() if to in allowed)
