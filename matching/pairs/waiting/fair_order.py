"""Who of a waiting list is served, when there are fewer places than people who wait. Plain Python, no rows.

The sets of mentees that can be served together form a transversal matroid (Edmonds and Fulkerson 1965). So going down
the line and taking everyone who can be served in addition to those before never costs anyone: the set that comes
out is as large as any (M-01), and of all those it is the one that is best for the person who stands first, then second, and
so on. Whom each of them gets is decided afterwards, by fit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Options = Callable[[int], Sequence[int]]


def first_in_line(line: Sequence[int], options: Options, places: Sequence[int]) -> list[int]:
    """Return the rows that are served, in the order of the line.

    `options` tells the mentors (by column) who are possible for a row; `places` how many places each mentor has. Each
    row looks for a place by an alternating path. A search that fails has seen mentors who can never be reached again,
    so they are put aside: all failures together look at every pair once.
    """
    holders: dict[int, list[int]] = {column: [] for column, count in enumerate(places) if count > 0}
    closed = {column for column, count in enumerate(places) if count <= 0}
    return [row for row in line if _serve(row, options, places, holders, closed)]


def _serve(row: int, options: Options, places: Sequence[int], holders: dict[int, list[int]], closed: set[int]) -> bool:
    """Give a place to a row, moving others to places that suit them too; False where that cannot be."""
    came_from: dict[int, int] = {}
    queue = [row]
    for mentee in queue:
        for column in options(mentee):
            if column in closed or column in came_from:
                continue
            came_from[column] = mentee
            if len(holders[column]) < places[column]:
                _shift(row, column, came_from, holders)
                return True
            queue += holders[column]
    closed.update(came_from)
    return False


def _shift(row: int, column: int, came_from: dict[int, int], holders: dict[int, list[int]]) -> None:
    """Move everyone on the path one place on."""
    while True:
        mentee = came_from[column]
        holders[column].append(mentee)
        if mentee == row:
            return
        column = next(held for held, people in holders.items() if held != column and mentee in people)
        holders[column].remove(mentee)
