"""What comes out: a line for each mentee, one for each mentor, and a summary."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ScorePart:
    """What one criterion gave a pair, of how much it could have given, and why."""

    label: str
    points: int
    most: int
    words: str

    def __str__(self) -> str:
        return f"{self.label}: {self.words} ({self.points} of {self.most})"


@dataclass(frozen=True)
class Someone:
    """A person by id and name."""

    id: str
    name: str

    def __str__(self) -> str:
        return self.id if self.name == self.id else f"{self.name} ({self.id})"


@dataclass(frozen=True)
class MenteeLine:
    """A mentee with their mentor and the parts of the score, or without one and with the reason."""

    mentee: Someone
    mentor: Someone | None = None
    score: int | None = None
    tier: str = ""
    parts: tuple[ScorePart, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Pool:
    """A mentor with places and mentees."""

    mentor: Someone
    places: int
    mentees: tuple[Someone, ...]


@dataclass(frozen=True)
class RunSummary:
    """Figures of the run. `most`: the points that a pair can have at most. `certified`: proved to be the best answer."""

    mentees: int
    mentors: int
    places: int
    matched: int
    total: int
    most: int
    poor: int
    weak: int
    certified: bool
    seconds: float

    @property
    def left_out(self) -> int:
        """How many mentees have no mentor."""
        return self.mentees - self.matched


@dataclass(frozen=True)
class MatchReport:
    """All of it. Lines stand in the order of the files. `groups`: who competes for too few places."""

    lines: tuple[MenteeLine, ...]
    pools: tuple[Pool, ...]
    summary: RunSummary
    groups: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
