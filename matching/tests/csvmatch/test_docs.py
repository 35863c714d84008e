"""The example in docs/matching-files.md is complete and prints what it says."""

from __future__ import annotations

import re
import shlex
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from matching.csvmatch.mapping import MOST_CONSTRAINTS
from matching.csvmatch.mapping_reader import parse
from matching.csvmatch.mapping_rules import KINDS

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "matching-files.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^`([\w.]+)`\n\n```\w+\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
SECONDS = re.compile(r"[\d.]+ seconds\.")


def block(kind: str) -> str:
    """Return the one block of code of this kind."""
    (found,) = re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


def test_the_example_can_be_followed_word_for_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    _export, command = block("sh").splitlines()
    words = shlex.split(command)
    assert words[:3] == [".venv/bin/python", "manage.py", "match"]

    out = StringIO()
    call_command(*words[2:], stdout=out, no_color=True)

    assert SECONDS.sub("", out.getvalue()) == SECONDS.sub("", block("text"))


def test_the_page_names_every_kind_of_rule_and_the_limits() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)) >= set(KINDS)
    assert MOST_CONSTRAINTS == 6
    assert "at most six" in PAGE


@pytest.mark.parametrize("path", re.findall(r"`(matching/[\w/]+\.toml)`", PAGE))
def test_mappings_that_the_page_names_are_there_and_right(path: str) -> None:
    assert parse((Path(__file__).resolve().parents[3] / path).read_bytes(), path).criteria
