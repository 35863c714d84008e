"""One finds one's way: no circles, no hidden imports, a map that is true (docs/architecture.md)."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import pytest

from benchmarks.structure import ROOMS, ROOT, Import, circles, imports, modules, same_stems, top_of, ways

# Files to open, at most, without templates.
MOST = {
    "A mentee ranks mentors": 5,
    "A mentor says no": 8,
    "A coordinator publishes": 10,
    "A supervisor signs": 8,
    "A due email leaves": 8,
}
# An import inside a function has a reason: X.509 and pyHanko take a second to load, and no page needs them
# (agreements/tests/documents/test_verify_page.py). The others stand in `ready` of an app, before which there are no models.
LATE = {
    "mentoring.environment": {"agreements.sealing.keys"},
    "agreements.documents.deploy_checks": {"agreements.documents.seals"},
    "agreements.documents.documents": {
        "agreements.documents.seals",
        "agreements.sealing.check",
        "agreements.sealing.seal",
    },
    "agreements.documents.seals": {"agreements.sealing.timestamps"},
    "agreements.documents.views": {"agreements.documents.seals", "agreements.sealing.check"},
    "agreements.sealing.check": {"agreements.sealing.proof"},
    "agreements.sealing.seal": {"agreements.sealing.pyhanko_signer"},
    "agreements.verification.walk": {"agreements.documents.seals", "agreements.sealing.check"},
}


# What migrations may import of ours, as “module.name”. Everything else that is written there stays as it was on the day.
IN_MIGRATIONS = {
    # A tool for migrations alone; it knows no model.
    "people.database.at_once.at_once",
    # Django writes fields, defaults and validators down by their names, and would ask for them under no other.
    "agreements.models.signature.new_reference",
    "meetings.models.appointment.new_uid",
    "people.models.user.AddressField",
    "people.models.work.check_time_zone",
    "web.fields.texts.Prose",
}
# Django finds a command by this name, and only by it.
TWICE = {"Command"}


@pytest.fixture(scope="module")
def edges() -> list[Import]:
    """Return all imports of ours by ours."""
    return imports(modules())


def test_no_two_files_import_each_other_not_even_inside_functions(edges: list[Import]) -> None:
    assert len(edges) > 2000, "the graph was read"

    assert circles([edge for edge in edges if not edge.typed]) == []


def test_a_circle_would_be_found() -> None:
    pairs = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("e", "f"), ("f", "e")]
    edges = [Import(by, of, 1, late=False, typed=False, reason="") for by, of in pairs]

    assert circles(edges) == [["a", "b", "c"], ["e", "f"]]


def test_imports_inside_functions_are_listed_with_their_reason(edges: list[Import]) -> None:
    late: dict[str, set[str]] = {}
    for edge in edges:
        if edge.late and not edge.by.endswith(".apps"):
            late.setdefault(edge.by, set()).add(edge.of)

    assert late == LATE
    assert [f"{edge.by}:{edge.line}" for edge in edges if edge.late and not edge.reason] == [], "a reason beside it"


def public_classes(source: str) -> list[str]:
    """Return the names of the classes at the top of a module that others may import."""
    top = ast.parse(source).body
    return [node.name for node in top if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]


def test_no_two_classes_have_the_same_name() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for name, file in modules().items():
        if not {"tests", "migrations"} & set(name.split(".")):
            for found in public_classes(Path(file).read_text(encoding="utf-8")):
                places[found].append(name)

    assert len(places) > 500, "the classes were read"
    assert {found: names for found, names in places.items() if len(names) > 1 and found not in TWICE} == {}
    assert public_classes("class A: pass\nclass _B: pass") == ["A"]


def taken_from(source: str) -> set[str]:
    """Return what a file uses of modules of ours, as “module.name”."""
    used: set[str] = set()
    tree = ast.parse(source)
    plain = {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
    ours = {name for name in plain if name.split(".")[0] in ROOMS}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in ROOMS:
            used |= {f"{node.module}.{a.name}" for a in node.names}
        elif isinstance(node, ast.Attribute) and ast.unparse(node.value) in ours:
            used.add(ast.unparse(node))
    return used


def test_migrations_import_no_live_code() -> None:
    files = [file for room in ROOMS for file in (ROOT / room / "migrations").glob("*.py")]

    assert len(files) > 15
    assert set().union(*(taken_from(file.read_text(encoding="utf-8")) for file in files)) == IN_MIGRATIONS
    assert taken_from("import people.models.work\nfrom pool import x\npeople.models.work.f()") == {
        "people.models.work.f",
        "pool.x",
    }


@pytest.mark.parametrize("room", ROOMS)
def test_no_two_modules_of_an_app_have_the_same_name(room: str) -> None:
    """But for names by which Django, Celery or everyone here looks for what they hold (BY_CONVENTION)."""
    assert same_stems(room) == []


@pytest.mark.parametrize("room", ROOMS)
def test_the_top_of_an_app_shows_what_is_in_it(room: str) -> None:
    assert len(top_of(room)) <= 12


def test_the_map_names_files_that_exist_and_few_for_each_way() -> None:
    found = ways()

    assert {title: len(files) for title, files in found.items() if len(files) > MOST[title]} == {}
    assert found.keys() == MOST.keys()
    assert [name for files in found.values() for name in files if not (ROOT / name).is_file()] == []


def test_the_map_names_every_room() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")

    assert [room for room in ROOMS if f"| `{room}/` |" not in text] == []
