"""What every criterion of a good pair is: to whom it applies, how well a pair meets it, and its own words."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from matching.models.scenario import Importance
from programs.models.program import Format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.functional import _StrPromise
    from numpy.typing import NDArray

    from matching.roster import MenteeFacts, MentorFacts, Roster

    Grades = NDArray[np.float64]
    Mask = NDArray[np.bool_]

HIGH, MEDIUM, LOW, OFF = Importance.HIGH, Importance.MEDIUM, Importance.LOW, Importance.OFF


class Criterion(ABC):
    """One thing that makes a pair good. `usual` is its importance by format, unless the coordinator says otherwise."""

    code: ClassVar[str]
    label: ClassVar[_StrPromise]
    about: ClassVar[_StrPromise]
    usual: ClassVar[dict[Format, Importance]]
    # Told to the mentee and to the coordinator, not to the mentor.
    private_to_mentee: ClassVar[bool] = False

    @abstractmethod
    def applies(self, mentee: MenteeFacts) -> bool:
        """Say whether this mentee has a wish that the criterion could meet."""

    @abstractmethod
    def grades(self, roster: Roster) -> Grades:
        """Return how well each pair meets it, 0 to 1, as float64 [mentees, mentors]."""

    @abstractmethod
    def words(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> str:
        """Say in one sentence, without names, how this pair stands."""


def everywhere(importance: Importance) -> dict[Format, Importance]:
    """Return the same importance for every format."""
    return dict.fromkeys(Format, importance)


def overlap(ones: Sequence[frozenset[Any]], others: Sequence[frozenset[Any]]) -> Grades:
    """Return how many things each of `ones` shares with each of `others`."""
    column = {thing: index for index, thing in enumerate(sorted(frozenset().union(*ones, *others)))}

    def table(people: Sequence[frozenset[Any]]) -> Grades:
        rows = np.zeros((len(people), len(column)), dtype=np.float64)
        for row, things in enumerate(people):
            rows[row, [column[thing] for thing in things]] = 1
        return rows

    shared: Grades = table(ones) @ table(others).T
    return shared


def sizes(people: Sequence[frozenset[Any]]) -> Grades:
    """Return how many things each person has, at least 1, as a column."""
    return np.array([[max(1, len(things))] for things in people], dtype=np.float64).reshape(len(people), 1)


def same(roster: Roster, what: str) -> Mask:
    """Return whether both have the same department or site; unknown is never the same."""
    ones = np.array([getattr(person, what) or -1 for person in roster.mentees], dtype=np.int64)[:, None]
    others = np.array([getattr(person, what) or -2 for person in roster.mentors], dtype=np.int64)[None, :]
    equal: Mask = ones == others
    return equal
