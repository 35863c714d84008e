"""New levels find their place among those that are there."""

from __future__ import annotations

import pytest

from people.directory.ordering import merge_levels
from people.errors import PeopleError


@pytest.mark.parametrize(
    ("present", "given", "merged"),
    [
        ([], ["A", "B"], ["A", "B"]),
        (["A", "B"], [], ["A", "B"]),
        (["A", "C"], ["A", "B", "C"], ["A", "B", "C"]),
        (["B"], ["A", "B"], ["A", "B"]),
        (["B"], ["x", "A", "b"], ["x", "A", "B"]),
        (["A", "D"], ["A", "B", "C"], ["A", "B", "C", "D"]),
        (["A", "B", "C"], ["C", "D"], ["A", "B", "C", "D"]),
    ],
)
def test_new_levels_stand_above_their_neighbour(present: list[str], given: list[str], merged: list[str]) -> None:
    assert merge_levels(present, given) == merged


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (["B", "A"], "another order: A, B"),
        (["A", "a"], "is in the order twice"),
        (["C"], "among these: A, B"),
    ],
)
def test_an_order_that_turns_the_present_one_round_is_refused(given: list[str], sentence: str) -> None:
    with pytest.raises(PeopleError, match=sentence):
        merge_levels(["A", "B"], given)
