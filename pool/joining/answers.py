"""What somebody has answered, as the check page and the status page show it: label, value, where to change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from people.policy import Role

if TYPE_CHECKING:
    from pool.models import Mentee, Mentor
    from programs.models import Program

Answer = tuple[str, str, str]


def whom_to_ask(program: Program) -> dict[str, object]:
    """Return the coordinators, and their addresses for one mail."""
    people = program.people_with(Role.COORDINATOR)
    return {"coordinators": people, "addresses": ",".join(person.email for person in people)}


def answers_of(person: Mentor | Mentee, *, change: bool, private: bool = True) -> list[Answer]:
    """Return every answer; with `change`, each with the page that changes it and leads back.

    Without `private`, what nobody but the person may know is left out: that there is a “not with” at all.
    """
    keys = {step.key for step in person.steps()} - (set() if private else {"apart"})
    return [
        (label, value, f"{person.step_url(key)}?from=check" if change else "")
        for key, label, value in person.answers()
        if key in keys
    ]
