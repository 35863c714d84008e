"""The words of every mail of the house: both files, the action first and short, no links and greetings of their own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from notifications.outbox import KINDS

FOLDER = Path(__file__).resolve().parents[2] / "templates" / "emails"
MAILS = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_has_a_subject_and_a_body(name: str) -> None:
    assert {path.name for path in (FOLDER / name).iterdir()} == {"subject.txt", "body.txt"}


@pytest.mark.parametrize("name", MAILS)
def test_a_body_leaves_links_and_greetings_to_the_layout(name: str) -> None:
    body = (FOLDER / name / "body.txt").read_text()

    assert not re.search(r"https?://|{%\s*url|\.url\b", body), "one button is the only link"
    assert not re.search(r"\b(Hello|Hi|Dear|Regards)\b", body), "the layout greets"


@pytest.mark.parametrize("name", MAILS)
def test_a_subject_is_one_line(name: str) -> None:
    subject = (FOLDER / name / "subject.txt").read_text()

    assert len(subject.strip().splitlines()) == 1


def test_every_kind_is_named_after_its_app() -> None:
    apps = {app.split(".")[0] for app in settings.INSTALLED_APPS}

    assert {kind for kind in KINDS if kind.split(".")[0] not in apps | {"tests"}} == set()
