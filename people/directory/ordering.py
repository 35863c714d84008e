"""Putting levels that a file names into one order with those that are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from people.errors import PeopleError

if TYPE_CHECKING:
    from collections.abc import Sequence


def merge_levels(present: Sequence[str], given: Sequence[str]) -> list[str]:
    """Return all levels, lowest first: those present in their order, each new one right above its neighbour in `given`.

    Names are compared without case. Raises `PeopleError` where `given` names a level twice or turns the present
    order round, because ranks of people who are matched already would change.
    """
    spelled = {name.casefold(): name for name in present}
    wanted = [spelled.get(name.casefold(), name) for name in given]
    folded = [name.casefold() for name in wanted]
    for name in wanted:
        if folded.count(name.casefold()) > 1:
            raise PeopleError(_("The level “%s” is in the order twice.") % name)
    known = [name for name in wanted if name.casefold() in spelled]
    if known != [name for name in present if name in known]:
        raise PeopleError(_("In the directory these levels are in another order: %s.") % ", ".join(present))
    if present and wanted and not known:
        raise PeopleError(_("Say where the new levels belong among these: %s.") % ", ".join(present))
    merged = list(present)
    for position, name in enumerate(wanted):
        if name not in merged:
            below = wanted[position - 1] if position else None
            merged.insert(merged.index(below) + 1 if below else merged.index(known[0]) if known else 0, name)
    return merged
