"""The difference between two texts: complete, in reading order, and readable without colour."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from agreements.tests.stories import sent
from agreements.text import diff
from agreements.text.diff import DiffKind, DiffLine
from people.tests.reading import set_solid

TEXTS = st.lists(st.sampled_from(["1. Goals", "• One", "• Two", "", "Words"]), max_size=12).map("\n".join)


def test_a_replaced_line_stands_before_the_one_that_came() -> None:
    changes = diff.between("1. Goals\n• One\n• Two\n", "1. Goals\n• One\n• Three\n")

    assert changes == [
        DiffLine(DiffKind.SAME, "1. Goals", is_heading=True),
        DiffLine(DiffKind.SAME, "One"),
        DiffLine(DiffKind.REMOVED, "Two"),
        DiffLine(DiffKind.ADDED, "Three"),
    ]


def test_shortened_keeps_the_heading_of_what_changed_once() -> None:
    old = "Title\n\n1. Goals\n• One\n• Two\n\n2. Rules\n• Kind\n"
    new = "Title\n\n1. Goals\n• One\n• Two\n\n2. Rules\n• Kinder\n• Honest\n"

    assert [(change.kind.value, change.text) for change in diff.of_versions(old, new)] == [
        ("same", "2. Rules"),
        ("removed", "Kind"),
        ("added", "Kinder"),
        ("added", "Honest"),
    ]


def test_equal_texts_have_nothing_to_show() -> None:
    assert diff.of_versions("1. Goals\n• One", "1. Goals\n• One") == []


@given(old=TEXTS, new=TEXTS)
def test_nothing_is_lost_and_nothing_invented(old: str, new: str) -> None:
    changes = diff.between(old, new)

    old_lines, new_lines = ([line.removeprefix("• ") for line in diff.lines_of(text)] for text in (old, new))
    assert [c.text for c in changes if c.kind != DiffKind.ADDED] == old_lines
    assert [c.text for c in changes if c.kind != DiffKind.REMOVED] == new_lines


def test_a_point_that_people_wrote_is_no_heading() -> None:
    assert diff.between("", "• 11. Salary") == [DiffLine(DiffKind.ADDED, "11. Salary")]


def test_a17_a_difference_is_read_by_marks_and_words_and_its_text_is_escaped() -> None:
    changes = diff.between("• <b>Old</b>", "• New")

    page = set_solid(render_to_string("agreements/_difference.html", {"changes": changes}))

    assert '<del><span class="visually-hidden">Before:</span>&lt;b&gt;Old&lt;/b&gt;</del>' in page
    assert '<ins><span class="visually-hidden">Now:</span>New</ins>' in page


@pytest.mark.django_db
def test_a17_a_whole_agreement_is_compared_with_its_changed_copy(now: datetime) -> None:
    old = sent(now=now).text
    new = old.replace("Listens first, asks good questions", "Listens first, asks few questions")

    changes = diff.of_versions(old, new)

    assert [(change.kind.value, change.text[:24]) for change in changes] == [
        ("same", "2. What each of us does"),
        ("removed", "Listens first, asks good"),
        ("added", "Listens first, asks few "),
    ]
