"""Reading what a page shows, and what the database holds, as tests of signing need it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.db import connection


class _Lines(HTMLParser):
    """Collects the words of the elements that are marked as lines of the document."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if "data-line" in dict(attrs):
            self.lines.append("")
            self.inside = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self.inside:
            self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.lines[-1] += data


def text_shown(html: str) -> str:
    """Return the text of the document as a reader of the page sees it, line by line."""
    reader = _Lines()
    reader.feed(html)
    return "\n".join(reader.lines)


def dump() -> dict[str, list[str]]:
    """Return every row of every table, as text."""
    with connection.cursor() as cursor:
        return {table: _rows(cursor, table) for table in sorted(connection.introspection.table_names(cursor))}


def _rows(cursor: Any, table: str) -> list[str]:  # noqa: ANN401 - Django's cursor has no public type
    cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')  # noqa: S608 - names of our own tables
    return [row for (row,) in cursor.fetchall()]
