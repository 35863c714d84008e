"""Reporting lines: who is above whom at any depth. Plain functions over one mapping, so no query a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def superiors(person: int, supervisor_of: Mapping[int, int | None]) -> Iterator[int]:
    """Yield everyone above the person, nearest first. A circle ends where it would begin again."""
    seen = {person}
    above = supervisor_of.get(person)
    while above is not None and above not in seen:
        seen.add(above)
        yield above
        above = supervisor_of.get(above)


def circles(supervisor_of: Mapping[int, int | None]) -> list[list[int]]:
    """Return every circle of people who report to each other, each in its order."""
    circles: list[list[int]] = []
    done: set[int] = set()
    for start in supervisor_of:
        path: dict[int, int] = {}
        person: int | None = start
        while person is not None and person not in done and person not in path:
            path[person] = len(path)
            person = supervisor_of.get(person)
        if person is not None and person in path:
            circles.append(list(path)[path[person] :])
        done |= set(path)
    return circles
