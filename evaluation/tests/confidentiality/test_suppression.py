"""E-13 by D-04 to D-06: which groups of several tables may be shown, now and beside earlier reports."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.confidentiality.suppression import Tables, overlap_leaks, shown_groups, solvable, together

WORK = st.tuples(st.sampled_from("abcd"), st.sampled_from("uvw"), st.sampled_from("xyz"))


def cut(people: list[tuple[str, str, str]]) -> Tables:
    """Cut numbered people by each of three things."""
    tables: dict[str, dict[str, set[int]]] = {"department": {}, "site": {}, "level": {}}
    for number, work in enumerate(people):
        for table, name in zip(tables, work, strict=True):
            tables[table].setdefault(name, set()).add(number)
    return {table: {name: frozenset(who) for name, who in groups.items()} for table, groups in tables.items()}


def groups(**sizes: int) -> dict[str, frozenset[int]]:
    """Number people through groups of these sizes."""
    found, first = {}, 0
    for name, size in sizes.items():
        found[name] = frozenset(range(first, first + size))
        first += size
    return found


def test_e13_a_small_group_takes_the_next_one_along() -> None:
    site = groups(Lisbon=3, Porto=6, Berlin=20)
    assert shown_groups({"site": site}, [together(site, site)]) == {"site": {"Berlin"}}


def test_e13_four_people_in_all_are_not_shown_at_all() -> None:
    site = groups(Lisbon=4)
    assert shown_groups({"site": site}, [together(site, site)]) == {"site": frozenset()}


def test_e13_nothing_lowers_the_smallest_group_and_a_program_can_ask_for_more() -> None:
    site = groups(Lisbon=4, Porto=6, Berlin=20)
    everybody = together(site, site)
    assert shown_groups({"site": site}, [everybody], 1) == {"site": {"Berlin"}}
    assert shown_groups({"site": site}, [everybody], 12) == {"site": frozenset()}


def test_e13_a_group_kept_back_for_another_reason_does_not_stand_alone() -> None:
    site = groups(Lisbon=8, Porto=9, Berlin=20)
    kept = {"site": frozenset({"Lisbon"})}
    assert shown_groups({"site": site}, [together(site, site)], kept_back=kept) == {"site": {"Berlin"}}


def test_e13_a_group_in_which_a_few_have_answered_since_the_last_report_is_not_shown_anew() -> None:
    site = groups(Lisbon=8, Porto=9, Berlin=20)
    since = frozenset({0, 1, *range(8, 12), *range(20, 30)})  # two of Lisbon, four of Porto, ten of Berlin
    assert shown_groups({"site": site}, [together(site, site), since]) == {"site": {"Berlin"}}
    assert shown_groups({"site": site}, [together(site, site), frozenset({0, 1})]) == {"site": frozenset()}


def test_e13_two_groups_of_different_tables_do_not_differ_by_a_few_people() -> None:
    tables = {"site": groups(Lisbon=8, Berlin=20), "department": groups(Legal=10, Sales=18)}
    shown = shown_groups(tables, [frozenset(range(28))])
    assert not {("site", "Lisbon"), ("department", "Legal")} <= {
        (by, name) for by, names in shown.items() for name in names
    }


def test_e13_a_hidden_group_is_not_worked_out_from_sums_over_two_tables() -> None:
    # Three of Support sit alone in Lisbon; the person who knows that subtracts Sales and Legal from the sites.
    rows = [frozenset(range(3, 10)), frozenset(range(10, 20)), frozenset(range(20))]
    assert solvable(frozenset(range(20)), rows, [frozenset(range(3))], 5)
    assert not solvable(frozenset(range(20)), rows[1:], [frozenset(range(3))], 5)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORK, max_size=60), st.sets(st.integers(0, 59)), st.sets(st.integers(0, 59)))
def test_e13_d05_nothing_that_is_shown_gives_a_few_people_away(
    people: list[tuple[str, str, str]], answered: set[int], since: set[int]
) -> None:
    tables = cut(people)
    everybody = frozenset(range(len(people)))
    bases = [everybody & answered, everybody & answered & since]
    shown = shown_groups(tables, bases)
    rows = [everybody]
    for table, found in tables.items():
        hidden = together(found, found.keys() - shown[table])
        rows += [found[name] for name in shown[table]]
        if shown[table]:
            rows.append(hidden)
            assert all(len(hidden & base) not in range(1, 5) for base in bases)
        assert all(len(found[name] & base) not in range(1, 5) for name in shown[table] for base in bases)
    if any(shown.values()):
        kept = [found[name] for table, found in tables.items() for name in found.keys() - shown[table]]
        assert not any(solvable(base, rows, kept, 5) for base in bases)
        assert not any(overlap_leaks(one, other, bases, 5) for one, other in combinations(filter(None, rows), 2))
