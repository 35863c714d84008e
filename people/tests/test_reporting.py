"""Reporting lines at any depth (P-21)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from people.reporting import circles, superiors

lines = st.dictionaries(st.integers(1, 30), st.one_of(st.none(), st.integers(1, 30)), max_size=30)


def test_everybody_above_is_named_nearest_first() -> None:
    assert list(superiors(1, {1: 2, 2: 3, 3: None})) == [2, 3]


def test_a_circle_is_named_once_and_tails_are_not_part_of_it() -> None:
    assert circles({5: 1, 1: 2, 2: 3, 3: 1, 4: None}) == [[1, 2, 3]]


@given(lines)
def test_walks_end_whatever_the_directory_says(line: dict[int, int | None]) -> None:
    for person in line:
        above = list(superiors(person, line))
        assert len(above) == len(set(above))
        assert person not in above


@given(lines)
def test_circles_are_exactly_the_people_who_reach_themselves(line: dict[int, int | None]) -> None:
    def reaches_oneself(person: int) -> bool:
        above = line.get(person)
        for _step in range(len(line) + 1):
            if above is None or above == person:
                return above == person
            above = line.get(above)
        return False

    assert sorted(person for circle in circles(line) for person in circle) == sorted(filter(reaches_oneself, line))
