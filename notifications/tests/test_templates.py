"""The words of every mail of the house: both files, the action first and short, no links and greetings of their own."""

from __future__ import annotations

import re
import subprocess
import sys
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


def test_a_worker_knows_every_kind_that_a_page_can_queue() -> None:
    """A process that has opened no page has read every app's mails all the same: sign-in codes leave with a worker."""
    script = "import django; django.setup(); from notifications.outbox import KINDS; print(*KINDS)"
    known = subprocess.run([sys.executable, "-W", "ignore", "-c", script], check=True, capture_output=True, text=True)

    assert {kind for kind in KINDS if not kind.startswith("tests.")} - set(known.stdout.split()) == set()
    assert "people.login_code" in known.stdout.split()


# What a mail may hold: who, which program, when, how many (E-24). Nothing that someone wrote for one reader: no goal, topic,
# wish, reason, remark, agenda, note or answer. `program.purpose` is read by everyone; problems are sentences of the check.
ALLOWED = {
    *(f"{person}.{name}" for person in ("partner", "other", "person", "mentee", "mentor", "signer", "answered_by", "by", "to", "member", "nominated_by", "recipient", "membership.added_by", "membership.user") for name in ("name", "first_name")),
    "answered_by", "by", "member", "mentee", "mentor", "mentee_short", "name", "partner", "person", "signer", "to", "whose", "whose_short", "author", "author.name", "other", "last_day", "what_for", "ways",
    "program", "program.name", "program.purpose", "match.cohort.program", "match.cohort.program.name", "membership.program.name", "cohort", "cohort.name",
    "role", "version", "guidelines.version", "provider", "count", "counter", "more", "minutes", "unplaced", "day", "hour", "start", "closes_on", "rhythm", "problem", "problems",
}  # fmt: skip
# A coordinator's letter to someone is the mail itself, written for this one reader.
LETTERS = {"meetings_word": {"paragraph", "paragraphs"}, "meetings_help_offered": {"paragraph", "paragraphs"}}
PRINTED = re.compile(r"{{\s*([\w.]+)")
GIVEN = re.compile(r"\b\w+=([a-z_][\w.]*)")
WALKED = re.compile(r"{%\s*for\s+\w+\s+in\s+([\w.]+)")
TAG = re.compile(r"{%\s*blocktrans(?:late)?\s(.*?)%}")


@pytest.mark.parametrize("name", MAILS)
def test_e24_a_mail_prints_names_days_and_numbers_and_nothing_that_somebody_wrote(name: str) -> None:
    for part in ("subject.txt", "body.txt"):
        source = (FOLDER / name / part).read_text()
        printed = {*PRINTED.findall(source), *WALKED.findall(source)}
        printed |= {given for tag in TAG.findall(source) for given in GIVEN.findall(tag)}

        assert printed - ALLOWED - LETTERS.get(name, set()) == set()
