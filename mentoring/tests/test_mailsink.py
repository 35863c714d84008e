"""Claims about the mail server of the demo: what is sent over SMTP lies in its Maildir, word for word."""

from __future__ import annotations

import mailbox
import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from launcher.ports import free_port
from mentoring.environment import BASE_DIR


class Sink:
    """A running mail server and what it has got so far."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        command = [sys.executable, "-P", "mentoring/mailsink.py", "--port", str(self.port), "--folder", str(folder)]
        self.process = subprocess.Popen(command, cwd=BASE_DIR)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)

    def send(self, message: EmailMessage, to: list[str]) -> None:
        with smtplib.SMTP("127.0.0.1", self.port, timeout=10) as client:
            client.sendmail("bounces@example.org", to, message.as_bytes(policy=policy.SMTP), ["BODY=8BITMIME"])

    def messages(self) -> list[EmailMessage]:
        box = mailbox.Maildir(self.folder, create=False)
        return [message_from_bytes(box.get_bytes(key), policy=policy.default) for key in box.keys()]  # noqa: SIM118 - iterating gives messages


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[Sink]:
    """Return a mail server of its own."""
    sink = Sink(tmp_path / "mail")
    yield sink
    sink.process.terminate()
    sink.process.wait(10)


def letter(text: str) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Read and sign: your agreement with Zoë"
    message["From"] = "Whetstone <mentoring@example.org>"
    message["To"] = "Søren Ødegård <soren@example.org>"
    message.set_content(text)
    message.add_alternative(f"<p>{text}</p>", subtype="html")
    message.add_attachment(b"%PDF-1.7 \x00\xff", maintype="application", subtype="pdf", filename="agreement.pdf")
    return message


def test_a_message_is_kept_whole_with_its_envelope(sink: Sink) -> None:
    sink.send(letter("Grüße – „gut“\n.\n..\nFrom here"), ["soren@example.org"])

    (kept,) = sink.messages()
    body, page = kept.get_body(("plain",)), kept.get_body(("html",))
    (attachment,) = kept.iter_attachments()
    assert body
    assert page
    assert kept["Subject"] == "Read and sign: your agreement with Zoë"
    assert (kept["X-MailFrom"], kept["X-RcptTo"]) == ("bounces@example.org", "soren@example.org")
    assert body.get_content() == "Grüße – „gut“\n.\n..\nFrom here\n"
    assert attachment.get_content() == b"%PDF-1.7 \x00\xff"


def test_everybody_can_be_written_to(sink: Sink) -> None:
    for name in ("a", "b", "c"):
        sink.send(letter(name), [f"{name}@example.org", f"{name}@elsewhere.example"])

    assert sorted(kept["X-RcptTo"] for kept in sink.messages()) == [
        "a@example.org, a@elsewhere.example",
        "b@example.org, b@elsewhere.example",
        "c@example.org, c@elsewhere.example",
    ]


def test_the_mail_is_for_whoever_runs_the_demo(sink: Sink) -> None:
    sink.send(letter("secret link"), ["soren@example.org"])

    assert all(path.stat().st_mode & 0o077 == 0 for path in sink.folder.rglob("*"))


def test_it_stops_when_asked(sink: Sink) -> None:
    sink.process.terminate()

    assert sink.process.wait(10) == 0
