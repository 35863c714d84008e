"""What someone is in a program already, told by the apps that know (they stand to the left and register here)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from people.models import User
    from programs.models import Program


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Replaces the invitation to join: “You are in the mentor pool” with a link, instead of “Apply as mentor”.

    A mentee's standing belongs to one cohort, a mentor's to the program.
    """

    role: Literal["mentor", "mentee"]
    program_id: int
    cohort_id: int | None = None
    words: str
    url: str
    label: str


Teller = Callable[["User", list["Program"]], Iterable[Standing]]
TELLERS: list[Teller] = []


def tells_standing(teller: Teller) -> Teller:
    """Register a function that says what a person is in some programs, in the same number of queries for any of them."""
    TELLERS.append(teller)
    return teller


def standings(user: User, programs: list[Program]) -> list[Standing]:
    """Return everything that is told."""
    return [standing for teller in TELLERS for standing in teller(user, programs)]
