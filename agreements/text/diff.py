"""What changed between two texts, line by line, for people to read (A-17, P-28)."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING

from agreements.text.canonical import HEADING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class DiffKind(StrEnum):
    """What became of a line."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class DiffLine:
    """One line, and whether it stayed, came or went."""

    kind: DiffKind
    text: str
    is_heading: bool = False


def between(old_text: str, new_text: str) -> list[DiffLine]:
    """Return the lines of both texts in reading order; a line that was replaced stands before the one that came.

    Empty lines say nothing and are left out. Equal texts give only lines that stayed; see `shortened`.
    """
    old, new = lines_of(old_text), lines_of(new_text)
    changes: list[DiffLine] = []
    for _tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if old[i1:i2] == new[j1:j2]:
            changes += [_change(DiffKind.SAME, line) for line in new[j1:j2]]
        else:
            changes += _replaced(old[i1:i2], new[j1:j2])
    return changes


def shortened(changes: Sequence[DiffLine]) -> list[DiffLine]:
    """Return only the lines that came or went, each part of them under its heading. Nothing where nothing changed."""
    return list(_shortened(changes))


def of_versions(old_text: str, new_text: str) -> list[DiffLine]:
    """Return what someone who knows the old text has to read of the new one."""
    return shortened(between(old_text, new_text))


def only_changed(old_text: str, new_text: str) -> list[DiffLine]:
    """Return only the lines that came or went."""
    return [change for change in between(old_text, new_text) if change.kind != DiffKind.SAME]


def lines_of(text: str) -> list[str]:
    """Return the lines that say something."""
    return [line for raw in text.splitlines() if (line := raw.strip())]


def _change(kind: DiffKind, line: str) -> DiffLine:
    """Take the mark of a point away; only what stood without one can be a heading of ours."""
    return DiffLine(kind, line.removeprefix("• "), bool(HEADING.match(line)))


def _replaced(old: Sequence[str], new: Sequence[str]) -> list[DiffLine]:
    """Set lines that were replaced one by one beside each other, else all that went before all that came."""
    gone = [_change(DiffKind.REMOVED, line) for line in old]
    come = [_change(DiffKind.ADDED, line) for line in new]
    if len(gone) == len(come):
        return [change for pair in zip(gone, come, strict=True) for change in pair]
    return [*gone, *come]


def _shortened(changes: Sequence[DiffLine]) -> Iterator[DiffLine]:
    heading: DiffLine | None = None
    for change in changes:
        if change.kind == DiffKind.SAME:
            heading = change if change.is_heading else heading
            continue
        if heading and not change.is_heading:
            yield heading
            heading = None
        yield change
