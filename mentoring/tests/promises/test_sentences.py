"""No sentence promises what nothing holds: each is named in the matrix, with a test, or as one that promises nothing (E-27)."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.urls import reverse

from mentoring.tests.promises.sentences import PROMISES, found, promising
from mentoring.who_sees_what import DOCUMENTED, as_markdown, matrix
from people.tests.factories import UserFactory

if TYPE_CHECKING:
    from django.test import Client

MATRIX = matrix()
NAMED = {sentence for row in (*MATRIX.sees, *MATRIX.keeps, *MATRIX.plain) for sentence in row.sentences}


def test_e27_every_sentence_that_promises_something_is_named_in_the_matrix() -> None:
    """Make it true, give it to the row of mentoring/who_sees_what.toml that it is about, and say there what holds it."""
    unnamed = {sentence: where for sentence, where in promising().items() if sentence not in NAMED}

    assert unnamed == {}


def test_e27_the_matrix_names_no_sentence_that_nobody_reads_any_more() -> None:
    assert sorted(NAMED - set(found())) == []


def test_e27_each_sentence_is_named_once() -> None:
    named = [sentence for row in (*MATRIX.sees, *MATRIX.keeps, *MATRIX.plain) for sentence in row.sentences]

    assert sorted(named) == sorted(NAMED)


@pytest.mark.parametrize("row", [*MATRIX.sees, *MATRIX.keeps], ids=lambda row: row.key)
def test_e27_what_is_promised_is_held_by_tests_that_exist(row: object) -> None:
    missing = [name for name in row.tests if name.rpartition("::")[2] not in names_in(name.rpartition("::")[0])]  # type: ignore[attr-defined]

    assert missing == []
    assert row.tests or row.fields  # type: ignore[attr-defined]


def names_in(path: str) -> set[str]:
    file = settings.BASE_DIR / path
    tree = ast.parse(file.read_text()) if file.exists() else ast.Module([], [])
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_e01_the_documentation_is_made_from_the_matrix() -> None:
    """`manage.py who_sees_what` writes it."""
    assert DOCUMENTED.read_text(encoding="utf-8") == as_markdown()


@pytest.mark.django_db
def test_e09_everyone_reads_who_sees_what(client: Client) -> None:
    client.force_login(UserFactory.create())

    page = client.get(reverse("who_sees_what"))
    text = page.content.decode()

    assert [row.what for row in MATRIX.sees if row.what not in text] == []
    assert "Only you." in text
    assert reverse("who_sees_what") in client.get(reverse("programs:list")).content.decode(), "linked from every page"


@pytest.mark.parametrize(
    "sentence",
    [
        "Only the two of you see these figures.",
        "Six months later we ask once more what has stayed.",
        "The facilitator meets all mentors of a cohort every six weeks to share what works.",
        "Pay and health are never read, whatever the file holds.",
        "Nobody is told why, and nothing stays with you.",
        "Your supervisor cannot see this.",
        "Your mentor reads what you want to learn.",
        "The file is deleted after a day.",
        "They are reminded after two days.",
        "This is kept private.",
        "It is sent automatically.",
        "You get an answer within two working days.",
    ],
)
def test_e27_a_new_promise_cannot_slip_in(sentence: str) -> None:
    assert PROMISES.search(sentence)
    assert sentence not in NAMED
