"""What criteria and rules look up about the mentors of a roster: each column worked out when it is first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from pool.models.topics import Wish

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray

    from matching.fit.facts import MentorFacts

    Integers = NDArray[np.int64]
    Mask = NDArray[np.bool_]
    Times = tuple[frozenset[str], str]


def membership(sets: Sequence[frozenset[str]] | Sequence[frozenset[int]], things: Sequence[Hashable]) -> Mask:
    """Return whether each of these things is in each of the sets, bool [things, sets]."""
    place = {thing: index for index, thing in enumerate(things)}
    found = np.zeros((len(things), len(sets)), dtype=bool)
    for column, members in enumerate(sets):
        for thing in members:
            if thing in place:
                found[place[thing], column] = True
    return found


class Columns:
    """The mentors of one roster. Nothing in it changes, so what was worked out once holds."""

    def __init__(self, mentors: Sequence[MentorFacts]) -> None:
        """`mentors` in the order of the columns."""
        self.mentors = mentors
        self._numbers: dict[str, Integers] = {}
        self._having: dict[str, tuple[dict[Hashable, int], Mask]] = {}
        self._wishes: dict[str, tuple[Mask, Mask]] = {}

    def numbers(self, what: str) -> Integers:
        """Return one whole number of each mentor, int64 [mentors]; -1 where it is not known."""
        if what not in self._numbers:
            values = [getattr(mentor, what) for mentor in self.mentors]
            self._numbers[what] = np.array([-1 if value is None else value for value in values], dtype=np.int64)
        return self._numbers[what]

    def having(self, what: str, things: Sequence[Hashable]) -> Mask:
        """Return whether each mentor has each of these topics, goals, channels or languages, bool [things, mentors]."""
        if what not in self._having:
            sets = [getattr(mentor, what) for mentor in self.mentors]
            known = sorted(frozenset().union(*sets))
            nothing = np.zeros((1, len(sets)), dtype=bool)
            place: dict[Hashable, int] = {thing: index for index, thing in enumerate(known)}
            self._having[what] = place, np.concatenate((membership(sets, known), nothing))
        place, table = self._having[what]
        rows: Mask = table[[place.get(thing, -1) for thing in things]]
        return rows

    def wishes(self, what: str) -> tuple[Mask, Mask]:
        """Return who wishes for the same department or site, and who for another, both bool [mentors]."""
        if what not in self._wishes:
            asked = np.array([getattr(mentor, f"{what}_wish") for mentor in self.mentors])
            self._wishes[what] = asked == Wish.SAME.value, asked == Wish.DIFFERENT.value
        return self._wishes[what]

    @cached_property
    def any_wish(self) -> bool:
        """Whether some mentor wishes anything about where a mentee works."""
        wishes = ((mentor.department_wish, mentor.site_wish) for mentor in self.mentors)
        return any(wish != Wish.EITHER for pair in wishes for wish in pair)

    @cached_property
    def times(self) -> tuple[list[Times], Integers]:
        """The different times in which mentors can meet, and which of them each mentor has, int64 [mentors]."""
        number: dict[Times, int] = {}
        kind_of = [number.setdefault(mentor.times, len(number)) for mentor in self.mentors]
        return list(number), np.array(kind_of, dtype=np.int64)
