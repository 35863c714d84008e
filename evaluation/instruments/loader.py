"""Reads the instruments and refuses those that do not say where they come from and under which terms (D-10)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evaluation.instruments.scales import LEVELS, SCALES, Scale

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evaluation.models import SurveyInvitation

FOLDER = Path(__file__).parent
SAID = (
    "name",
    "point",
    "formats",
    "source",
    "licence",
    "language",
    "mode",
    "scoring",
    "validation",
    "minutes",
    "version",
)
ASKED = ("code", "role", "level", "scale", "text", "reversed")
ROLES = ("mentor", "mentee")
MODES = ("anonymous",)


class InstrumentError(Exception):
    """An instrument that must not be used, and why."""


@dataclass(frozen=True)
class SurveyQuestion:
    """One question. `roles` is who is asked; `level` is its place in Kirkpatrick's model (D-11)."""

    code: str
    text: str
    roles: frozenset[str]
    level: str
    scale_name: str
    reversed: bool

    @property
    def scale(self) -> Scale:
        """The answers that it offers."""
        return SCALES[self.scale_name]

    @property
    def is_text(self) -> bool:
        """Whether people answer in their own words."""
        return self.scale_name == "text"

    @property
    def values(self) -> list[int]:
        """The values that an answer can have, low to high."""
        return sorted(self.scale.answers)

    @property
    def counted(self) -> frozenset[int]:
        """The values that a report counts: from the other end where the question is put the other way round."""
        if not self.reversed:
            return self.scale.counted
        return frozenset(max(self.values) + min(self.values) - value for value in self.scale.counted)


@dataclass(frozen=True)
class Instrument:
    """The questions of one point, and what has to be known about them."""

    code: str
    name: str
    point: str
    formats: frozenset[str]
    source: str
    licence: str
    language: str
    mode: str
    scoring: str
    validation: str
    minutes: int
    version: int
    questions: tuple[SurveyQuestion, ...]

    def asked_of(self, role: str) -> tuple[SurveyQuestion, ...]:
        """The questions for mentors, or for mentees."""
        return tuple(question for question in self.questions if role in question.roles)


def read(path: Path) -> Instrument:
    """Read one file; raise `InstrumentError` with the file's name where something is missing or unknown."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    questions = data.pop("questions", [])
    _check(path, data, SAID)
    if data["mode"] not in MODES:
        message = f"{path.name}: mode “{data['mode']}” is not one of {', '.join(MODES)}."
        raise InstrumentError(message)
    for question in questions:
        _check(path, question, ASKED)
    codes = [question["code"] for question in questions]
    if not codes or len(codes) != len(set(codes)):
        message = f"{path.name}: every question needs a code of its own."
        raise InstrumentError(message)
    return Instrument(
        code=path.stem,
        formats=frozenset(data.pop("formats")),
        questions=tuple(_question(path, question) for question in questions),
        **data,
    )


def _check(path: Path, table: dict[str, Any], wanted: Iterable[str]) -> None:
    missing = [name for name in wanted if table.get(name) in (None, "")]
    unknown = [name for name in table if name not in wanted]
    if missing or unknown:
        message = f"{path.name}: missing {missing}, unknown {unknown}."
        raise InstrumentError(message)


def _question(path: Path, table: dict[str, Any]) -> SurveyQuestion:
    role, level, scale = table["role"], table["level"], table["scale"]
    if role not in {"both", *ROLES} or level not in LEVELS or scale not in SCALES:
        message = f"{path.name}: question “{table['code']}” has a role, level or scale that is not known."
        raise InstrumentError(message)
    return SurveyQuestion(
        code=table["code"],
        text=table["text"],
        roles=frozenset(ROLES) if role == "both" else frozenset({role}),
        level=level,
        scale_name=scale,
        reversed=table["reversed"],
    )


@cache
def all_instruments() -> tuple[Instrument, ...]:
    """Every instrument that we ship."""
    return tuple(read(path) for path in sorted(FOLDER.glob("*.toml")))


@cache
def instrument_for(program_format: str, point: str) -> Instrument:
    """The instrument of a point in programs of a format."""
    return next(
        instrument
        for instrument in all_instruments()
        if instrument.point == point and program_format in instrument.formats
    )


def questions_for(invitation: SurveyInvitation) -> tuple[SurveyQuestion, ...]:
    """What this person is asked at this point."""
    return instrument_for(invitation.match.cohort.program.format, invitation.point).asked_of(invitation.role)
