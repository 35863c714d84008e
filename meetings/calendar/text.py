"""iCalendar text: content lines, components, escaping and folding (RFC 5545, section 3.1).

Lines end with CRLF and hold at most 75 octets; a longer one goes on in the next line after one space. We count
octets of UTF-8 and never break inside a character, because readers may decode line by line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_LINE = 75
# No control character may stand in a calendar, apart from the line breaks and tabs of texts.
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
NEEDS_QUOTES = re.compile(r"[,;:]")


@dataclass(frozen=True)
class ContentLine:
    """One content line, its value already in its final form."""

    name: str
    value: str
    parameters: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return "".join([self.name, *(f";{name}={quote(value)}" for name, value in self.parameters), ":", self.value])


@dataclass(frozen=True)
class Component:
    """A named block of lines and further components, in the order in which they are written."""

    name: str
    content: tuple[ContentLine | Component, ...]

    def lines(self) -> Iterator[str]:
        """Yield the lines, not folded yet."""
        yield f"BEGIN:{self.name}"
        for part in self.content:
            if isinstance(part, Component):
                yield from part.lines()
            else:
                yield str(part)
        yield f"END:{self.name}"


def line(name: str, value: str, **parameters: str) -> ContentLine:
    """Make a line; a parameter such as `TZID="Europe/Berlin"` is quoted where it must be."""
    return ContentLine(name, value, tuple(parameters.items()))


def text_line(name: str, text: str) -> ContentLine:
    """Make a line whose value people wrote."""
    return ContentLine(name, escape(text))


def escape(text: str) -> str:
    """Return people's text as a TEXT value: line breaks become the two characters backslash and n."""
    text = CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, escaped)
    return text


def quote(value: str) -> str:
    """Return a parameter's value. A double quote cannot stand in one at all, so it becomes an apostrophe."""
    value = CONTROLS.sub("", value).replace("\n", " ").replace("\t", " ").replace('"', "'")
    return f'"{value}"' if NEEDS_QUOTES.search(value) else value


def fold(content: str) -> bytes:
    """Return one content line as octets, folded, with the CRLF at its end."""
    rows, row = [], b""
    for character in content:
        octets = character.encode()
        if len(row) + len(octets) > LONGEST_LINE:
            rows.append(row)
            row = b" "
        row += octets
    return b"\r\n".join([*rows, row, b""])


def write(component: Component) -> bytes:
    """Return the octets of a whole calendar."""
    return b"".join(fold(content) for content in component.lines())
