"""The mail that the demo sent, as the sink keeps it: one Maildir, read by its headers."""

from __future__ import annotations

import email
import email.policy
import itertools
import os
import re
from dataclasses import dataclass
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser
from email.utils import format_datetime, parseaddr, parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from email.message import EmailMessage as ParsedMail

    from django.core.mail import EmailMessage

parser = BytesHeaderParser()
LINK = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True, order=True)
class Letter:
    """One mail's headers. `key` names its file."""

    at: datetime
    key: str
    to: str
    subject: str


# Names of the files that this process writes.
numbers = itertools.count(1)

# Headers never change once written, so each process reads each file's once.
seen: dict[str, Letter] = {}


def folder() -> Path:
    """Where new mail lands."""
    return Path(settings.DEMO_MAIL_DIR) / "new"


def read_headers(path: Path) -> Letter:
    """Read who, what and when, and stop at the body."""
    head = path.read_bytes().split(b"\n\n", 1)[0].split(b"\r\n\r\n", 1)[0]
    # The older way of the library to read headers, which takes a tenth of the time of the newer one.
    mail = parser.parsebytes(head)
    subject = str(make_header(decode_header(mail["Subject"] or "")))
    return Letter(parsedate_to_datetime(mail["Date"]), path.name, parseaddr(mail["To"] or "")[1], subject)


def letters(*, to: str = "") -> list[Letter]:
    """All mail, newest first; only that of one address where `to` is given."""
    if not folder().is_dir():
        return []
    present = [path for path in folder().iterdir() if path.is_file()]
    for path in present:
        if path.name not in seen:
            seen[path.name] = read_headers(path)
    found = [seen[path.name] for path in present]
    return sorted((letter for letter in found if not to or letter.to.lower() == to.lower()), reverse=True)


@dataclass(frozen=True)
class Opened:
    """A mail as a person reads it."""

    letter: Letter
    text: str
    html: str
    attachments: list[str]

    @property
    def links(self) -> list[str]:
        """The addresses that the text names."""
        return LINK.findall(self.text)


def open_letter(key: str) -> Opened | None:
    """Read one mail whole; None where there is no such file."""
    path = folder() / Path(key).name
    if not path.is_file():
        return None
    mail: ParsedMail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    text = mail.get_body(("plain",))
    html = mail.get_body(("html",))
    return Opened(
        read_headers(path),
        str(text.get_content()) if text else "",
        str(html.get_content()) if html else "",
        [part.get_filename() or part.get_content_type() for part in mail.iter_attachments()],
    )


class Postmark:
    """The time that mail carries while the demo is built, when weeks pass in seconds."""

    now: datetime | None = None


class MaildirBackend(BaseEmailBackend):
    """Puts mail straight into the sink's folder, for building the demo before the sink runs."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write each mail; return how many."""
        folder().mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            if Postmark.now:
                message.extra_headers["Date"] = format_datetime(Postmark.now)
            # Not by `mailbox.Maildir`, which waits for the disk after every mail; a demo can be built again.
            (folder() / f"{next(numbers):06}.{os.getpid()}.demo").write_bytes(message.message().as_bytes())
        return len(email_messages)
