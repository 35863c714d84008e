"""Which groups of several tables may be shown side by side: pure rules, no database, no Django.

The tables cut the same people in different ways, such as by department, site and level. A base is a set of people
who stand behind a figure: all of them, those who answered, or those for whom something has changed since an earlier
report. Two reports are two cuts in time, and anyone who subtracts one from the other reads just those people (D-06).

Smallest groups (D-04)
    In each base, a group that is shown has nobody or at least the smallest number of people.

Remainder (D-05)
    The hidden groups of a table are shown together, if at all. So together they obey the same rule; if they do not,
    the next smallest group is hidden too. If that leaves none, nothing of the table is shown.

Overlap (D-06)
    Any two shown groups differ by nobody or by at least the smallest number of people; where one lies within the
    other, that holds in each base.

Linear audit (D-05)
    Shown groups, remainders and the total are sums over people. A hidden group can be worked out from them exactly if
    its row, with a 1 for each of its people, is a combination of their rows. That is a question of rank, asked for
    each hidden group and each base. While one can be worked out, the smallest shown group is hidden too.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from evaluation.confidentiality.disclosure import FLOOR, figures_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

People = frozenset[int]
Names = frozenset[str]
Groups = dict[str, People]
Tables = dict[str, Groups]


def too_few(people: People, bases: Sequence[People], smallest: int) -> bool:
    """Whether someone, but not enough people, stand behind a group in one of the bases."""
    return any(0 < len(people & base) < smallest for base in bases)


def together(groups: Groups, names: Iterable[str]) -> People:
    """All people of some groups."""
    return frozenset().union(*(groups[name] for name in names))


def shown_groups(
    tables: Tables, bases: Sequence[People], smallest: int = FLOOR, kept_back: Mapping[str, Names] | None = None
) -> dict[str, Names]:
    """Return by table the names of the groups that may be shown. `kept_back` names groups hidden for other reasons."""
    smallest = figures_from(smallest)
    hidden = {table: set((kept_back or {}).get(table, ())) for table in tables}
    while True:
        for table, groups in tables.items():
            cover(groups, hidden[table], bases, smallest)
        leak = first_leak(tables, hidden, bases, smallest)
        if leak is None:
            return {table: frozenset(groups.keys() - hidden[table]) for table, groups in tables.items()}
        table, name = leak
        hidden[table].add(name)


def cover(groups: Groups, hidden: set[str], bases: Sequence[People], smallest: int) -> None:
    """Hide groups of one table until each shown one, and the hidden ones together, have enough people."""
    hidden |= {name for name, people in groups.items() if too_few(people, bases, smallest)}
    by_size = sorted(groups.keys() - hidden, key=lambda name: (len(groups[name]), name))
    while by_size and hidden and (len(hidden) == 1 or too_few(together(groups, hidden), bases, smallest)):
        hidden.add(by_size.pop(0))


def first_leak(
    tables: Tables, hidden: Mapping[str, set[str]], bases: Sequence[People], smallest: int
) -> tuple[str, str] | None:
    """Return the group to hide next, as table and name, or nothing if everything shown is safe."""
    shown = sorted(
        ((people, (table, name)) for table, groups in tables.items() for name, people in groups.items()
         if name not in hidden[table]), key=lambda one: (len(one[0]), one[1]),
    )  # fmt: skip
    if not shown:
        return None
    rests = [rest for table, groups in tables.items() if (rest := together(groups, hidden[table]))]
    wholes = [*rests, frozenset().union(*(together(groups, groups) for groups in tables.values()))]
    for (one, where), (other, _) in combinations(shown, 2):
        if overlap_leaks(one, other, bases, smallest):
            return where
    for one, where in shown:
        if any(overlap_leaks(one, whole, bases, smallest) for whole in wholes):
            return where
    if any(overlap_leaks(one, other, bases, smallest) for one, other in combinations(wholes, 2)):
        return shown[0][1]
    kept = [groups[name] for table, groups in tables.items() for name in hidden[table]]
    rows = [people for people, _ in shown] + wholes
    if any(solvable(base, rows, kept, smallest) for base in bases):
        return shown[0][1]
    return None


def overlap_leaks(one: People, other: People, bases: Sequence[People], smallest: int) -> bool:
    """Whether the difference of two shown groups would show a few people: any few, or in a base what lies within."""
    for index, base in enumerate(bases):
        mine, theirs = one & base, other & base
        if 0 < len(mine ^ theirs) < smallest and (index == 0 or mine <= theirs or theirs <= mine):
            return True
    return False


def solvable(base: People, rows: Sequence[People], hidden: Sequence[People], smallest: int) -> bool:
    """Whether a hidden group with a few people in the base can be worked out exactly from the rows."""
    few = [people & base for people in hidden if 0 < len(people & base) < smallest]
    if not few:
        return False
    # People who stand in the same rows cannot be told apart, so one column is enough for them.
    columns = sorted({tuple(person in row for row in [*rows, *few]) for person in base})
    matrix = np.array(columns, dtype=float).T
    known = matrix[: len(rows)]
    rank = np.linalg.matrix_rank(known)
    return any(np.linalg.matrix_rank(np.vstack([known, row])) == rank for row in matrix[len(rows) :])
