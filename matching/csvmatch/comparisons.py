"""How a mentee's value and a mentor's value compare, as a number; and what that number allows or is worth.

    relation(one, other):  same 1 or 0 · scale steps from mentee up to mentor · things shared · distance of two numbers
    a constraint holds where   least <= relation <= most
    a criterion gives          points(relation), whole points, 0 or more

An unknown value (an empty cell) makes the relation NaN: no points; what it means to a constraint, the mapping says.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from matching.csvmatch.names import meant, short

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Relations = NDArray[np.float64]
    Held = NDArray[np.uint8]
    Points = NDArray[np.int64]

Value = Hashable
LIST = r"[;,|\n]"


class Comparison(ABC):
    """One way to compare. Values are what `read` returns; None is an empty cell."""

    @abstractmethod
    def read(self, text: str) -> Value | None:
        """Return the value of a cell that is not empty. Raises ValueError with the second half of a sentence."""

    @abstractmethod
    def prepare(self, others: Sequence[Any]) -> Any:  # noqa: ANN401 - whatever `against` wants
        """Bring mentors' values, none of them None, into the form in which they are compared fast."""

    @abstractmethod
    def against(self, one: Any, prepared: Any) -> Relations:  # noqa: ANN401 - a value of this comparison
        """Return the relation of a mentee's value to each of the mentors', float64."""

    @abstractmethod
    def words(self, one: Any, other: Any, relation: float) -> str:  # noqa: ANN401
        """Say how these two compare."""

    def explain(self, one: Value | None, other: Value | None, relation: float) -> str:
        """Say how two values with this relation compare, where one may be unknown."""
        if one is None or other is None:
            who = {(True, True): "both", (True, False): "the mentee’s", (False, True): "the mentor’s"}
            return f"unknown ({who[one is None, other is None]} not filled in)"
        return self.words(one, other, relation)


class Values:
    """The values of many mentors, compared with one mentee's at once."""

    def __init__(self, comparison: Comparison, values: Sequence[Value | None]) -> None:
        self.comparison = comparison
        classes = {value: number for number, value in enumerate(dict.fromkeys(v for v in values if v is not None))}
        # The last class is that of unknown values.
        self._class = np.array([classes.get(value, len(classes)) for value in values], dtype=np.int64)
        self._count = len(classes)
        self._prepared = comparison.prepare(list(classes))

    def relations(self, one: Value | None) -> Relations:
        """Return the relation to each, float64 [values], NaN where a value is unknown."""
        found = np.full(self._count + 1, np.nan)
        if one is not None and self._count:
            found[:-1] = self.comparison.against(one, self._prepared)
        relations: Relations = found[self._class]
        return relations


@dataclass(frozen=True)
class Same(Comparison):
    """Texts, alike whatever their capitals."""

    def read(self, text: str) -> str:
        return short(text, 200)

    def prepare(self, others: Sequence[str]) -> NDArray[np.str_]:
        return np.array([other.casefold() for other in others])

    def against(self, one: str, prepared: NDArray[np.str_]) -> Relations:
        alike: NDArray[np.bool_] = prepared == one.casefold()
        return alike.astype(np.float64)

    def words(self, one: str, other: str, relation: float) -> str:
        return f"both {other}" if relation else f"{one} and {other}"


@dataclass(frozen=True)
class Steps(Comparison):
    """Steps on an ordered scale, lowest first; above 0 where the mentor stands higher."""

    scale: str
    steps: tuple[str, ...]

    def read(self, text: str) -> int:
        # Not by words alone: “A+” and “A” are two grades.
        places = {step.casefold(): index for index, step in enumerate(self.steps)}
        key = short(text, 200).casefold()
        if key not in places:
            raise ValueError(f"is not on the scale “{self.scale}” ({', '.join(self.steps)}).{meant(text, self.steps)}")
        return places[key]

    def prepare(self, others: Sequence[int]) -> Relations:
        return np.array(others, dtype=np.float64)

    def against(self, one: int, prepared: Relations) -> Relations:
        return prepared - one

    def words(self, one: int, other: int, relation: float) -> str:
        count = abs(int(relation))
        steps = "1 step" if count == 1 else f"{count} steps"
        way = f"{steps} above" if relation > 0 else f"{steps} below" if relation < 0 else "the same step"
        return f"{self.steps[one]} to {self.steps[other]}, {way}"


