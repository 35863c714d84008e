"""Why these two (M-08), and which constraint stands in the way where nobody is allowed (M-10)."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from matching.csvmatch.comparisons import Near, Steps, Values
from matching.csvmatch.engine_question import met
from matching.csvmatch.names import short
from matching.csvmatch.report import ScorePart, Someone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from matching.csvmatch.comparisons import Value
    from matching.csvmatch.mapping import ColumnCriterion, Constraint
    from matching.csvmatch.people import Compared, People

    Mask = NDArray[np.bool_]

RANKS = ("first", "second", "third", "fourth", "fifth")
SHOWN = 3


class Explainer:
    """Answers questions about the people of one run. Mentees and mentors are numbers."""

    def __init__(self, people: People) -> None:
        self.people = people
        self._parts: dict[tuple[str, Value | None, Value | None], ScorePart] = {}

    @cached_property
    def mentees(self) -> list[Someone]:
        """The mentees by number."""
        side = self.people.mentees
        return [Someone(*who) for who in zip(side.ids, side.names, strict=True)]

    @cached_property
    def mentors(self) -> list[Someone]:
        """The mentors by number."""
        side = self.people.mentors
        return [Someone(*who) for who in zip(side.ids, side.names, strict=True)]

    @cached_property
    def with_places(self) -> Mask:
        """Which mentors have a place at all."""
        places: Mask = np.array(self.people.capacity) > 0
        return places

    @cached_property
    def _apart(self) -> dict[str, dict[int, list[int]]]:
        """Whom each mentee is kept apart from, by rule."""
        apart: dict[str, dict[int, list[int]]] = {}
        for label, pairs in self.people.apart.items():
            own = apart.setdefault(label, {})
            for mentee, mentor in sorted(pairs):
                own.setdefault(mentee, []).append(mentor)
        return apart

    def parts(self, mentee: int, mentor: int) -> tuple[ScorePart, ...]:
        """Return what each criterion gave this pair; criteria that do not hold for this mentee are left out."""
        parts = [self._part(compared, mentee, mentor) for compared in self.people.criteria if compared.applies[mentee]]
        choices = self.people.mapping.choices
        if choices and self.people.choices[mentee]:
            chosen = self.people.choices[mentee]
            rank = chosen.index(mentor) if mentor in chosen else len(choices.points)
            points = choices.points[rank] if rank < len(choices.points) else 0
            parts.append(
                ScorePart(choices.label, points, max(choices.points, default=0), _rank(rank, mentor in chosen))
            )
        return tuple(parts)

    def _part(self, compared: Compared[ColumnCriterion], mentee: int, mentor: int) -> ScorePart:
        rule, wish, other = compared.rule, compared.ones[mentee], compared.others[mentor]
        known = self._parts.get((rule.label, wish, other))
        if known is None:
            relation = Values(rule.comparison, [other]).relations(wish)
            sentence = rule.comparison.explain(wish, other, float(relation[0]))
            known = ScorePart(rule.label, int(rule.award.points(relation)[0]), rule.award.most, sentence)
            self._parts[rule.label, wish, other] = known
        return known

    def refusals(self, mentee: int) -> Iterator[tuple[str, Mask, Compared[Constraint] | None]]:
        """Yield each constraint by name with the mentors that it forbids this mentee, bool [mentors]."""
        for compared in self.people.constraints:
            if compared.applies[mentee]:
                relation = compared.values.relations(compared.ones[mentee])
                yield compared.rule.label, ~met(compared.rule, relation), compared
        for label, others in self._apart.items():
            mask = np.zeros(len(self.people.capacity), dtype=np.bool_)
            mask[others.get(mentee, [])] = True
            yield label, mask, None

    def nobody(self, mentee: int) -> str:
        """Say why no mentor is allowed: which constraint alone would open how many."""
        refusals = list(self.refusals(mentee))
        count = np.sum([mask for _label, mask, _rule in refusals], axis=0) if refusals else np.zeros(len(self.mentors))
        if not self.with_places.any():
            return "No mentor has a place."
        if (count == 0).any():
            have = "has" if (count == 0).sum() == 1 else "have"
            return f"The {_mentors(int((count == 0).sum()))} who would be allowed {have} no place: {self.some(count == 0)}."
        opened = [
            self._opened(label, mask & (count == 1) & self.with_places, rule, mentee) for label, mask, rule in refusals
        ]
        sentences = [sentence for sentence in opened if sentence]
        if not sentences:
            return "No mentor is allowed, and no constraint is the only reason: every mentor fails two or more."
        return f"No mentor is allowed. {' '.join(sentences)}"

    def _opened(self, label: str, mask: Mask, compared: Compared[Constraint] | None, mentee: int) -> str:
        """Say whom one constraint alone keeps out."""
        if not mask.any():
            return ""
        near = self._nearest(compared, mask, mentee) if compared else ""
        return f"Without “{label}” there would be {_mentors(int(mask.sum()))}: {self.some(mask)}{near}."

    def _nearest(self, compared: Compared[Constraint], mask: Mask, mentee: int) -> str:
        """Say how far the nearest of these mentors is from what the constraint asks, where that is a matter of degree."""
        if not isinstance(compared.rule.comparison, (Steps, Near)) or compared.ones[mentee] is None:
            return ""
        wish, rule = compared.ones[mentee], compared.rule
        relation = np.where(mask, compared.values.relations(wish), np.nan)
        off = np.maximum(rule.within.least - relation, relation - rule.within.most)
        if np.isnan(off).all():
            return ""
        nearest = int(np.nanargmin(off))
        return f"; nearest: {rule.comparison.explain(wish, compared.others[nearest], float(relation[nearest]))}"

    def some(self, mask: Mask) -> str:
        """Name the first few of these mentors."""
        numbers = np.flatnonzero(mask)
        names = ", ".join(short(self.mentors[number].name) for number in numbers[:SHOWN])
        return names + (f" and {len(numbers) - SHOWN:,} more" if len(numbers) > SHOWN else "")

    def shared(self, mentees: NDArray[np.int64]) -> str:
        """Say what the members of a group share in the columns that constraints look at, other than everyone."""
        columns = dict.fromkeys(constraint.rule.mentee for constraint in self.people.constraints)
        described = [self._shared(column, mentees) for column in columns]
        return "; ".join(sentence for sentence in described if sentence)

    def _shared(self, column: str, mentees: NDArray[np.int64]) -> str:
        texts = self.people.mentees.texts(column)
        values = sorted({texts[mentee] for mentee in mentees})
        if len(values) > SHOWN or len(values) == len(set(texts)) or not all(values):
            return ""
        return f"{column} {' or '.join(map(short, values))}"


def _rank(rank: int, chosen: bool) -> str:  # noqa: FBT001 - a fact about the rank
    if not chosen:
        return "not among the choices"
    return f"{RANKS[rank]} choice" if rank < len(RANKS) else f"choice number {rank + 1}"


def _mentors(count: int) -> str:
    return "1 mentor" if count == 1 else f"{count:,} mentors"
