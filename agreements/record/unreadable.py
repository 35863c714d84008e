"""Rows that cannot be read: they are named, and what stands beside them is read all the same (A-26).

A column can hold what Python cannot: the year 12000, a network where an address belongs, a number of five thousand digits.
Reading it raises, whatever it is read for. So the check reads some at a time, and one at a time where that fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from django.db import transaction

Key = TypeVar("Key")
Found = TypeVar("Found")


def some_at_a_time(
    look: Callable[[Sequence[Key]], list[Found]],
    keys: Iterable[Key],
    *,
    size: int,
    failed: Callable[[Key, Exception], Found],
) -> Iterator[Found]:
    """Yield what `look` finds for keys, `size` at a time; where it raises, one at a time, and `failed` for the culprits."""
    left = iter(keys)
    while batch := list(islice(left, size)):
        try:
            with transaction.atomic():
                results = look(batch)
        except Exception:  # noqa: BLE001 - whatever the matter is, the others are still to be read
            results = [result for key in batch for result in _one(look, key, failed)]
        yield from results


def _one(
    look: Callable[[Sequence[Key]], list[Found]], key: Key, failed: Callable[[Key, Exception], Found]
) -> list[Found]:
    try:
        with transaction.atomic():
            return look([key])
    except Exception as error:  # noqa: BLE001 - it is named, by its kind
        return [failed(key, error)]


def reason(error: Exception) -> str:
    """Say that something could not be read, and the kind of error; never its message, which may quote the row."""
    return f"could not be read: {type(error).__name__}"
