"""Whatever comes in, what is read is what was written, and what cannot be read is told in sentences."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import TypeVar

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.csvmatch.comparisons import ByStep, Closeness, Comparison, ForEach, ListOverlap, Near, Same, Steps, Values
from matching.csvmatch.csv_tables import read_table
from matching.csvmatch.errors import FilesError
from matching.csvmatch.guess import guess
from matching.csvmatch.mapping_reader import parse
from matching.csvmatch.matching import match
from matching.csvmatch.names import is_protected, normal
from people.directory import csv_text

Thing = TypeVar("Thing")
WORD = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
CELL = st.one_of(WORD, st.sampled_from(["", '"', ",", ";", "a\nb", "a\r\nb", "\ufeff", "'", "\t", "=1+1", "é"]))


def clean(cell: str) -> str:
    """Clean a cell as files of people to be matched are read: its lines stay."""
    return csv_text.clean(cell, lines=True)


@given(
    rows=st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=8), mark=st.booleans(), data=st.data()
)
def test_what_a_spreadsheet_writes_is_read_back(rows: list[list[str]], mark: bool, data: st.DataObject) -> None:
    separator = data.draw(st.sampled_from(",;\t"))
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerows([["id", "first thing", "second thing"], *rows])
    expected = [
        (number, tuple(clean(cell) for cell in row)) for number, row in enumerate(rows, 2) if any(map(str.strip, row))
    ]
    raw = text.getvalue().encode("utf-8-sig" if mark else "utf-8")

    if not expected:
        with pytest.raises(FilesError, match="has a header but no rows"):
            read_table(raw, "people.csv")
        return
    table = read_table(raw, "people.csv")

    assert table.headers == ("id", "first thing", "second thing")
    assert [(row.number, row.cells) for row in table.rows] == expected


@given(cell=WORD)
def test_cleaning_twice_changes_nothing_more(cell: str) -> None:
    assert clean(clean(cell)) == clean(cell)


def tried(read: Callable[[], Thing]) -> tuple[Thing | None, tuple[str, ...]]:
    """Return what is read, or the sentences that say why nothing is."""
    try:
        return read(), ()
    except FilesError as error:
        return None, error.problems


@settings(max_examples=300)
@given(
    data=st.one_of(st.binary(max_size=60), st.text(st.sampled_from('id,;"\n\r\tm1@ é'), max_size=60).map(str.encode))
)
def test_any_bytes_are_a_table_or_sentences(data: bytes) -> None:
    table, problems = tried(lambda: read_table(data, "people.csv"))

    assert bool(problems) == (not table)
    assert all(problem.endswith(".") and "people.csv" in problem for problem in problems)
    if table:
        assert {len(row.cells) for row in table.rows} == {len(table.headers)}


VALUE = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-5, 5), st.sampled_from(["same", "grade", "id", "x", ""])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["name", "kind", "column", "points", "id", "is", "scale", "1", "odd"]), inner, max_size=4
        ),
    ),
    max_leaves=8,
)
PARTS = st.sampled_from(["mentees", "mentors", "scales", "constraints", "criteria", "apart", "choices", "tiers", "odd"])


def toml(value: object) -> str:
    """Write a value as TOML does within a line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{key}" = {toml(inner)}' for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value or ""}"' if value is None or isinstance(value, str) else str(value)


@settings(max_examples=300)
@given(parts=st.dictionaries(PARTS, VALUE, max_size=6))
def test_any_mapping_is_taken_or_refused_with_sentences(parts: dict[str, object]) -> None:
    who = {"mentees": {"id": "id"}, "mentors": {"id": "id"}}
    text = "\n".join(f"{key} = {toml(value)}" for key, value in (who | parts).items())

    mapping, problems = tried(lambda: parse(text.encode(), "mapping.toml"))

    assert bool(problems) == (not mapping)
    assert all(problem.startswith("mapping.toml") and problem.endswith((".", "?")) for problem in problems)
    if mapping:
        assert 0 <= mapping.most <= 100


@given(text=WORD)
def test_names_of_columns_are_the_same_however_they_are_written(text: str) -> None:
    assert normal(normal(text)) == normal(text)
    assert is_protected(f"{text} gender {text}")


SCALE = Steps("grade", ("A", "B", "C", "D"))
KINDS = [
    (Same(), st.sampled_from(["Law", "law", "Art"])),
    (SCALE, st.sampled_from(["A", "b", "D"])),
    (ListOverlap(), st.sampled_from(["p", "p;q", "Q, r", "r|p\nq", ";"])),
    (Near(), st.sampled_from(["1", "2.5", "2,5", "-3", "+10"])),
]


@pytest.mark.parametrize(("comparison", "texts"), KINDS, ids=["same", "steps", "shares", "near"])
@given(data=st.data())
def test_many_are_compared_as_each_is_compared_alone(
    comparison: Comparison, texts: st.SearchStrategy[str], data: st.DataObject
) -> None:
    def value(text: str | None) -> object:
        return None if text is None else comparison.read(text)

    one = value(data.draw(st.one_of(st.none(), texts)))
    others = [value(text) for text in data.draw(st.lists(st.one_of(st.none(), texts), max_size=6))]

    together = Values(comparison, others).relations(one)

    alone = [float(Values(comparison, [other]).relations(one)[0]) for other in others]
    np.testing.assert_array_equal(together, np.array(alone, dtype=np.float64))
    for other, relation in zip(others, alone, strict=True):
        assert np.isnan(relation) == (one is None or other is None)
        assert comparison.explain(one, other, relation)


@given(
    relation=st.one_of(st.just(float("nan")), st.integers(-20, 20).map(float), st.floats(0, 100)),
    award=st.one_of(
        st.builds(ByStep, st.dictionaries(st.integers(-3, 3), st.integers(0, 60), max_size=4)),
        st.builds(ForEach, st.integers(0, 50), st.integers(0, 60)),
        st.builds(Closeness, st.integers(0, 60), st.floats(0.1, 50)),
    ),
)
def test_no_relation_gives_less_than_nothing_or_more_than_the_most(
    relation: float, award: ByStep | ForEach | Closeness
) -> None:
    given_ = abs(relation) if isinstance(award, ForEach | Closeness) else relation

    points = int(award.points(np.array([given_]))[0])

    assert 0 <= points <= award.most
    assert points == 0 or not np.isnan(relation)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_m03_whatever_the_files_the_order_of_rows_changes_nothing(data: st.DataObject) -> None:
    person = st.tuples(
        st.sampled_from(["Sales", "IT", ""]), st.sampled_from(["p", "q;p", ""]), st.sampled_from(["0", "1", "2"])
    )
    sides = [data.draw(st.lists(person, min_size=1, max_size=7)) for _side in range(2)]
    rows = [
        [f"{side}{number},{','.join(one)}" for number, one in enumerate(people)]
        for side, people in zip("ab", sides, strict=True)
    ]

    def answer(mentees: list[str], mentors: list[str]) -> dict[str, object]:
        header = "id,team,topics,places\n"
        left = read_table((header + "\n".join(mentees)).encode(), "mentees.csv")
        right = read_table((header + "\n".join(mentors)).encode(), "mentors.csv")
        return {line.mentee.id: line for line in match(left, right, guess(left, right)[0]).lines}

    assert answer(*(data.draw(st.permutations(side)) for side in rows)) == answer(*rows)
