"""Which topics the pool has too little of: places of mentors who offer one, against mentees who want it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matching.fit.facts import Roster


class Scarcity:
    """Counted once for a roster; `left` are the rows of mentees without a mentor."""

    def __init__(self, roster: Roster, left: Sequence[int]) -> None:
        """Count places and wishes by topic."""
        self.wanted = Counter(topic for mentee in roster.mentees for topic in mentee.topics)
        self.left = Counter(topic for row in left for topic in roster.mentees[row].topics)
        self.places: Counter[int] = Counter()
        for mentor in roster.mentors:
            for topic in mentor.topics:
                self.places[topic] += mentor.places

    def scarcest(self, topics: Iterable[int]) -> list[tuple[int, int]]:
        """Return those of the topics that are wanted by more mentees than there are places for, the scarcest first.

        With each, how many mentees without a mentor want it.
        """
        short = [topic for topic in topics if self.places[topic] < self.wanted[topic]]
        short.sort(key=lambda topic: (self.places[topic] / self.wanted[topic], -self.left[topic], topic))
        return [(topic, self.left[topic]) for topic in short]
