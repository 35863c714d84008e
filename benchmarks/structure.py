"""Figures about the structure: modules at the top of each app, circles between files, imports inside functions.

    python3 -m benchmarks.structure

Only the standard library; nothing of the application is loaded. mentoring/tests/test_structure.py holds what these say.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
ROOMS = (
    "mentoring", "evaluation", "meetings", "agreements", "matching", "pool", "programs", "notifications", "people",
    "web",
)  # fmt: skip
# What Django, Celery or an app's own packages are looked for by; such a name may stand in several packages of an app.
BY_CONVENTION = {
    "__init__", "admin", "apps", "emails", "errors", "forms", "middleware", "models", "receivers", "signals", "tasks",
    "urls", "views",
}  # fmt: skip
MAP = ROOT / "docs" / "architecture.md"


@dataclass(frozen=True)
class Import:
    """One import of one module of ours by another; `late` inside a function, `typed` for annotations alone."""

    by: str
    of: str
    line: int
    late: bool
    typed: bool
    reason: str


def modules() -> dict[str, Path]:
    """Return the modules of all apps by their dotted names, without tests and migrations."""
    known = {}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if not {"tests", "migrations"} & set(parts):
                known[".".join(parts).removesuffix(".__init__")] = path
    return known


def imports(known: dict[str, Path]) -> list[Import]:
    return [edge for name, path in known.items() for edge in imports_of(name, path, known)]


def imports_of(name: str, path: Path, known: dict[str, Path]) -> Iterator[Import]:
    """Yield what one file imports of ours."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    todo: list[tuple[ast.AST, bool, bool]] = [(ast.parse(text), False, False)]
    while todo:
        node, late, typed = todo.pop()
        for child in ast.iter_child_nodes(node):
            inside = late or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
            for_types = typed or (isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test))
            for target in targets_of(child, known) - {name}:
                reason = lines[child.lineno - 1].partition("PLC0415")[2].strip(" -,")  # type: ignore[attr-defined] # an import
                yield Import(name, target, child.lineno, inside, for_types, reason)  # type: ignore[attr-defined] # as above
            todo.append((child, inside, for_types))


def targets_of(node: ast.AST, known: dict[str, Path]) -> set[str]:
    """Return the modules of ours that a statement imports."""
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names} & known.keys()
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        wanted = {f"{node.module}.{alias.name}" for alias in node.names}
        return (wanted & known.keys()) | ({node.module} & known.keys() if wanted - known.keys() else set())
    return set()


def circles(edges: list[Import]) -> list[list[str]]:
    """Return the groups of modules that import each other, directly or through others (Tarjan 1972)."""
    graph: dict[str, set[str]] = {}
    for edge in edges:
        graph.setdefault(edge.by, set()).add(edge.of)
        graph.setdefault(edge.of, set())
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    circles: list[list[str]] = []

    def visit(node: str) -> None:
        number[node] = low[node] = len(number)
        stack.append(node)
        for following in sorted(graph[node]):
            if following not in number:
                visit(following)
            if following in stack:
                low[node] = min(low[node], low[following])
        if low[node] == number[node]:
            group = stack[stack.index(node) :]
            del stack[stack.index(node) :]
            if len(group) > 1:
                circles.append(sorted(group))

    for node in sorted(graph):
        if node not in number:
            visit(node)
    return circles


def top_of(room: str) -> list[str]:
    """Return the modules that stand at the top of an app."""
    return sorted(path.name for path in (ROOT / room).glob("*.py") if path.name != "__init__.py")


def same_stems(room: str) -> list[str]:
    """Return names that two modules of one app share, but for those that are names by convention."""
    stems = Counter(
        path.stem
        for path in (ROOT / room).rglob("*.py")
        if not {"tests", "migrations", "commands", "templatetags"} & set(path.relative_to(ROOT).parts)
    )
    return sorted(stem for stem, times in stems.items() if times > 1 and stem not in BY_CONVENTION)


def ways() -> dict[str, list[str]]:
    """Return the ways that the map describes, each with the files along it, in order."""
    files: dict[str, list[str]] = {}
    for section in re.split(r"^### ", MAP.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        title, _line, body = section.partition("\n")
        files[title] = re.findall(r"^\d+\. `([\w./]+\.py)`", body, flags=re.MULTILINE)
    return files


def main() -> None:
    edges = imports(modules())
    print("modules at the top of each app:", {room: len(top_of(room)) for room in ROOMS})
    print("circles between files:", circles([edge for edge in edges if not edge.typed]) or 0)
    print("imports inside functions:", sum(edge.late for edge in edges))
    print("files along each way:", {title: len(files) for title, files in ways().items()})


if __name__ == "__main__":
    main()
