"""The mail that the demo sent, as the sink keeps it: one Maildir, read by its headers."""

from __future__ import annotations

import email
import email.policy
import itertools
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser
from email.utils import format_datetime, parseaddr, parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

from mentoring.operation.mailsink import make_folders

if TYPE_CHECKING:
    from collections.abc import Sequence
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


def maildir() -> Path:
    """Where the sink keeps its mail."""
    return Path(settings.DEMO_MAIL_DIR)


def folder() -> Path:
    """Where new mail lands."""
    return maildir() / "new"


def read_headers(path: Path) -> Letter:
    """Read who, what and when, and stop at the body."""
    head = path.read_bytes().split(b"\n\n", 1)[0].split(b"\r\n\r\n", 1)[0]
    # The older way of the library to read headers, which takes a tenth of the time of the newer one.
    mail = parser.parsebytes(head)
    subject = str(make_header(decode_header(mail["Subject"] or "")))
    return Letter(sent_at(mail["Date"], path), path.name, parseaddr(mail["To"] or "")[1], subject)


def sent_at(date: str | None, path: Path) -> datetime:
    """Read when a mail was sent; where it does not say, it is as old as its file."""
    try:
        moment = parsedate_to_datetime(date or "")
    except ValueError:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    # What goes over SMTP says -0000, “UTC, from a clock whose zone I keep to myself”, and is read without a zone.
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def letters(*, to: str = "") -> list[Letter]:
    """All mail, newest first; only that of one address where `to` is given."""
    if not folder().is_dir():
        return []
    present = [path for path in folder().iterdir() if path.is_file()]
    for path in present:
        if path.name not in seen:
            seen[path.name] = read_headers(path)
    letters = [seen[path.name] for path in present]
    return sorted((letter for letter in letters if not to or letter.to.lower() == to.lower()), reverse=True)


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
        make_folders(maildir())
        for message in email_messages:
            if Postmark.now:
                message.extra_headers["Date"] = format_datetime(Postmark.now)
            # Not by `mailbox.Maildir`, which waits for the disk after every mail; a demo can be built again.
            unfinished = maildir() / "tmp" / f"{next(numbers):06}.{os.getpid()}.demo"
            unfinished.touch(mode=0o600)
            unfinished.write_bytes(message.message().as_bytes())
            # The list of mail may be open already, and must not meet half a letter.
            unfinished.rename(folder() / unfinished.name)
        return len(email_messages)
