"""What of a page a reader sees or hears, and what of it is in no catalogue, when all texts of ours carry marks.

Everything between the two marks of a text is translated; what people typed carries marks of its own (marked_world).
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from mentoring.tests.marked_language import MarkedTranslation

BEGIN, END = "\N{INVISIBLE SEPARATOR}", "\N{INVISIBLE PLUS}"
LETTERS = re.compile(r"[^\W\d_]{2,}")
# Texts end with the part of a page in which they stand, whatever was cut from them.
PARTS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "button",
        "caption",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "head",
        "header",
        "html",
        "label",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "section",
        "select",
        "summary",
        "table",
        "tbody",
        "td",
        "textarea",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
UNSEEN = frozenset({"script", "style", "template", "code"})
EMPTY = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
HEARD = frozenset({"alt", "aria-label", "title", "placeholder", "aria-description"})
# A placeholder, an element or an entity: it stays as it is in every language.
KEPT = re.compile(r"(%(?:\(\w+\))?[-+ #0]*\d*(?:\.\d+)?[a-zA-Z%]|\{[^}]*\}|<[^>]+>|&[a-z]+;|&#\d+;)")
ACCENTS = str.maketrans("aceinouyACEINOUY", "àçéîñöüÿÀÇÉÎÑÖÜÝ")


class BracketedTranslation(MarkedTranslation):
    """The site's language, with a mark before and another one behind each text."""

    def gettext(self, message: str) -> str:
        """Return the message without what tells it from its like, between marks."""
        return BEGIN + message.rpartition("\x04")[2] + END


class LongTranslation(MarkedTranslation):
    """The site's language with accents, and a third longer, as German or Finnish are."""

    def gettext(self, message: str) -> str:
        """Return the message in other letters, its last word said again."""
        text = message.rpartition("\x04")[2]
        parts = [part if KEPT.fullmatch(part) else part.translate(ACCENTS) for part in KEPT.split(text)]
        words = "".join(part for part in KEPT.split(text) if not KEPT.fullmatch(part)).split()
        more = " ".join(words[: max(1, len(words) // 3)]).translate(ACCENTS) if words else ""
        return "".join(parts) + (f" {more}" if more and len(text) > 2 else "")


def is_left_out(tag: str, attributes: dict[str, str | None]) -> bool:
    """Tell whether an element holds no words for a reader of the site's language.

    An icon, initials beside a name, or the text of an agreement, which is evidence in the words in which it was signed.
    """
    return (
        tag in UNSEEN
        or attributes.get("aria-hidden") == "true"
        or "data-document" in attributes
        or "material-symbols-outlined" in (attributes.get("class") or "")
    )


class _Page(HTMLParser):
    """Collects the words that stand between no marks."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.left_out: list[str] = []
        self.bare: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at what is read aloud of an element."""
        if tag in PARTS:
            self.depth = 0
        values = dict(attrs)
        if tag not in EMPTY and (self.left_out or is_left_out(tag, values)):
            self.left_out.append(tag)
        if self.left_out:
            return
        heard = [values[name] or "" for name in HEARD & values.keys()]
        if tag == "input" and values.get("type") in {"submit", "button"}:
            heard.append(values.get("value") or "")
        for text in heard:
            before, self.depth = self.depth, 0
            self.read(text)
            self.depth = before

    def handle_endtag(self, tag: str) -> None:
        """End what stands in a part with it."""
        if tag in PARTS:
            self.depth = 0
        if tag in self.left_out:
            while self.left_out.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Read the text of an element."""
        if not self.left_out:
            self.read(data)

    def read(self, text: str) -> None:
        """Keep what has letters and stands outside all marks."""
        bare = []
        for piece in re.split(f"([{BEGIN}{END}])", text):
            if piece == BEGIN:
                self.depth += 1
            elif piece == END:
                self.depth = max(0, self.depth - 1)
            elif not self.depth:
                bare.append(piece)
        words = " ".join("".join(bare).split())
        if LETTERS.search(words):
            self.bare.append(words)


def in_no_catalogue(page: str) -> list[str]:
    """Return the texts of a page that no translator is given, in their order."""
    parser = _Page()
    parser.feed(page)
    parser.close()
    return parser.bare
