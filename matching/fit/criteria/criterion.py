"""What every criterion of a good pair is: what a mentee asks, how well each mentor meets it, and its own words.

A criterion never looks at pairs one by one. It names what a mentee asks (`wishes`), and gives for each such wish one
row with a grade for every mentor (`rows`). Mentees who ask the same share a row, and the grade of a pair is the mean
over the mentee's wishes. So ten thousand people need some hundred rows, and new weights need none.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar, cast

import numpy as np
from django.utils.translation import get_language

from matching.models.scenario import Importance
from programs.models.program import Format

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from django.utils.functional import _StrPromise
    from numpy.typing import NDArray

    from matching.fit.facts import MenteeFacts, MentorFacts, Roster

    Grades = NDArray[np.float64] | NDArray[np.float32]
    Integers = NDArray[np.int64]
    Mask = NDArray[np.bool_]

HIGH, MEDIUM, LOW, OFF = Importance.HIGH, Importance.MEDIUM, Importance.LOW, Importance.OFF

# One point of the 0 to 100 that people see, in the whole numbers that the engine adds up.
UNIT = 40


class Criterion(ABC):
    """One thing that makes a pair good. `usual` is its importance by format, unless the coordinator says otherwise.

    steps: a grade is rounded to so many steps between 0 and 1, once; a divisor of `UNIT`
    needed: where the criterion is required, a pair below this grade is not made; nor is one with grade 0
    """

    code: ClassVar[str]
    label: ClassVar[_StrPromise]
    about: ClassVar[_StrPromise]
    usual: ClassVar[dict[Format, Importance]]
    steps: ClassVar[int] = UNIT
    needed: ClassVar[float] = 0.0
    # Told to the mentee and to the coordinator, not to the mentor.
    private_to_mentee: ClassVar[bool] = False

    @abstractmethod
    def wishes(self, roster: Roster, mentee: MenteeFacts) -> Sequence[Hashable]:
        """Return what this mentee asks, each once; nothing where the criterion does not apply."""

    def rows(self, roster: Roster, wishes: Sequence[Hashable]) -> Grades:
        """Return how well each mentor meets each of these wishes, 0 to 1, as float64 [wishes, mentors]."""
        grades = [[self.grade(roster, wish, mentor) for mentor in roster.mentors] for wish in wishes]
        return np.array(grades, dtype=np.float64).reshape(len(wishes), len(roster.mentors))

    def grade(self, roster: Roster, wish: Hashable, mentor: MentorFacts) -> float:
        """Return how well this mentor meets this wish, 0 to 1. Enough where `rows` is not written."""
        raise NotImplementedError

    def pairs(self, roster: Roster) -> tuple[Integers, Grades] | None:
        """Return single pairs, int64 [n, 2] of (row, column), with their grades, where it is about those instead."""
        return None

    @abstractmethod
    def words(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> str:
        """Say in one sentence, without names, how this pair stands."""

    def alike(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> tuple[Hashable, ...] | None:
        """Return what the words follow from: pairs with the same have the same words. None: look at each pair."""
        return None

    def said(
        self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts, known: dict[tuple[Hashable, ...], str]
    ) -> str:
        """Return the words, found once for pairs that are alike; `known` is `words_known`."""
        what = self.alike(roster, mentee, mentor)
        if what is None:
            return self.words(roster, mentee, mentor)
        key = (self.code, *what)
        if key not in known:
            known[key] = self.words(roster, mentee, mentor)
        return known[key]


def words_known(roster: Roster) -> dict[tuple[Hashable, ...], str]:
    """Return where words about these people are kept, in the reader's language."""
    known: dict[tuple[Hashable, ...], str] = roster.worked_out.setdefault(f"words {get_language()}", {})
    return known


def everywhere(importance: Importance) -> dict[Format, Importance]:
    """Return the same importance for every format."""
    return dict.fromkeys(Format, importance)


def numbers(roster: Roster, what: str) -> Integers:
    """Return one whole number of each mentor, int64 [mentors]; -1 where it is not known."""
    key = f"numbers {what}"
    if key not in roster.worked_out:
        found = [getattr(mentor, what) for mentor in roster.mentors]
        roster.worked_out[key] = np.array([-1 if value is None else value for value in found], dtype=np.int64)
    return cast("Integers", roster.worked_out[key])


def membership(sets: Sequence[frozenset[str]] | Sequence[frozenset[int]], things: Sequence[Hashable]) -> Mask:
    """Return whether each of these things is in each of the sets, bool [things, sets]."""
    place = {thing: index for index, thing in enumerate(things)}
    found = np.zeros((len(things), len(sets)), dtype=bool)
    for column, members in enumerate(sets):
        for thing in members:
            if thing in place:
                found[place[thing], column] = True
    return found


def having(roster: Roster, what: str, things: Sequence[Hashable]) -> Mask:
    """Return whether each mentor has each of these topics, goals, channels or languages, bool [things, mentors]."""
    key = f"having {what}"
    if key not in roster.worked_out:
        sets = [getattr(mentor, what) for mentor in roster.mentors]
        known = sorted(frozenset().union(*sets))
        nothing = np.zeros((1, len(sets)), dtype=bool)
        place = {thing: index for index, thing in enumerate(known)}
        roster.worked_out[key] = place, np.concatenate((membership(sets, known), nothing))
    place, table = roster.worked_out[key]
    found: Mask = table[[place.get(thing, -1) for thing in things]]
    return found


def same(roster: Roster, what: str, places: Sequence[int | None]) -> Mask:
    """Return whether each mentor has this department or site, bool [places, mentors]; unknown is never the same."""
    ours = np.array([-2 if place is None else place for place in places], dtype=np.int64)
    equal: Mask = ours[:, None] == numbers(roster, what)[None, :]
    return equal
