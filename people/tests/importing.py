"""A directory file brought in, in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from people.directory import importing
from people.directory.planning import ImportPlan, RowOutcome
from people.directory.values import DateForm

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from people.models import User


def bring_in(
    text: str | bytes,
    *,
    now: datetime,
    by: User | None = None,
    levels: Sequence[str] = (),
    date_form: DateForm | None = None,
    skip_refused: bool = False,
) -> ImportPlan:
    """Upload and apply in one go, with the columns as they are guessed or remembered."""
    data = text if isinstance(text, bytes) else text.encode()
    record = importing.upload(data, file_name="staff.csv", by=by, now=now)
    mapping = importing.mapping_of(record)
    importing.choose_columns(record, mapping=mapping, date_form=date_form or DateForm(record.date_form), now=now)
    importing.order_levels(record, levels=levels)
    return importing.apply(record, skip_refused=skip_refused, by=by, now=now)


def counts(plan: ImportPlan) -> tuple[int, int, int, int]:
    """Return created, changed, same, refused."""
    found = plan.counts()
    return found[RowOutcome.CREATED], found[RowOutcome.CHANGED], found[RowOutcome.SAME], found[RowOutcome.REFUSED]
