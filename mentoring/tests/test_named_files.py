"""What comments, docstrings, templates and docs name exists: a file that moves takes along what speaks of it."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from benchmarks.structure import ROOMS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(settings.BASE_DIR)
FOLDERS = (*ROOMS, "launcher", "benchmarks", "templates", "static", "docs", "deploy")
READ = {".py", ".html", ".txt", ".css", ".js", ".md", ".toml", ".example", ".service", ".conf"}
NAMED = re.compile(
    rf"(?<![\w./<{{-])(?:{'|'.join(FOLDERS)})/[\w/-]+\.(?:py|html|txt|css|js|md|toml|conf|env\.example)\b"
)
COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)
DOTTED = re.compile(rf"\b(?:{'|'.join(ROOMS)})(?:\.\w+){{2,}}")


def files() -> Iterator[Path]:
    """Yield what says something of the code. Tests name files that they invent, and migrations stay as they were."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in READ and not {"tests", "migrations"} & set(path.relative_to(ROOT).parts):
                yield path
    yield from (ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "Makefile", "pyproject.toml"))


def missing_files(text: str) -> list[str]:
    """Return the files that a text names and that are not there, seen from the root or from where such files stand."""
    places = (ROOT, ROOT / "static", ROOT / "templates")
    return [name for name in NAMED.findall(text) if not any((place / name).is_file() for place in places)]


def missing_names(text: str) -> list[str]:
    """Return the modules, classes and functions that comments of a template name and that are not there."""
    return [name for comment in COMMENT.findall(text) for name in DOTTED.findall(comment) if not exists(name)]


def exists(name: str) -> bool:
    """Tell whether a dotted name can be imported, or is found in what can."""
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        try:
            thing: object = import_module(".".join(parts[:end]))
        except ImportError:
            continue
        for part in parts[end:]:
            thing = getattr(thing, part, None)
        return thing is not None
    return False


def test_each_file_that_is_named_exists() -> None:
    read = {path: path.read_text(encoding="utf-8") for path in files()}
    missing = [f"{path.relative_to(ROOT)}: {name}" for path, text in read.items() for name in missing_files(text)]

    assert len(read) > 1000, "the files were read"
    assert missing == []


def test_each_thing_that_a_template_says_it_is_given_exists() -> None:
    templates = [path for path in sorted((ROOT / "templates").rglob("*")) if path.suffix in {".html", ".txt"}]
    read = {path: path.read_text(encoding="utf-8") for path in templates}
    missing = [f"{path.relative_to(ROOT)}: {name}" for path, text in read.items() for name in missing_names(text)]

    assert sum(len(DOTTED.findall(comment)) for text in read.values() for comment in COMMENT.findall(text)) > 5
    assert missing == []


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("as in `people/names.py`", ["people/names.py"]),
        ("as in people/policy.py", []),
        ("/static/css/gone.css and static/css/base.css", []),
    ],
)
def test_a_file_that_is_gone_would_be_found(text: str, missing: list[str]) -> None:
    assert missing_files(text) == missing


def test_a_name_that_is_gone_would_be_found() -> None:
    text = "{# offer: programs.joining.ProgramOffer, tab: programs.admin.parts.Gone #} people.policy.nothing"

    assert missing_names(text) == ["programs.admin.parts.Gone"]
