"""What a mapping says: which column is what, who may be paired, what makes a pair good."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from matching.csvmatch.comparisons import Award, Comparison, Within

if TYPE_CHECKING:
    from collections.abc import Iterator

# The scale that people see: no pair has more points than this.
FULL = 100
# Each adds -4096 to a pair, and the engine adds up in 16 bits; one more is needed for what stands between two people.
MOST_CONSTRAINTS = 6
Empty = Literal["refuse", "allow", "forbid"]


@dataclass(frozen=True)
class When:
    """A rule holds only for mentees in whose row this column has one of these values."""

    column: str
    values: tuple[str, ...]

    def holds(self, text: str) -> bool:
        """Tell whether a cell has one of the values."""
        return text.casefold() in {value.casefold() for value in self.values}


@dataclass(frozen=True)
class ColumnRule:
    """What constraints and criteria have in common: a name in words, two columns and how they compare."""

    label: str
    comparison: Comparison
    mentee: str
    mentor: str
    when: When | None = None


@dataclass(frozen=True)
class Constraint(ColumnRule):
    """Pairs that do not meet it are never made. `empty` says what an empty cell means."""

    within: Within = field(kw_only=True)
    empty: Empty = "refuse"


@dataclass(frozen=True)
class ColumnCriterion(ColumnRule):
    """Pairs that meet it have more points."""

    award: Award = field(kw_only=True)


@dataclass(frozen=True)
class Apart:
    """Pairs that are never made because a cell names the other person by id: a supervisor, someone to avoid."""

    label: str
    mentee: str = ""
    mentor: str = ""


@dataclass(frozen=True)
class Choices:
    """The column in which mentees name mentors by id, best first, and the points for first, second, … choice."""

    label: str
    column: str
    points: tuple[int, ...]


@dataclass(frozen=True)
class Person:
    """Which columns of one file say who someone is. `capacity`: a column, or a number for everyone."""

    id: str
    name: tuple[str, ...] = ()
    capacity: str | int = 1


@dataclass(frozen=True)
class Mapping:
    """All of it. `tiers`: below the first a match is poor, below the second weak."""

    mentees: Person
    mentors: Person
    constraints: tuple[Constraint, ...] = ()
    criteria: tuple[ColumnCriterion, ...] = ()
    apart: tuple[Apart, ...] = ()
    choices: Choices | None = None
    tiers: tuple[int, ...] = ()

    @property
    def rules(self) -> tuple[Constraint | ColumnCriterion, ...]:
        """Whatever compares two columns."""
        return (*self.constraints, *self.criteria)

    @property
    def most(self) -> int:
        """The points that a pair can have at most."""
        chosen = max(self.choices.points, default=0) if self.choices else 0
        return sum(criterion.award.most for criterion in self.criteria) + chosen

    def mentee_columns(self) -> Iterator[str]:
        """Yield every column that is needed of the mentees' file."""
        yield from (self.mentees.id, *self.mentees.name)
        yield from (rule.mentee for rule in self.rules)
        yield from (rule.when.column for rule in self.rules if rule.when)
        yield from (apart.mentee for apart in self.apart if apart.mentee)
        if self.choices:
            yield self.choices.column

    def mentor_columns(self) -> Iterator[str]:
        """Yield every column that is needed of the mentors' file."""
        yield from (self.mentors.id, *self.mentors.name)
        if isinstance(self.mentors.capacity, str):
            yield self.mentors.capacity
        yield from (rule.mentor for rule in self.rules)
        yield from (apart.mentor for apart in self.apart if apart.mentor)
