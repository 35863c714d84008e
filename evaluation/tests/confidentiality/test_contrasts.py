"""E-13, D-13: medians, waits that are not over, and whether a difference is clear."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.confidentiality.contrasts import Estimate, Waited, Waits, difference, median_of, share_of, waits_of


def test_e13_those_still_waiting_count_with_their_days_and_make_the_median_a_least_one() -> None:
    over = [Waited(days, over=True) for days in (2, 3, 10)]
    assert waits_of([*over, Waited(20, over=False), Waited(25, over=False)]) == Waits(
        10, at_least=False, longest_weeks=4
    )
    assert waits_of([*over, Waited(1, over=False), Waited(1, over=False)]) == Waits(2, at_least=True, longest_weeks=2)


@given(st.lists(st.tuples(st.integers(0, 300), st.booleans(), st.integers(0, 300)), min_size=1, max_size=30))
def test_e13_whatever_becomes_of_those_who_wait_the_median_told_is_right(waits: list[tuple[int, bool, int]]) -> None:
    told = waits_of([Waited(days, over=over) for days, over, _more in waits])
    later = waits_of([Waited(days if over else days + more, over=True) for days, over, more in waits])
    assert later.median >= told.median
    assert told.at_least or later.median == told.median


@pytest.mark.parametrize(("days", "weeks"), [(0, 1), (7, 1), (8, 2), (15, 3)])
def test_e13_the_longest_wait_is_told_in_full_weeks(days: int, weeks: int) -> None:
    assert waits_of([Waited(days, over=True)]).longest_weeks == weeks


def test_d13_the_interval_of_a_median_lies_between_ordered_values() -> None:
    # Sign test for n = 10: the second and the ninth value, 97.9 %. With five values no pair reaches 95 %.
    assert median_of(range(1, 11)) == Estimate(5.5, 2, 9)
    assert median_of([4, 1, 9, 2, 3]) == Estimate(3, 1, 9)


def test_d13_the_interval_of_a_difference_of_shares_agrees_with_the_published_one() -> None:
    # Newcombe (1998), Statistics in Medicine 17, 873-890, method 10: 56/70 - 48/80.
    found = difference(share_of(56, 70), share_of(48, 80))
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=0.00006)
    assert found.is_clear


def test_d13_an_interval_that_holds_zero_is_no_clear_difference() -> None:
    assert not difference(share_of(3, 5), share_of(4, 6)).is_clear
    assert not difference(median_of([1, 5, 9, 13, 17]), median_of([2, 6, 11, 13, 18])).is_clear
    assert difference(median_of([9, 10, 11, 12, 13, 14]), median_of([1, 2, 3, 4, 5, 6])).is_clear
