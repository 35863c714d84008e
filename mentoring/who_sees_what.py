"""Who sees what, from the one file that says it: its rows, the page, and the page of the documentation (E-01, E-09, E-27)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SOURCE = Path(__file__).with_name("who_sees_what.toml")
DOCUMENTED = Path(__file__).parent.parent / "docs" / "who-sees-what.md"


@dataclass(frozen=True)
class Seen:
    """Something that people write or do, and the roles that can see it; `note` says what the roles alone do not."""

    key: str
    what: str
    readers: tuple[str, ...]
    fields: tuple[str, ...]
    tests: tuple[str, ...]
    sentences: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Guarantee:
    """What is never done, or what happens by itself, and the tests that hold it."""

    key: str
    what: str
    tests: tuple[str, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Plain:
    """Sentences that promise nothing, with the reason."""

    key: str
    why: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Matrix:
    """Everything that is promised. `roles` are the readers in the words in which a person is addressed."""

    roles: dict[str, str]
    sees: tuple[Seen, ...]
    keeps: tuple[Guarantee, ...]
    plain: tuple[Plain, ...]

    def readers(self, row: Seen) -> str:
        """Say who sees something, as a sentence, such as “You and your partner.” or “Nobody.” where it is nobody."""
        if not row.readers:
            return _("Nobody.")
        if row.readers == ("owner",):
            return _("Only you.")
        names = get_text_list([_(self.roles[role]) for role in row.readers], _("and"))
        return f"{names[0].upper()}{names[1:]}."


@cache
def matrix() -> Matrix:
    """Read the file; anything unknown in it is an error."""
    with SOURCE.open("rb") as file:
        rows = tomllib.load(file)
    return Matrix(
        roles=rows["roles"],
        sees=tuple(Seen(**_frozen(row)) for row in rows["sees"]),
        keeps=tuple(Guarantee(**_frozen(row)) for row in rows["keeps"]),
        plain=tuple(Plain(**_frozen(row)) for row in rows["plain"]),
    )


def texts_of(rows: dict[str, Any]) -> list[str]:
    """Return what the page shows of the file, for translators."""
    return [
        *rows["roles"].values(),
        *(row["what"] for row in rows["sees"]),
        *(row["note"] for row in rows["sees"] if row.get("note")),
    ]


def _frozen(row: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Tell people who can see what they write."""
    promises = matrix()
    rows = [(_(row.what), promises.readers(row), _(row.note) if row.note else "") for row in promises.sees]
    return render(request, "mentoring/who_sees_what.html", {"rows": rows})


def as_markdown() -> str:
    """Return the page of the documentation. `manage.py who_sees_what` writes it."""
    promises = matrix()
    head = "| | " + " | ".join(promises.roles.values()) + " | |\n| --- |" + " --- |" * (len(promises.roles) + 1)
    lines = [
        f"| {row.what} | "
        + " | ".join("Y" if role in row.readers else "–" for role in promises.roles)
        + f" | {row.note} |"
        for row in promises.sees
    ]
    kept = [f"| {row.what} | {held_by(row.tests)} |" for row in promises.keeps]
    proofs = [f"| {row.what} | {held_by(row.tests, row.fields)} |" for row in promises.sees]
    return "\n".join(
        [
            "# Who sees what\n",
            "Made from `mentoring/who_sees_what.toml` by `manage.py who_sees_what`; change that file, not this one. Everyone",
            "reads the same on the page `/who-sees-what/`. “You” are the person who wrote or did it. Sentences on pages and",
            "in mails that promise something are in the file beside the row that they are about.\n",
            head,
            *lines,
            "\n## What is never done, and what happens automatically\n",
            "| | held by |\n| --- | --- |",
            *kept,
            "\n## What proves each row of the table\n",
            "| | held by |\n| --- | --- |",
            *proofs,
            "",
        ]
    )


def held_by(names: tuple[str, ...], planted: tuple[str, ...] = ()) -> str:
    """Say what holds a row: the tests by their names, and the mark that is looked for on every page."""
    marks = [f"a mark in {field} looked for on every page of every role" for field in planted]
    return "; ".join([*marks, *(f"`{name.rpartition('::')[2]}`" for name in names)])
