"""D-10 and D-11: where the questions come from, under which terms, and what they ask."""

from __future__ import annotations

import hashlib
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from evaluation.instruments import InstrumentError, SurveyQuestion, all_instruments, instrument_for, read
from evaluation.instruments.loader import FOLDER
from evaluation.survey.points import days_of
from programs.models.program import Format

# SHA-256 of the twelve statements of a copyrighted survey, in lower case and single spaces, by number of words.
FOREIGN = {
    7: {
        "562de7c76977abdad153e8a4ec45f0e5296ed32258ff64ce4f221a29d6a4d305",
        "832e41c55fc7c19e47c9bf19eb90a2183cdce481229e5397e71d0b805b57966f",
    },
    9: {
        "36ee0e64a08bef06b295e788275eed02e6d4b312920fc87205678f64e2584fc0",
        "d2080301d5e002084943cbe0939bd0175e95c58d48f20002487a21f9818f84c2",
    },
    11: {
        "bdbd7096099ccf8ff8b61e74742dc63071d46b83597e432dc1987692edf1b3cf",
    },
    13: {
        "5343a22e9248ec784f2ff39e776becc19d89e96ce7122bcbc1e22dd79f6288ad",
        "559dc4ee1b5f7949b0c3f9651a6263c29a23526da2f957964a11def47da318cf",
    },
    14: {
        "292bf7f6845820ee87519e35c17e97bd3f7b104edc572c8d7f977a7db7dd4602",
        "5b56d2a79b04f9cec9102416ace34683e9761d76ea51e99d4f5862ce3338dbc3",
        "8af827bb930209b5f3b7eb41e6a9ff0872ea11bea3770832247f966588080cba",
    },
    15: {
        "89c045b36f90ea807b0e680ad9e11c5cfe15b2d84fb7b2daaee4536fdd438667",
        "dbf8aa22440806e6fe029c902c9c85653b699dd6bc7aa7eb3906873fa668536a",
    },
}
CORE = {"two_weeks": 2, "thirty_days": 5, "midpoint": 12, "close": 15}


@pytest.mark.parametrize("instrument", all_instruments(), ids=lambda found: found.code)
def test_d10_each_instrument_carries_source_licence_scoring_language_and_validation(instrument: object) -> None:
    assert (instrument.source, instrument.licence, instrument.language) == ("own", "Apache-2.0", "en")
    assert instrument.scoring
    assert instrument.validation


@pytest.mark.parametrize("field", ["licence", "source", "scoring", "language", "validation", "mode"])
def test_d10_an_instrument_that_lacks_a_field_is_refused(field: str, tmp_path: Path) -> None:
    copy = Path(shutil.copy(FOLDER / "two_weeks.toml", tmp_path / "two_weeks.toml"))
    text = re.sub(rf"^{field} = .*$", "", copy.read_text(), flags=re.MULTILINE)
    copy.write_text(text)
    with pytest.raises(InstrumentError, match=field):
        read(copy)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('level = "behaviour"', 'level = "mood"'),
        ('scale = "help"', 'scale = "stars"'),
        ('role = "both"', 'role = "boss"'),
        ('code = "help"', 'code = "met"'),
        ('mode = "anonymous"', 'mode = "secret"'),
        ('name = "After two weeks"', 'name = "After two weeks"\ncolour = "red"'),
    ],
)
def test_an_instrument_with_something_unknown_is_refused(old: str, new: str, tmp_path: Path) -> None:
    copy = Path(shutil.copy(FOLDER / "two_weeks.toml", tmp_path / "two_weeks.toml"))
    copy.write_text(copy.read_text().replace(old, new))
    with pytest.raises(InstrumentError):
        read(copy)


@pytest.mark.parametrize("role", ["mentor", "mentee"])
@pytest.mark.parametrize(("point", "count"), CORE.items())
def test_each_point_asks_as_many_questions_as_it_promises(point: str, count: int, role: str) -> None:
    assert len(instrument_for("peer", point).asked_of(role)) == count


@pytest.mark.parametrize("program_format", Format.values)
def test_every_point_of_every_format_has_one_instrument(program_format: str) -> None:
    points = [point.value for point, _day in days_of(program_format, date(2026, 1, 1), date(2026, 7, 1))] + ["close"]
    for point in points:
        found = [i for i in all_instruments() if i.point == point and program_format in i.formats]
        assert len(found) == 1, (program_format, point)


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_d11_the_core_set_covers_the_four_levels(role: str) -> None:
    asked = instrument_for("peer", "close").asked_of(role)

    def of_level(level: str) -> list[SurveyQuestion]:
        return [question for question in asked if question.level == level and not question.is_text]

    assert [len(of_level(level)) for level in ("reaction", "learning", "behaviour", "result")] == [3, 4, 4, 3]
    assert all(question.roles == {"mentor", "mentee"} for question in of_level("behaviour"))


def test_a_question_put_the_other_way_round_counts_from_the_other_end() -> None:
    question = SurveyQuestion("x", "I wasted my time.", frozenset({"mentee"}), "reaction", "agree", reversed=True)
    assert question.counted == {1, 2}


def test_d10_no_statement_of_a_copyrighted_survey_stands_in_the_repository() -> None:
    root = FOLDER.parent.parent
    files = [
        path
        for folder in ("evaluation", "matching", "meetings", "mentoring", "pool", "programs", "templates", "docs")
        for path in (root / folder).rglob("*")
        if path.suffix in {".toml", ".py", ".html", ".txt", ".md"}
    ]
    assert files
    for path in files:
        words = re.findall(r"[a-z]+", path.read_text(encoding="utf-8").lower())
        for length, digests in FOREIGN.items():
            for start in range(len(words) - length + 1):
                digest = hashlib.sha256(" ".join(words[start : start + length]).encode()).hexdigest()
                assert digest not in digests, path
