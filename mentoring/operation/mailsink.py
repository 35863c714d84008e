"""A mail server that takes everything and delivers nothing: what it gets lies in one Maildir.

Started by `run.py` for the demo, and by tests that want to see mail that really went over SMTP, as
`python -P mentoring/operation/mailsink.py --port 1025 --folder var/mail`: by its path, so that the rest of the
project is not loaded. Each message has the envelope in `X-MailFrom` and `X-RcptTo`.

Mail holds links that sign and codes that sign in, so the Maildir is for the account alone that runs the sink.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import mailbox
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

from aiosmtpd.smtp import SMTP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiosmtpd.smtp import Envelope, Session

logger = logging.getLogger(__name__)
LARGEST = 25 * 1024 * 1024


def make_folders(maildir: Path) -> None:
    """Make what a Maildir consists of, or what is missing of it, closed to everyone else.

    `mailbox.Maildir` makes nothing in a folder that exists, whatever it lacks (python/cpython#74274).
    """
    maildir.parent.mkdir(parents=True, exist_ok=True)
    for folder in (maildir, *(maildir / name for name in ("tmp", "new", "cur"))):
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o700)


def close_letters(maildir: Path) -> None:
    """Close letters that an older start left open to others."""
    for letter in maildir.glob("*/*"):
        if letter.is_file() and not letter.is_symlink():
            letter.chmod(0o600)


class Keeper:
    """Puts every message into the Maildir as it came; aiosmtpd's own parses it and writes `>From` into letters."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        make_folders(folder)
        close_letters(folder)
        self.box = mailbox.Maildir(folder, create=False)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        """Keep one message; Maildir puts it in place whole or not at all.

        What cannot be kept now is refused for now: a folder that someone removed, or a full disk, is no word
        against the address.
        """
        head = f"X-MailFrom: {envelope.mail_from}\nX-RcptTo: {', '.join(envelope.rcpt_tos)}\n"
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        try:
            make_folders(self.folder)
            self.box.add(head.encode() + content.replace(b"\r\n", b"\n"))
        except OSError as error:
            logger.warning("A message could not be kept: %s", error)
            return "452 It cannot be kept at the moment"
        return "250 Kept"


async def serve(port: int, folder: Path) -> None:
    """Take mail on loopback until told to stop."""
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
    os.umask(0o077)  # `mailbox` writes letters as the umask says
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    options = parser.parse_args(arguments)
    asyncio.run(serve(options.port, options.folder))


if __name__ == "__main__":
    main()
