"""Mail that really went over SMTP, and word of each one at the moment it comes."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mentoring.operation.mailsink import Keeper

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path
    from threading import Condition

    from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(frozen=True)
class Mail:
    """A mail that went over SMTP."""

    to: str
    subject: str
    text: str
    html: str
    attachments: tuple[str, ...]

    @property
    def link(self) -> str:
        """The address of its one button."""
        return re.findall(r"https?://\S+", self.text)[0].rstrip(".,)")

    @property
    def code(self) -> str:
        """The sign-in code in it."""
        return re.findall(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})?)\s*$", self.text, re.MULTILINE)[0]

    def is_about(self, to: str, words: str) -> bool:
        """Whether it went to a person and its subject holds some words."""
        return self.to == to and words.lower() in self.subject.lower()


class Postbox(Keeper):
    """The mail sink's keeper, which also tells the person who waits for `news`. It serves in a thread of its own."""

    def __init__(self, folder: Path, news: Condition) -> None:
        super().__init__(folder)
        self.news = news
        self.mails: list[Mail] = []
        self.unread: list[Mail] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        """Keep a mail and say that it is there."""
        answer = await super().handle_DATA(server, session, envelope)
        mail = parse(email.message_from_bytes(bytes(envelope.content or b""), policy=email.policy.default))  # type: ignore[arg-type]
        with self.news:
            self.mails.append(mail)
            self.unread.append(mail)
            self.news.notify_all()
        return answer

    def take(self, to: str, words: str) -> Mail | None:
        """Return the oldest unread mail to a person whose subject holds some words, if it is there; it is read now."""
        found = next((mail for mail in self.unread if mail.is_about(to, words)), None)
        if found:
            self.unread.remove(found)
        return found


def parse(message: EmailMessage) -> Mail:
    """Read the parts that a test asks for."""
    text = message.get_body(("plain",))
    html = message.get_body(("html",))
    return Mail(
        to=str(message["To"].addresses[0].addr_spec),
        subject=str(message["Subject"]),
        text=str(text.get_content()) if text else "",
        html=str(html.get_content()) if html else "",
        attachments=tuple(part.get_filename() or "" for part in message.iter_attachments()),
    )
