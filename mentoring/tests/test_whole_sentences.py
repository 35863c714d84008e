"""Sentences are whole in the catalogue: no glue, no letters of words changed, no dates by formats of one language (HOUSE).

What is built of pieces cannot be said in a language that orders them otherwise, and a word made small is wrong where
nouns are written large. Read from the code, so a name that hides a text for a while is not seen through.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
ROOMS = ("people", "notifications", "programs", "pool", "matching", "agreements", "meetings", "evaluation", "mentoring")
GETTEXT = re.compile(r"^(_|_now|n?p?gettext(_lazy|_noop)?|npgettext)$")
# Attributes and calls that give words of ours.
WORDS = re.compile(r"^(label|verbose_name|verbose_name_plural|get_\w+_display|labels_of)$")
LETTERS = {"lower", "upper"}
# Nothing but words has a first letter to be made large.
LARGE = {"capitalize", "title", "swapcase"}
FORMATS = {"date_format", "time_format"}
# Places that do so, with the reason.
GLUED: dict[str, str] = {
    "agreements/signing/forms.py": "elements of a page around whole sentences",
    "meetings/models/appointment.py": "the name of a row, for the log and the shell",
    "evaluation/models/survey.py": "the name of a row, for the log and the shell",
    "mentoring/who_sees_what.py": "the page of who sees what is written in one language, by a command",
}
# Forms that machines read, a day by its number and its month's short name, and Django's own names are let be.
IN_TEMPLATES = re.compile(
    r"""\|(?:lower|upper|title)\b|\|(?:date|time):["'](?!Y-m-d|H:i["']|j["']|M["']|[A-Z_]+_FORMAT)[^"']*["']"""
)
# Tools for the shell of an operator, in one language.
IN_ONE_LANGUAGE = ("matching/csvmatch/", "people/management/")


def name_of(node: ast.expr) -> str:
    """Return the last part of a name."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def is_text(node: ast.AST) -> bool:
    """Tell whether this is a text of ours itself, not something that contains one: with values put in, or in `str()`."""
    match node:
        case ast.Call(func=func):
            if name_of(func) == "str" and node.args:
                return is_text(node.args[0])
            return bool(GETTEXT.match(name_of(func)) or WORDS.match(name_of(func)))
        case ast.BinOp(op=ast.Mod(), left=left):
            return is_text(left)
        case ast.Attribute(attr=attr):
            return bool(WORDS.match(attr))
    return False


def has_text(node: ast.AST) -> bool:
    """Tell whether a text of ours is anywhere in it."""
    return any(is_text(inner) for inner in ast.walk(node))


def texts_kept(function: ast.AST) -> set[str]:
    """Return the names in a function that stand for a text of ours."""
    return {
        target.id
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and is_text(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def faults_in(source: str) -> Iterator[tuple[int, str]]:
    """Yield (line, what is wrong)."""
    tree = ast.parse(source)
    scopes = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    kept = {inner: names for scope in scopes for names in [texts_kept(scope)] for inner in ast.walk(scope)}

    def said(node: ast.AST) -> bool:
        return is_text(node) or (isinstance(node, ast.Name) and node.id in kept.get(node, ()))

    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=attr, value=value)) if (
                (attr in LETTERS and (said(value) or has_text(value)))
                or attr in LARGE
                or (attr == "upper" and isinstance(value, ast.Subscript))
            ):
                yield node.lineno, f".{attr}() on words"
            case ast.Call(func=ast.Attribute(attr="join", value=ast.Constant(value=str(between))), args=[parts]) if (
                not between.strip() and between != "" and "\n" not in between and has_text(parts)
            ):
                yield node.lineno, "sentences put together by a blank: web.fields.texts.paragraph"
            case ast.BinOp(op=ast.Add(), left=left, right=right) if (said(left) or said(right)) and not (
                isinstance(left, (ast.List, ast.Tuple)) or isinstance(right, (ast.List, ast.Tuple))
            ):
                yield node.lineno, "a text put together with +"
            case ast.AugAssign(op=ast.Add(), value=value) if said(value):
                yield node.lineno, "a text put together with +="
            case ast.JoinedStr(values=values) if _glues(values, said):
                yield node.lineno, "two texts, or a text and letters of one language, in an f-string"
            case ast.Call(func=func, args=[_value, ast.Constant(value=str(form))]) if name_of(
                func
            ) in FORMATS and not form.endswith("_FORMAT"):
                yield node.lineno, f"a day in the form “{form}”: a name of Django’s, or web.moments"
            case ast.FormattedValue(format_spec=ast.JoinedStr(values=[ast.Constant(value=str(form)), *_])) if (
                re.search(r"%[-]?[aAbBcxXpd]", form)
            ) and re.search(r"%[-]?[aAbBcxXp]", form):
                yield node.lineno, f"a day with names of one language: “{form}”"


def _glues(values: list[ast.expr], said: object) -> bool:
    """Tell whether an f-string holds a text beside letters or beside another text."""
    texts = [value for value in values if isinstance(value, ast.FormattedValue) and said(value.value)]  # type: ignore[operator]
    letters = any(isinstance(value, ast.Constant) and re.search(r"[^\W\d_]", str(value.value)) for value in values)
    blank = any(
        isinstance(value, ast.Constant) and " " in str(value.value) and str(value.value).strip() in {"", ".", ";"}
        for value in values
    )
    others = len([value for value in values if isinstance(value, ast.FormattedValue)]) - len(texts)
    return bool(texts) and (letters or (blank and len(texts) + others > 1))


def modules() -> list[Path]:
    """Return the modules of the project, without tests, migrations and the demo."""
    return [
        path
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
        if not {"tests", "migrations", "demo"} & set(path.relative_to(ROOT).parts)
    ]


def test_no_module_glues_texts_or_changes_their_letters() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {wrong}"
        for path in modules()
        for line, wrong in faults_in(path.read_text(encoding="utf-8"))
        if f"{path.relative_to(ROOT)}" not in GLUED and not f"{path.relative_to(ROOT)}".startswith(IN_ONE_LANGUAGE)
    ]

    assert found == []


def test_each_exception_is_one() -> None:
    needless = [name for name in GLUED if not list(faults_in((ROOT / name).read_text(encoding="utf-8")))]

    assert needless == []


def test_no_page_writes_days_in_the_form_of_one_language_or_changes_the_letters_of_words() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {fault}"
        for path in sorted((ROOT / "templates").rglob("*"))
        if path.suffix in {".html", ".txt"}
        for fault in IN_TEMPLATES.findall(path.read_text(encoding="utf-8"))
    ]

    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        '_("Topics").lower()',
        '", ".join(str(goal.label) for goal in goals).lower()',
        "row.get_status_display().capitalize()",
        '" ".join([_("One."), _("Two.")])',
        'words + " " + _("It replaces it.")',
        'words += _(" (all)")',
        "f\"{_('Saved.')} {_('Go on.')}\"",
        'date_format(day, "j F Y")',
        'f"{day:%d %B %Y}"',
        'def say():\n    words = _("Saved.")\n    return words[0].upper()',
    ],
)
def test_it_would_be_found(source: str) -> None:
    assert list(faults_in(source))


@pytest.mark.parametrize(
    "source",
    ['paragraph(_("One."), _("Two."))', 'date_format(day, "DATE_FORMAT")', 'f"{day:%Y-%m-%d}"', "address.lower()"],
)
def test_what_is_right_is_let_be(source: str) -> None:
    assert list(faults_in(source)) == []
