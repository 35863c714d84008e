"""A real SMTP server on loopback for tests, which can be told how to answer."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import TYPE_CHECKING

from aiosmtpd.controller import Controller

from launcher.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aiosmtpd.smtp import SMTP, Envelope, Session
    from pytest_django.fixtures import SettingsWrapper


class MailServer:
    """Keeps what it takes.

    `answers` says how an address is answered, once, instead of taking the mail; `always` how a command is answered
    (MAIL, RCPT or DATA), the person who asks, until it is taken out again; "close" there breaks the line.
    """

    def __init__(self, *, pause: float = 0) -> None:
        self.pause = pause
        self.mails: list[EmailMessage] = []
        self.connections = 0
        self.answers: dict[str, str] = {}
        self.always: dict[str, str] = {}
        self.port = free_port()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_EHLO(  # noqa: N802 - the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Count connections."""
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the sender, or answer as told."""
        if "MAIL" in self.always:
            return self.always["MAIL"]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take an address, or answer as told."""
        if "RCPT" in self.always:
            return self.always["RCPT"]
        if address in self.answers:
            return self.answers.pop(address)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the mail, after the pause, or answer as told."""
        if self.always.get("DATA") == "close":
            assert server.transport
            server.transport.close()
            return "421 gone"
        if "DATA" in self.always:
            return self.always["DATA"]
        await asyncio.sleep(self.pause)
        mail = message_from_bytes(envelope.content or b"", policy=policy.default)  # type: ignore[arg-type]
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"


@contextmanager
def serving(settings: SettingsWrapper, *, pause: float = 0) -> Iterator[MailServer]:
    """Run a server and point Django at it."""
    server = MailServer(pause=pause)
    server.controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    yield server
    server.controller.stop()
