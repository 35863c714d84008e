"""The walk over all marked rows: who someone is, who decided what about it, and who runs a program (E-34, A-29)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import transaction
from django.db.models import QuerySet

from people import audit
from people.models.marked import Marked, mark_anew
from people.record import record_keys

if TYPE_CHECKING:
    from datetime import datetime

    from people.record.record_keys import Ring

BATCH = 500
Place = tuple[str, int]  # what the row is, such as people.user, and its key


@dataclass(frozen=True)
class MarkFault:
    """A row whose mark does not fit, or that is gone or set back, and why."""

    place: Place
    reason: str

    def __str__(self) -> str:
        return f"{self.place[0]} {self.place[1]}"


def models() -> list[type[Marked]]:
    """Return what is marked, in the order of the apps."""
    return [model for model in apps.get_models() if issubclass(model, Marked)]


def rows(model: type[Marked]) -> QuerySet[Marked]:
    """Return all rows of a model."""
    return QuerySet(model)


def places() -> list[Place]:
    """Return every marked row there is."""
    return [
        (model._meta.label_lower, pk)
        for model in models()
        for pk in rows(model).order_by("pk").values_list("pk", flat=True)
    ]


def look(places: Sequence[Place], ring: Ring) -> list[tuple[Place, int, str]]:
    """Return of each row that is still there the number of its mark, and why it does not fit; nothing if it does."""
    marks = []
    for label in dict.fromkeys(label for label, _pk in places):
        held = rows(apps.get_model(label)).in_bulk([pk for known, pk in places if known == label])
        for pk, row in held.items():
            if not row.mark:
                why = "not written by this application: it has no mark of the server’s key"
            elif not ring.knows(row.mark_key):
                why = f"marked with the key {row.mark_key}, which is not known here"
            else:
                why = "" if row.is_marked(ring) else "changed, or not written by this application: its mark is wrong"
            marks.append(((label, pk), row.mark_number, why))
    return marks


def faults_since(before: Mapping[Place, int], now: Mapping[Place, int]) -> Iterator[MarkFault]:
    """Yield what an earlier check saw and is gone, or has a lower number now."""
    for place, number in sorted(before.items()):
        if place not in now:
            yield MarkFault(place, "missing since an earlier check")
        elif now[place] < number:
            yield MarkFault(place, "set back to what it was before an earlier check")


def renew() -> int:
    """Mark what fits under an earlier secret with the present one, so that the earlier can go; return how many rows."""
    ring, renewed = record_keys.ring(), 0
    for model in models():
        earlier = rows(model).exclude(mark_key=ring.present.name).filter(mark_key__in=ring.by_name)
        keys = list(earlier.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), BATCH):
            with transaction.atomic():
                held = rows(model).select_for_update(of=("self",)).filter(pk__in=keys[start : start + BATCH])
                renewed += len(mark_anew(model, [row.pk for row in held.order_by("pk") if row.is_marked(ring)]))
    return renewed


def of_lost_keys() -> list[Marked]:
    """Return the rows whose marks were made with a key that is not known here: it was lost, or left out as it had leaked."""
    known = record_keys.ring().by_name
    return [
        row for model in models() for row in rows(model).exclude(mark="").exclude(mark_key__in=known).order_by("pk")
    ]


@transaction.atomic
def vouch(some: Iterable[Marked], *, now: datetime) -> None:
    """Mark rows as they stand, as the operator, who has looked at them. It is on record."""
    for model, same in groupby(some, key=type):
        held = list(rows(model).select_for_update(of=("self",)).filter(pk__in=[row.pk for row in same]).order_by("pk"))
        mark_anew(model, [row.pk for row in held])
        audit.record_all("row.vouched", ((row, {}) for row in held), by=None, now=now)
