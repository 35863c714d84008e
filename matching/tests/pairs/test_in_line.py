"""Who of a waiting list is served: as many as possible, and of those sets the best for the person who stands first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from matching.pairs.waiting.fair_order import first_in_line


def served_slowly(options: dict[int, list[int]], places: list[int]) -> list[int]:
    """Go down the line and keep everyone who can be served together with those before."""
    chosen: list[int] = []
    for row in options:
        if matchable([*chosen, row], options, places):
            chosen.append(row)
    return chosen


def matchable(rows: list[int], options: dict[int, list[int]], places: list[int]) -> bool:
    """Whether these rows can all have a place, by trying everything."""
    if not rows:
        return True
    row, *others = rows
    for column in options[row]:
        if places[column]:
            left = places.copy()
            left[column] -= 1
            if matchable(others, options, left):
                return True
    return False


def largest(options: dict[int, list[int]], places: list[int]) -> int:
    """Return how many rows can be served at most, by trying everything."""

    def best(rows: list[int], left: tuple[int, ...]) -> int:
        if not rows:
            return 0
        row, *others = rows
        found = best(others, left)
        for column in options[row]:
            if left[column]:
                found = max(found, 1 + best(others, (*left[:column], left[column] - 1, *left[column + 1 :])))
        return found

    return best(list(options), tuple(places))


@given(
    st.lists(st.integers(0, 2), min_size=1, max_size=4).flatmap(
        lambda places: st.tuples(
            st.just(places),
            st.lists(st.lists(st.integers(0, len(places) - 1), unique=True, max_size=4), max_size=6),
        )
    )
)
def test_m01_the_line_costs_nobody_a_place_and_the_first_come_first(case: tuple[list[int], list[list[int]]]) -> None:
    places, rows = case
    options = dict(enumerate(rows))

    served = first_in_line(list(options), options.__getitem__, places)

    assert served == served_slowly(options, places)
    assert len(served) == largest(options, places)


def test_somebody_earlier_moves_over_for_somebody_later() -> None:
    assert first_in_line([0, 1], {0: [0, 1], 1: [0]}.__getitem__, [1, 1]) == [0, 1]


def test_the_order_of_the_line_decides_and_not_the_row() -> None:
    assert first_in_line([3, 1], {3: [0], 1: [0]}.__getitem__, [1]) == [3]


def test_nobody_is_served_by_a_mentor_without_a_place() -> None:
    assert first_in_line([0], {0: [0, 1]}.__getitem__, [0, 0]) == []
