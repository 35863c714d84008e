"""What is wrong with files or mapping, a sentence for each thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SHOWN = 20


class FilesError(ValueError):
    """All that is wrong; as text, the first twenty sentences and how many more there are."""

    def __init__(self, *problems: str) -> None:
        super().__init__(*problems)
        self.problems = problems

    def __str__(self) -> str:
        more = len(self.problems) - SHOWN
        return "\n".join((*self.problems[:SHOWN], *([f"… and {more:,} more."] if more > 0 else ())))


def stop_if(problems: Sequence[str]) -> None:
    """Raise what was collected, if anything was."""
    if problems:
        raise FilesError(*problems)
