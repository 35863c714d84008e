"""What someone has to do: on the home page (`Todo`) and on the coordinators' dashboard (`DeskItem`).

Each app offers `todos_for(user, now=)` in its `todo.py` and `desk_items(user, now=)` beside it; the home page and the
dashboard name them all (`mentoring.pages.home.TODOS`, `mentoring.desk.dashboard.DESK_ITEMS`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


class TodoState(StrEnum):
    """Three states and no more (F-10)."""

    NOW = "now"
    WAITING = "waiting"
    DONE = "done"


@dataclass(frozen=True, kw_only=True)
class Todo:
    """One task of one person.

    `rank` orders what is to be done now (low first, then by `due_on`); `waits_for` says, for a waiting task,
    whom or what it waits for; `action` is the words on the button; `body`, what it takes, is shown until it is done.
    `besides` is a link (words, address) to something that the person may do, and need not. What `is_optional` can be
    done, and nobody has to: it is listed, and never the next step.
    """

    key: str
    title: str
    url: str
    action: str = ""
    body: str = ""
    state: TodoState = TodoState.NOW
    due_on: date | None = None
    waits_for: str = ""
    rank: int = 50
    besides: tuple[str, str] | None = None
    is_optional: bool = False


@dataclass(frozen=True, kw_only=True)
class DeskItem:
    """One line of work for a coordinator: how many of what, and where to do it. `tone` is a badge tone.

    `first` are the first few of them by name, each with its own address.
    """

    key: str
    title: str
    count: int
    url: str
    body: str = ""
    tone: str = "wait"
    first: Sequence[tuple[str, str]] = ()
