"""A mail server that takes everything and delivers nothing: what it gets lies in one Maildir.

Started by `run.py` for the demo, and by tests that want to see mail that really went over SMTP, as
`python -P mentoring/mailsink.py --port 1025 --folder var/mail`: by its path, so that the rest of the
project is not loaded. Each message has the envelope in `X-MailFrom` and `X-RcptTo`.
"""

from __future__ import annotations

import argparse
import asyncio
import mailbox
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

from aiosmtpd.smtp import SMTP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiosmtpd.smtp import Envelope, Session

LARGEST = 25 * 1024 * 1024


class Keeper:
    """Puts every message into the Maildir as it came; aiosmtpd's own parses it and writes `>From` into letters."""

    def __init__(self, folder: Path) -> None:
        self.box = mailbox.Maildir(folder, create=True)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        """Keep one message; Maildir puts it in place whole or not at all."""
        head = f"X-MailFrom: {envelope.mail_from}\nX-RcptTo: {', '.join(envelope.rcpt_tos)}\n"
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        self.box.add(head.encode() + content.replace(b"\r\n", b"\n"))
        return "250 Kept"


async def serve(port: int, folder: Path) -> None:
    """Take mail on loopback until told to stop."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    keeper = Keeper(folder)
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    server = await loop.create_server(
        lambda: SMTP(keeper, hostname="localhost", ident="Whetstone mail sink", data_size_limit=LARGEST),
        host="127.0.0.1",
        port=port,
    )
    async with server:
        await stopped.wait()


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and serve."""
    os.umask(0o077)  # mail is for whoever runs the demo
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    options = parser.parse_args(arguments)
    asyncio.run(serve(options.port, options.folder))


if __name__ == "__main__":
    main()
