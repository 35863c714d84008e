"""A name that a template gives inside `{% with %}` is gone after it, and nothing says so: the page lacks a word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "templates"
TAG = re.compile(r"{%\s*(with|endwith|\w+\s[^%]*?\b(?:asvar|as)\s+(\w+)\s*)(?:\s[^%]*)?%}")


def lost_names(source: str) -> set[str]:
    """Return the names that are given inside a `with` and used behind its end, where nothing gives them anew."""
    lost: set[str] = set()
    given: list[set[str]] = [set()]
    for tag in TAG.finditer(source):
        if tag[1] == "with":
            given.append(set())
        elif tag[1] == "endwith":
            rest = source[tag.end() :]
            for name in given.pop():
                use = re.search(rf"(?:{{{{ |{{%[^%]*[ =]){name}\b(?!=)", rest)
                anew = re.search(
                    rf"\b(?:asvar|as)\s+{name}\b|[ ]{name}=(?!{name}\b)|for [^%]*\b{name}\b[^%]* in ", rest
                )
                if use and not (anew and anew.end() <= use.end()):
                    lost.add(name)
        else:
            given[-1].add(tag[2])
    return lost


@pytest.mark.parametrize("path", [str(path.relative_to(TEMPLATES)) for path in sorted(TEMPLATES.rglob("*.html"))])
def test_no_name_is_used_behind_the_with_that_it_was_given_in(path: str) -> None:
    assert lost_names((TEMPLATES / path).read_text(encoding="utf-8")) == set()


def test_it_would_be_found() -> None:
    inside = "{% with a=1 %}{% translate 'Mentor' as sub %}{% endwith %}"

    assert lost_names(inside + "{% include 'row.html' with sub=sub only %}") == {"sub"}
    assert lost_names(inside + "{{ sub }}") == {"sub"}
    assert lost_names(inside + "{% translate 'Mentee' as sub %}{{ sub }}") == set()
    assert lost_names("{% with a=1 %}{% translate 'Mentor' as sub %}{{ sub }}{% endwith %}") == set()
