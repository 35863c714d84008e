"""Every sentence that people read: from templates, translated strings of the code, instruments, and the documentation."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOMS = (
    "web",
    "people",
    "notifications",
    "programs",
    "pool",
    "matching",
    "agreements",
    "meetings",
    "evaluation",
    "mentoring",
)
# Read by nobody who takes part: the catalogue of components, the demo's own pages and people, what a shell prints.
LEFT_OUT = ("mentoring/demo/", "mentoring/pages/design", "mentoring/operation/mailsink")
MARKED = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
# Pages of the documentation that are no promise to people: for who changes the code, made from the matrix, or with proofs of
# its own beside each line.
OTHER_PAGES = {"architecture.md", "contributing.md", "who-sees-what.md", "security.md"}
COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}", re.DOTALL)
SHORT = re.compile(r"""\{%\s*trans(?:late)?\s+(?:"([^"]*)"|'([^']*)')""")
LONG = re.compile(r"\{%\s*blocktrans(?:late)?\b.*?%\}(.*?)\{%\s*endblocktrans(?:late)?\s*%\}", re.DOTALL)
PLURAL = re.compile(r"\{%\s*plural\s*%\}")
LITERAL = re.compile(r"""_\("([^"]*)"\)""")
FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
# Paragraphs, points, rows of tables and headings.
BLOCK = re.compile(r"\n\s*\n|\n(?=\s*[-*|#]|\s*\d+\. )")
END = re.compile(r"(?<=[.!?:])\s+(?=[A-Z“{%])")

# Words with which a sentence says who sees something, what is never done, or what will happen.
PROMISES = re.compile(
    r"""\b(
    nobody | no\ one | nowhere | alone | never | private | anonymous(?:ly)? | encrypted | confidential
    | only\ (?:you|the\ two|people|those|to|coordinators?|administrators?|organisation|the\ person)
    | sees | reads | hears | knows | you\ both\ see | of\ you\ (?:see|read) | (?:two|supervisors?|coordinators?|people|partner)\ (?:\w+\ ){0,3}(?:see|read)s?
    | mentors\ whom\ you\ ask .* read | mentees\ .*\ read | everyone\ (?:reads|will\ read)
    | (?:can|cannot|may)\ (?:not\ )?(?:see|read|look\ up) | does\ not\ see
    | (?:is|are|be|been|was|were)\ (?:\w+\ )?(?:told|shown|deleted|forgotten|kept|noted|reminded|asked\ again)
    | we(?:’ll|\ then)?\ (?:tell|ask|write|remind|send|look|show|try|note|keep|do\ not|did\ not|never|will|let)
    | you\ (?:get|will\ hear|will\ find) | gets\ an?\ (?:\w+\ )?(?:e?mail|link) | asked\ once\ more | without\ a\ reason
    | stays?\ (?:with|between) | (?:weeks?|months?|days?)\ later | every\ (?:\w+\ )?(?:weeks?|days?|months?|minutes?|hours?|night)
    | automatically | by\ (?:itself|themselves|ourselves|a\ machine) | as\ soon\ as
    | within\ (?:a|an|the|two|three|\d+)\ (?:or\ two\ )?(?:working\ )?(?:minutes?|hours?|days?|weeks?)
    | gets?\ in\ touch
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)


def found() -> dict[str, str]:
    """Return each sentence with a file that holds it."""
    sentences: dict[str, str] = {}
    for path in files():
        where = str(path.relative_to(settings.BASE_DIR))
        for text in texts(path):
            for sentence in END.split(" ".join(text.split())):
                if sentence:
                    sentences.setdefault(sentence, where)
    return sentences


def promising() -> dict[str, str]:
    """Return those that promise something, by their words."""
    return {sentence: where for sentence, where in found().items() if PROMISES.search(sentence)}


def files() -> Iterator[Path]:
    """Yield what holds sentences."""
    for folder in ("templates", *ROOMS):
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            where = str(path.relative_to(settings.BASE_DIR)).removeprefix("templates/")
            read = path.suffix in {".html", ".txt", ".py"} and not where.startswith(LEFT_OUT)
            read |= path.suffix == ".toml" and path.parent.name == "instruments"
            if read and not {"tests", "migrations", "management"} & set(path.parts):
                yield path
    yield settings.BASE_DIR / "README.md"
    yield from (path for path in sorted((settings.BASE_DIR / "docs").glob("*.md")) if path.name not in OTHER_PAGES)


def texts(path: Path) -> Iterator[str]:
    """Yield the texts of one file, as they stand in the catalogue."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        yield from strings(ast.parse(source))
        return
    if path.suffix == ".md":
        yield from (unmarked(block) for block in BLOCK.split(FENCE.sub("", source)))
        return
    if path.suffix == ".toml":
        yield from values(tomllib.loads(source))
        return
    source = COMMENT.sub("", source)
    yield from (match[1] or match[2] or "" for match in SHORT.finditer(source))
    yield from LITERAL.findall(source)
    for match in LONG.finditer(source):
        yield from PLURAL.split(match[1])


def unmarked(block: str) -> str:
    """A block of Markdown as it is read, in one line."""
    return re.sub(r"[*`]", "", LINK.sub(r"\1", " ".join(block.split()))).lstrip("-# |")


def values(found: object, name: str = "") -> Iterator[str]:
    """Yield what people read of an instrument: its name, and the words of its questions."""
    if isinstance(found, dict):
        for key, inner in found.items():
            yield from values(inner, key)
    elif isinstance(found, list):
        for inner in found:
            yield from values(inner, name)
    elif name in {"name", "text"}:
        yield str(found)


def strings(tree: ast.AST) -> Iterator[str]:
    """Yield what is marked for translation; sentences come from nowhere else (a house rule)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
            if name in MARKED:
                for argument in node.args:
                    yield from (
                        part.value
                        for part in ast.walk(argument)
                        if isinstance(part, ast.Constant) and isinstance(part.value, str)
                    )
