"""D-04, D-05, D-06, D-13: what may be shown."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.confidentiality.disclosure import (
    FLOOR,
    Tally,
    comments_from,
    figures_from,
    may_step,
    protect,
    step,
    tally,
    wilson,
)

COUNTS = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 40), max_size=8)


@given(st.one_of(st.none(), st.integers(-5, 100)))
def test_d04_nothing_lowers_the_smallest_groups(asked: int | None) -> None:
    assert 5 <= figures_from(asked) <= 15
    assert 10 <= comments_from(asked) <= 15


def test_d04_a_program_can_ask_for_more() -> None:
    assert (figures_from(12), comments_from(15), figures_from(40)) == (12, 15, 15)


@given(COUNTS, st.integers(-3, 20))
def test_d05_no_hidden_cell_and_no_remainder_has_one_to_four(cells: dict[str, int], smallest: int) -> None:
    safe = protect(cells, smallest)
    assert all(count == 0 or count >= FLOOR for count in safe.shown.values())
    assert set(safe.shown) | safe.hidden == set(cells)
    if safe.total is not None:
        remainder = safe.total - sum(safe.shown.values())
        assert remainder == safe.rest
        assert remainder == 0 or remainder >= FLOOR
        assert len(safe.hidden) != 1 or cells[next(iter(safe.hidden))] >= FLOOR


@given(COUNTS)
def test_d05_no_sum_of_shown_cells_leaves_one_to_four_of_the_total(cells: dict[str, int]) -> None:
    safe = protect(cells)
    if safe.total is None:
        return
    for size in range(len(safe.shown) + 1):
        for some in combinations(safe.shown.values(), size):
            assert safe.total - sum(some) not in range(1, FLOOR)


def test_d05_a_single_small_group_takes_the_next_one_along() -> None:
    safe = protect({"Finance": 3, "Legal": 6, "Sales": 20})
    assert (safe.shown, safe.rest, safe.total) == ({"Sales": 20}, 9, 29)


def test_d05_when_nothing_can_be_taken_along_the_total_is_hidden() -> None:
    assert protect({"Finance": 3}).total is None


@given(st.lists(st.integers(0, 6), max_size=60), st.integers(0, 20))
def test_d06_any_two_snapshots_of_a_group_differ_by_none_or_by_the_smallest_group(joins: list[int], asked: int) -> None:
    shown: Tally | None = None
    sizes, n = [], 0
    for joined in joins:
        n += joined
        shown = step(shown, Tally(n=n, count=0, total=0), asked)
        sizes.append(shown.n if shown else 0)
    for one, other in combinations(sizes, 2):
        assert one == other or abs(one - other) >= figures_from(asked)


def test_a_group_is_not_shown_under_five() -> None:
    assert step(None, Tally(4, 4, 16), 5) is None
    assert step(None, Tally(5, 4, 16), 5) == Tally(5, 4, 16)
    assert step(None, Tally(4, 4, 16), 1) is None
    assert not may_step(5, 9, 5)


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    # Newcombe (1998), Statistics in Medicine 17, table I: Wilson's score interval without continuity correction.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_d13_the_interval_agrees_with_the_published_values(count: int, n: int, low: float, high: float) -> None:
    assert wilson(count, n) == pytest.approx((low, high), abs=0.00006)


@given(st.integers(1, 400), st.data())
def test_d13_the_interval_holds_the_share_and_stays_within_0_and_1(n: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, n))
    low, high = wilson(count, n)
    assert 0 <= low <= count / n <= high <= 1


def test_without_answers_the_interval_says_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


def test_a_tally_knows_share_and_mean() -> None:
    counted = tally([5, 4, 2, 1], frozenset({4, 5}))
    assert (counted.n, counted.share, counted.mean) == (4, 0.5, 3.0)
    assert (Tally(0, 0, 0).share, Tally(0, 0, 0).mean) == (0.0, 0.0)
