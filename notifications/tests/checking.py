"""What every mail of the system keeps to, for the tests of all apps: `check_mail(mail.outbox[0])`."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from notifications.transport.rendering import LONGEST_SUBJECT

if TYPE_CHECKING:
    from django.core.mail import EmailMessage

LARGEST_HTML = 60 * 1024
HOST_OF_LINK = re.compile(r"https?://\S+")


FRAME_CLASSES = {"preheader", "brand"}
FRAME_TAGS = {"head", "style", "h1"}
WITHOUT_END = {"br", "hr", "img", "meta", "link"}


class _Reader(HTMLParser):
    """Collects the links and the words of an HTML part, without what the frame adds for the eye alone."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.escapes: list[str] = []
        self.open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a":
            found = self.escapes if values.get("class") == "escape" else self.links
            found.append(values.get("href") or "")
        if tag not in WITHOUT_END:
            framed = tag in FRAME_TAGS or bool(FRAME_CLASSES & set((values.get("class") or "").split()))
            self.open.append(framed)

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.open):
            self.words += data.split()


def html_of(email: EmailMessage) -> str:
    """Return the HTML part."""
    assert isinstance(email, EmailMultiAlternatives)
    parts = [str(content) for content, media_type in email.alternatives if media_type == "text/html"]
    assert len(parts) == 1, "one HTML part"
    return parts[0]


def link_of(email: EmailMessage) -> str:
    """Return the link of the one button."""
    reader = _Reader()
    reader.feed(html_of(email))
    assert len(reader.links) == 1, f"exactly one button, not {reader.links}"
    return reader.links[0]


def escape_of(email: EmailMessage) -> str:
    """Return the quiet link under the button, with which someone says that the mail is wrong about them."""
    reader = _Reader()
    reader.feed(html_of(email))
    assert len(reader.escapes) == 1, f"exactly one quiet link, not {reader.escapes}"
    return reader.escapes[0]


def check_mail(email: EmailMessage) -> None:
    """Check one sent mail: subject, both parts with the same words, one button, links that lead here.

    Takes an item of `django.core.mail.outbox`.
    """
    assert 0 < len(email.subject) <= LONGEST_SUBJECT, email.subject
    assert "…" not in email.subject, f"shortened: {email.subject}"
    html = html_of(email)
    assert len(html.encode()) <= LARGEST_HTML
    reader = _Reader()
    reader.feed(html)
    body = str(email.body)
    link = link_of(email)
    assert link.startswith(f"{settings.BASE_URL}/"), link
    assert len(reader.escapes) <= 1
    assert all(one.startswith(f"{settings.BASE_URL}/") for one in reader.escapes)
    assert set(HOST_OF_LINK.findall(body)) == {link, *reader.escapes}, "the text part has the same links and no other"
    words = body
    for one in (link, *reader.escapes):
        words = words.replace(one, " ")
    assert _words(words, without=link) == _words(" ".join(reader.words), without=link), "both parts say the same"
    assert body.count("Hello ") <= 1, "the layout greets; body.txt begins with the news"
    assert "None" not in body.split(), body
    assert not re.search(r"{[{%]", body), body
    assert email.reply_to
    assert email.extra_headers["Auto-Submitted"] == "auto-generated"


def _words(text: str, *, without: str) -> list[str]:
    """Return the words, without list marks, punctuation of the layout and the link."""
    return re.findall(r"\w+", text.replace(without, " "))
