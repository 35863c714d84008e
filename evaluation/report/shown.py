"""The parts of a report's page: figures that carry their n and definition, sections, surveys."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from evaluation.confidentiality import disclosure

if TYPE_CHECKING:
    from datetime import date

    from evaluation.report.reading_groups import GroupsPart


@dataclass(frozen=True)
class Figure:
    """One number with what has to be known about it.

    `count` of `of` people (or pairs) stand behind a share, with its 95 % interval `low` to `high` in per cent.
    """

    label: str
    value: str
    how: str
    unit: str = ""
    count: int | None = None
    of: int | None = None
    low: int | None = None
    high: int | None = None

    @property
    def shown(self) -> str:
        """The value with its unit."""
        return f"{self.value}\u00a0{self.unit}" if self.unit else self.value

    @property
    def detail(self) -> str:
        """What stands under a share: its numbers and its interval (D-13)."""
        if not self.of:
            return ""
        if self.low is None:
            return _("%(count)s of %(of)s") % {"count": self.count, "of": self.of}
        return _("%(count)s of %(of)s, 95 %% interval %(low)s to %(high)s %%") % {
            "count": self.count, "of": self.of, "low": self.low, "high": self.high,
        }  # fmt: skip


@dataclass(frozen=True)
class FigureSection:
    """Some figures under one heading."""

    title: str
    figures: list[Figure]


@dataclass(frozen=True)
class QuestionFigures:
    """What came of one question; `mean` is from 1 to 5, for scales that have one."""

    text: str
    level: str
    figure: Figure
    mean: str
    answered: str

    @property
    def words(self) -> str:
        """The whole result in one line: 80 % agree (12 of 15, 95 % interval 55 to 93 %), mean 4.1."""
        line = f"{self.figure.shown} {self.answered} ({self.figure.detail})"
        return _("%(result)s, mean %(mean)s of 5") % {"result": line, "mean": self.mean} if self.mean else line


@dataclass(frozen=True)
class Comments:
    """What people wrote to one question; `key` names the list on the page."""

    text: str
    said: list[str]
    key: str


@dataclass(frozen=True)
class Survey:
    """One group at one point: its response, its questions, its comments; or why it shows nothing yet."""

    title: str
    response: Figure | None
    shown_on: date | None
    questions: list[QuestionFigures] = field(default_factory=list)
    comments: list[Comments] = field(default_factory=list)
    waits: str = ""


@dataclass(frozen=True)
class MeasuredGoal:
    """A goal of the program with its newest value; `way` is how far from baseline to target, 0 to 1."""

    statement: str
    kpi: str
    unit: str
    baseline: float
    target: float
    due_on: date | None
    value: float | None
    read_on: date | None
    way: float | None

    @property
    def percent(self) -> int:
        """How much of the way is done, in per cent."""
        return round(100 * (self.way or 0))

    @property
    def words(self) -> str:
        """The same in words."""
        if self.percent >= 100:  # noqa: PLR2004 - per cent
            return _("Target reached")
        return _("%(percent)s %% of the way to the target") % {"percent": self.percent}


@dataclass(frozen=True)
class ReportPage:
    """Everything that a report shows; `missing` names the parts that were not counted when it was made.

    said, hours_kept: whether what people say, and the hours of mentors, are among what was
    """

    as_of: date
    program: dict[str, str]
    goals: list[MeasuredGoal]
    enrolment: FigureSection
    steps: FigureSection
    rates: FigureSection
    meetings: FigureSection
    crossings: FigureSection
    weeks: list[tuple[str, int, int]]
    funnel: list[tuple[str, int]]
    surveys: list[Survey]
    hours: list[tuple[str, int, float]]
    levels: list[tuple[str, list[str]]]
    missing: list[str]
    said: bool
    hours_kept: bool
    groups: GroupsPart | None = None

    @property
    def sections(self) -> list[FigureSection]:
        """All sections, for the export."""
        by_group = self.groups.sections if self.groups else []
        return [self.enrolment, self.steps, self.rates, self.meetings, self.crossings, *by_group]

    @property
    def mentor_weeks(self) -> list[tuple[str, int]]:
        """Mentors who had applied, by week."""
        return [(label, mentors) for label, mentors, _mentees in self.weeks]

    @property
    def mentee_weeks(self) -> list[tuple[str, int]]:
        """Mentees who had signed up, by week."""
        return [(label, mentees) for label, _mentors, mentees in self.weeks]


def share(label: str, how: str, count: int | None, of: int | None) -> Figure:
    """A share in whole per cent; a dash where there is nobody to count, or nobody has counted."""
    if count is None or not of:
        return Figure(label, "–", how, count=count, of=of)
    low, high = disclosure.wilson(count, of)
    return Figure(label, f"{100 * count / of:.0f}", how, "%", count, of, round(100 * low), round(100 * high))


def hours_word(value: float) -> str:
    """The unit of so many hours: only exactly one is an hour."""
    return _("hour") if value == 1 else _("hours")


def days_word(value: float | None) -> str:
    """The unit of so many days."""
    return _("day") if value == 1 else _("days")


def plain(label: str, value: float | None, how: str, unit: str = "") -> Figure:
    """A number; a dash where there is none yet."""
    if value is None:
        return Figure(label, "–", how)
    return Figure(label, f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}", how, unit)