@dataclass(frozen=True)
class ListOverlap(Comparison):
    """How many things of one list stand in the other."""

    separator: str = ""

    def read(self, text: str) -> tuple[str, ...] | None:
        parts = text.split(self.separator) if self.separator else re.split(LIST, text)
        things = {part.casefold(): part for part in (short(part, 200) for part in reversed(parts)) if part}
        return tuple(things[key] for key in sorted(things)) or None

    def prepare(self, others: Sequence[tuple[str, ...]]) -> tuple[dict[str, int], Held]:
        """Return the row of each thing and a table of who has it, [things + 1, others]; the last row is empty."""
        row: dict[str, int] = {}
        held = [(row.setdefault(thing.casefold(), len(row)), who) for who, own in enumerate(others) for thing in own]
        table = np.zeros((len(row) + 1, len(others)), dtype=np.uint8)
        if held:
            table[tuple(np.array(held).T)] = 1
        return row, table

    def against(self, one: tuple[str, ...], prepared: tuple[dict[str, int], Held]) -> Relations:
        row, table = prepared
        counts: Relations = table[[row.get(thing.casefold(), -1) for thing in one]].sum(axis=0, dtype=np.float64)
        return counts

    def words(self, one: tuple[str, ...], other: tuple[str, ...], relation: float) -> str:
        if not relation:
            return "nothing shared"
        wanted = {thing.casefold() for thing in one}
        return "shared: " + ", ".join(thing for thing in other if thing.casefold() in wanted)


@dataclass(frozen=True)
class Near(Comparison):
    """The distance of two numbers."""

    def read(self, text: str) -> float:
        plain = text.replace(" ", "")
        if not re.fullmatch(r"[+-]?\d{1,15}([.,]\d{1,9})?", plain, re.ASCII):
            raise ValueError("is not a number.")
        return float(plain.replace(",", "."))

    def prepare(self, others: Sequence[float]) -> Relations:
        return np.array(others, dtype=np.float64)

    def against(self, one: float, prepared: Relations) -> Relations:
        distances: Relations = np.abs(prepared - one)
        return distances

    def words(self, one: float, other: float, relation: float) -> str:
        return f"{one:g} and {other:g}" if relation else f"both {other:g}"


@dataclass(frozen=True)
class Within:
    """What a constraint asks of the relation."""

    least: float
    most: float

    def meets(self, relation: Relations) -> NDArray[np.bool_]:
        """Tell where it holds; never for NaN."""
        met: NDArray[np.bool_] = (relation >= self.least) & (relation <= self.most)
        return met


class Award(ABC):
    """What a criterion gives for the relation."""

    @property
    @abstractmethod
    def most(self) -> int:
        """No relation gives more points."""

    @abstractmethod
    def of_known(self, relation: Relations) -> Points:
        """Return the points of relations that are known."""

    def points(self, relation: Relations) -> Points:
        """Return whole points, int64, 0 for NaN."""
        points: Points = np.where(np.isnan(relation), 0, self.of_known(np.nan_to_num(relation))).astype(np.int64)
        return points


@dataclass(frozen=True)
class ByStep(Award):
    """Points for exactly this relation, and none for others."""

    table: Mapping[int, int]

    @property
    def most(self) -> int:
        return max(self.table.values(), default=0)

    def of_known(self, relation: Relations) -> Points:
        points = np.zeros(relation.shape, dtype=np.int64)
        for step, worth in self.table.items():
            points[relation == step] = worth
        return points


@dataclass(frozen=True)
class ForEach(Award):
    """Points for each thing shared, up to `most`."""

    each: int
    limit: int

    @property
    def most(self) -> int:
        return self.limit

    def of_known(self, relation: Relations) -> Points:
        return np.minimum(relation * self.each, self.limit).astype(np.int64)


@dataclass(frozen=True)
class Closeness(Award):
    """All points at distance 0, falling evenly to none at `within`."""

    full: int
    within: float

    @property
    def most(self) -> int:
        return self.full

    def of_known(self, relation: Relations) -> Points:
        return np.floor(np.maximum(1 - relation / self.within, 0) * self.full + 0.5).astype(np.int64)
