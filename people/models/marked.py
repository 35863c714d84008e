"""Rows that carry a mark: a MAC over what they say, under a key that is not in the database (E-34, A-27).

Anyone who can write SQL, and has no key, can change an address, a role or a decision, but not its mark. A row whose mark does
not fit opens nothing, and the nightly check names it. Every way of Django's to write such a row marks it anew, unless its
mark did not fit before: what was changed behind the application's back stays named until the operator has looked at it
(`manage.py vouch_for`). Marks are numbered and a trigger lets the numbers only grow, so an earlier state of the same row,
put back with the mark it had, is refused; the nightly check remembers the numbers that it saw.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django.db import connection, models, transaction

from people.record import record_keys

if TYPE_CHECKING:
    from people.record.record_keys import Ring

M = TypeVar("M", bound="Marked")
MARK = ("mark_number", "mark_key", "mark")


class MarkedQuerySet(models.QuerySet[M]):
    """Rows that are marked anew by whatever writes them."""

    def update(self, **changes: Any) -> int:  # noqa: ANN401 - Django's own signature
        """Update, and mark what was changed."""
        if not self.model.touches_mark(changes):
            return super().update(**changes)
        with transaction.atomic(savepoint=False):
            sound = _hold(self.select_related(None).order_by("pk"))
            count = models.QuerySet(self.model).filter(pk__in=sound).update(**changes)
            mark_anew(self.model, [pk for pk, holds in sound.items() if holds])
        return count

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:  # noqa: ANN401 - Django's own signature
        """Write many, new ones and known ones, and mark them."""
        rows = list(objs)
        with transaction.atomic(savepoint=False):
            known = [row.pk for row in rows if row.pk is not None]
            sound = _hold(models.QuerySet(self.model).filter(pk__in=known).order_by("pk")) if known else {}
            made = super().bulk_create(rows, *args, **kwargs)
            marked = mark_anew(self.model, [row.pk for row in made if sound.get(row.pk, True)])
            for row in made:
                row.take_mark(marked.get(row.pk))
        return made


class Marked(models.Model):
    """What `MARKED` names cannot be changed unseen. A longer list needs a migration that marks the rows there are."""

    MARKED: ClassVar[tuple[str, ...]] = ()

    mark_number = models.PositiveIntegerField(default=0, editable=False)
    mark_key = models.CharField(max_length=24, blank=True, editable=False)
    mark = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    def save(self, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        """Save, and mark what was changed."""
        if not self.touches_mark(kwargs.get("update_fields")):
            super().save(**kwargs)
            return
        with transaction.atomic(savepoint=False):
            # Locked before it is read: two who save different fields would each mark what the other has not written.
            # Without its key: rows that merely point to this one can be written meanwhile.
            held: models.QuerySet[Marked] = (
                models.QuerySet(type(self)).select_for_update(no_key=True, of=("self",)).filter(pk=self.pk)
            )
            before = held.first() if self.pk else None
            self.take_mark(before)
            super().save(**kwargs)
            if before is None or before.is_marked():
                self.take_mark(mark_anew(type(self), [self.pk]).get(self.pk))

    @classmethod
    def touches_mark(cls, fields: Collection[str] | None) -> bool:
        """Whether writing these fields changes what the mark is made over; None stands for all fields."""
        own = {*cls.MARKED, *(cls._meta.get_field(name).attname for name in cls.MARKED)}  # type: ignore[union-attr]
        return fields is None or not own.isdisjoint(fields)

    def take_mark(self, row: Marked | None) -> None:
        """Hold the mark that the row has, so that saving this object later does not put an earlier one back."""
        if row is not None:
            self.mark_number, self.mark_key, self.mark = row.mark_number, row.mark_key, row.mark

    def is_marked(self, ring: Ring | None = None) -> bool:
        """Whether the mark fits, so that this application wrote what the row says."""
        return (ring or record_keys.ring()).holds(self.marked_content(), key=self.mark_key, mac=self.mark)

    def marked_content(self) -> list[object]:
        """Return what the mark is made over."""
        return [self._meta.label_lower, self.pk, self.mark_number, *map(_plain, self.marked_values().values())]

    def marked_values(self) -> dict[str, Any]:
        """Return what `MARKED` names, as the row says it; other rows by their keys."""
        fields = [self._meta.get_field(name) for name in self.MARKED]
        return {field.name: getattr(self, field.attname) for field in fields}  # type: ignore[union-attr]


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value


def _hold(rows: models.QuerySet[Any]) -> dict[int, bool]:
    """Lock rows, and return for the key of each whether its mark fits."""
    ring = record_keys.ring()
    return {row.pk: row.is_marked(ring) for row in rows.select_for_update(no_key=True, of=("self",))}


def mark_anew(model: type[M], keys: Collection[int]) -> dict[int, M]:
    """Mark the rows with these keys that say something else than their mark, or have one of an earlier secret.

    Returns all of them, by key.

    The caller holds them, and knows that they may be marked.
    """
    ring = record_keys.ring()
    rows: dict[int, M] = models.QuerySet(model).in_bulk(list(keys))
    changed = [row for row in rows.values() if row.mark_key != ring.present.name or not row.is_marked(ring)]
    for row in changed:
        row.mark_number += 1
        row.mark_key, row.mark = ring.present.name, ring.present.mac(row.marked_content())
    if changed:
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {model._meta.db_table} AS held SET mark_number = new.number, mark_key = %s, mark = new.mark "  # noqa: S608 - a table's name
                "FROM unnest(%s::bigint[], %s::int[], %s::text[]) AS new (id, number, mark) WHERE held.id = new.id",
                [
                    ring.present.name,
                    [row.pk for row in changed],
                    [row.mark_number for row in changed],
                    [row.mark for row in changed],
                ],
            )
    return rows
