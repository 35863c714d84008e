"""Claims about the mail server of the demo: what is sent over SMTP lies in its Maildir, word for word."""

from __future__ import annotations

import mailbox
import shutil
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
        command = [
            sys.executable,
            "-P",
            "mentoring/operation/mailsink.py",
            "--port",
            str(self.port),
            "--folder",
            str(folder),
        ]
        # Whatever the account that runs it lets others do with its files elsewhere.
        self.process = subprocess.Popen(command, cwd=BASE_DIR, umask=0)
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


def modes(folder: Path) -> dict[str, int]:
    """Return what others may do with a Maildir, its folders and its letters."""
    found = {path.name: path.stat().st_mode & 0o777 for path in (folder, *folder.iterdir())}
    return {**found, "letter": max(path.stat().st_mode & 0o777 for path in folder.glob("*/*"))}


CLOSED = {"mail": 0o700, "tmp": 0o700, "new": 0o700, "cur": 0o700, "letter": 0o600}


def test_the_mail_is_for_the_account_alone_that_runs_the_demo(sink: Sink) -> None:
    sink.send(letter("secret link"), ["soren@example.org"])

    assert modes(sink.folder) == CLOSED


@pytest.mark.parametrize("there", [[], ["new"], ["tmp"], ["new", "cur", "tmp"]])
def test_it_makes_what_is_missing_in_a_folder_from_an_older_start(tmp_path: Path, there: list[str]) -> None:
    folder = tmp_path / "mail"
    for name in ("", *there):
        (folder / name).mkdir(mode=0o755)
    if "new" in there:
        (folder / "new" / "1.old").write_bytes(b"Subject: old\n\nsecret link\n")
        (folder / "new" / "1.old").chmod(0o644)
    sink = Sink(folder)
    try:
        sink.send(letter("secret link"), ["soren@example.org"])

        assert len(sink.messages()) == 1 + there.count("new")
        assert modes(folder) == CLOSED
    finally:
        sink.process.terminate()
        sink.process.wait(10)


def test_it_takes_mail_after_somebody_has_removed_its_folder(sink: Sink) -> None:
    shutil.rmtree(sink.folder)

    sink.send(letter("hello"), ["soren@example.org"])

    assert len(sink.messages()) == 1


def test_what_it_cannot_keep_it_refuses_for_now_only(sink: Sink) -> None:
    """A full disk says nothing against the address: the person who sent the mail tries again later."""
    shutil.rmtree(sink.folder)
    sink.folder.write_text("in the way")

    with pytest.raises(smtplib.SMTPDataError) as refusal:
        sink.send(letter("hello"), ["soren@example.org"])

    assert refusal.value.smtp_code == 452


def test_it_stops_when_asked(sink: Sink) -> None:
    sink.process.terminate()

    assert sink.process.wait(10) == 0
