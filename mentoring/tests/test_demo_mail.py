"""Claims about reading the mail of the demo: what it wrote itself, and what came over SMTP since."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.mail import EmailMessage, get_connection

from mentoring.demo import mail
from mentoring.operation.mailsink import make_folders

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

WRITTEN = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def maildir(tmp_path: Path, settings: SettingsWrapper) -> Path:
    """Return a Maildir with one mail that the demo wrote while it was built."""
    settings.DEMO_MAIL_DIR = str(tmp_path / "mail")
    mail.Postmark.now = WRITTEN
    try:
        get_connection("mentoring.demo.mail.MaildirBackend").send_messages([letter("written")])
    finally:
        mail.Postmark.now = None
    return tmp_path / "mail"


def letter(subject: str) -> EmailMessage:
    return EmailMessage(subject, "Hello", "mentoring@example.org", ["soren@example.org"])


def arrive(maildir: Path, source: bytes, *, name: str, at: datetime = WRITTEN) -> None:
    """Put a mail where the sink puts it."""
    path = maildir / "new" / name
    path.write_bytes(source)
    os.utime(path, (at.timestamp(), at.timestamp()))


def test_mail_over_smtp_stands_beside_what_the_demo_wrote(maildir: Path) -> None:
    """Django dates mail with -0000, which the library reads as a time without a zone."""
    source = letter("sent").message().as_bytes()
    assert b" -0000\n" in source

    arrive(maildir, source, name="over-smtp")

    assert [found.subject for found in mail.letters()] == ["sent", "written"]


@pytest.mark.parametrize("date", [b"", b"Date: soon\n"])
def test_a_mail_without_a_date_is_as_old_as_its_file(maildir: Path, date: bytes) -> None:
    came = datetime(2026, 3, 1, 12, tzinfo=UTC)

    arrive(maildir, date + b"Subject: undated\n\nHello\n", name=f"undated-{len(date)}", at=came)

    assert [(found.subject, found.at) for found in mail.letters()] == [("written", WRITTEN), ("undated", came)]


def test_a_mail_is_listed_once_it_is_whole(maildir: Path) -> None:
    (maildir / "tmp" / "half").write_bytes(b"Subject: ha")

    assert [found.subject for found in mail.letters()] == ["written"]


def test_a_folder_that_is_not_there_yet_is_no_mail(tmp_path: Path, settings: SettingsWrapper) -> None:
    settings.DEMO_MAIL_DIR = str(tmp_path / "mail")
    assert mail.letters() == []

    make_folders(tmp_path / "mail")
    assert mail.letters() == []
