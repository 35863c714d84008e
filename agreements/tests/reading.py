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


class _Forms(HTMLParser):
    """Collects the forms of a page with what stands in their fields, as a robot would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form" and found.get("method", "").lower() == "post":
            self.forms.append((found.get("action", ""), {}))
        chosen = found.get("type") not in {"radio", "checkbox"} or "checked" in found
        if tag in {"input", "textarea", "button"} and "name" in found and self.forms and chosen:
            self.forms[-1][1][found["name"]] = found.get("value", "")


def forms_on(html: str) -> list[tuple[str, dict[str, str]]]:
    """Return (address, fields) of every form that posts; the address is empty where it posts to its own page."""
    reader = _Forms()
    reader.feed(html)
    return reader.forms
