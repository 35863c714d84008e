"""A status changes through `people.status` alone, and every model that has one says where each may go."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest
from django.apps import apps

from benchmarks.structure import ROOMS, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Field

# Names under which models keep a status.
NAMES = {"status", "state", "outcome"}
MOVER = "people/status.py"
# Files that set one in another way, and why.
EXCEPTIONS = {
    "agreements/verification/replay.py": "tells from a chain how rows should stand, in values of its own; no row is written",
}
# Fields that are called so and never change.
FIXED = {"meetings.GoalProgress.state": "what was said on one day; the next word is another row"}
BULK = {"update", "aupdate"}


def sources() -> Iterator[tuple[str, str]]:
    """Every file of the project that runs, without tests and migrations."""
    for room in (*ROOMS, "benchmarks", "launcher"):
        for path in sorted((ROOT / room).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if not {"tests", "migrations"} & set(path.relative_to(ROOT).parts):
                yield name, path.read_text(encoding="utf-8")


def writes(source: str) -> list[int]:
    """Return the lines that set a status: by an assignment, `setattr`, or as one of the fields of an update."""
    lines: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and node.attr in NAMES:
            lines.add(node.lineno)
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        if isinstance(function, ast.Name) and function.id == "setattr" and _is_name(node.args[1]):
            lines.add(node.lineno)
        if not isinstance(function, ast.Attribute):
            continue
        if function.attr in BULK and any(keyword.arg in NAMES for keyword in node.keywords):
            lines.add(node.lineno)
        if function.attr == "update_or_create" and any(
            isinstance(part, ast.Dict) and any(_is_name(key) for key in part.keys)
            for keyword in node.keywords
            for part in ast.walk(keyword.value)
        ):
            lines.add(node.lineno)
    return sorted(lines)


def _is_name(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value in NAMES


def statuses() -> list[Field[object, object]]:
    """Return every status of every model of ours."""
    return [
        field
        for model in apps.get_models()
        if model.__module__.split(".")[0] in ROOMS
        for field in model._meta.fields
        if field.name in NAMES and field.choices
    ]


def test_every_change_of_a_status_goes_through_the_mover() -> None:
    found = {name: lines for name, source in sources() if (lines := writes(source)) and name != MOVER}

    assert found.keys() == EXCEPTIONS.keys(), found


@pytest.mark.parametrize(
    "line",
    [
        "match.status = MatchStatus.ENDED",
        "match.status, match.ended_at = MatchStatus.ENDED, now",
        "former, row.match.status = row.match.status, later",
        "first.state = second.outcome = kind",
        "for row.status in statuses: pass",
        "row.status: str = 'x'",
        "row.status += 'x'",
        "rows.filter(pk=1).update(status=Status.SENT, sent_at=now)",
        "setattr(row, 'status', to)",
        "Row.objects.update_or_create(pk=1, defaults={'status': to})",
    ],
)
def test_a_write_past_the_mover_would_be_found(line: str) -> None:
    assert writes(line) == [1]


def test_what_only_reads_or_makes_a_row_is_none() -> None:
    assert (
        writes("if row.status == s: Row(status=s); rows.filter(status=s).update(sent_at=now); answer(status=s)") == []
    )


def test_every_status_has_a_table_that_knows_all_its_values_and_no_others() -> None:
    fields = {str(field): field for field in statuses()}
    assert len(fields) > 16, "the models were read"
    assert FIXED.keys() <= fields.keys()
    wrong = {}
    for name, field in fields.items():
        known = {value for value, _label in field.flatchoices}
        table = getattr(field.model, "transitions", {})
        named = {str(key) for key in table}.union(*table.values())
        if (table.keys() == known and named <= known) == (name in FIXED):
            wrong[name] = sorted(known ^ named)

    assert wrong == {}


def test_a_new_row_begins_with_a_status_from_which_it_can_go_on() -> None:
    stuck = [
        str(field)
        for field in statuses()
        if str(field) not in FIXED and not getattr(field.model, "transitions", {}).get(field.get_default())
    ]

    assert stuck == []
