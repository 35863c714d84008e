"""What every criterion of a good pair is: what a mentee asks, how well each mentor meets it, and its own words.

A criterion never looks at pairs one by one. It names what a mentee asks (`wishes`), and gives for each such wish one
row with a grade for every mentor (`rows`). Mentees who ask the same share a row, and the grade of a pair is the mean
over the mentee's wishes. So ten thousand people need some hundred rows, and new weights need none.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from matching.models.scenario import Importance
from programs.models.program import Format

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from django.utils.functional import _StrPromise
    from numpy.typing import NDArray

    from matching.fit.facts import MenteeFacts, MentorFacts, Roster

    Grades = NDArray[np.float64] | NDArray[np.float32]
    Integers = NDArray[np.int64]
    Mask = NDArray[np.bool_]

# What is kept of how a pair stands: numbers, codes, and names that people gave to their topics. Never a sentence.
Details = dict[str, Any]

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
    def details(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> Details:
        """Return how this pair stands, as values that JSON knows. They are kept; no names of people, no words of ours."""

    @abstractmethod
    def words(self, details: Mapping[str, Any]) -> str:
        """Say in one sentence, without names, in the reader's language, how a pair with these details stands."""


def everywhere(importance: Importance) -> dict[Format, Importance]:
    """Return the same importance for every format."""
    return dict.fromkeys(Format, importance)


def numbers(roster: Roster, what: str) -> Integers:
    """Return one whole number of each mentor, int64 [mentors]; -1 where it is not known."""
    return roster.columns.numbers(what)


def having(roster: Roster, what: str, things: Sequence[Hashable]) -> Mask:
    """Return whether each mentor has each of these topics, goals, channels or languages, bool [things, mentors]."""
    return roster.columns.having(what, things)


def same(roster: Roster, what: str, places: Sequence[int | None]) -> Mask:
    """Return whether each mentor has this department or site, bool [places, mentors]; unknown is never the same."""
    ours = np.array([-2 if place is None else place for place in places], dtype=np.int64)
    equal: Mask = ours[:, None] == numbers(roster, what)[None, :]
    return equal
