"""From a report's data to its part about groups: tables by department, site and level, and what stands out (E-13)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluation.report.differences import in_words
from evaluation.report.shown import Figure, FigureSection, days_word, plain, share
from web.fields.texts import paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

Row = dict[str, Any]
DASH = "–"


@dataclass(frozen=True)
class Cell:
    """A figure in a table, with the head of its column, and what stands under it."""

    head: str
    figure: Figure
    note: str = ""


@dataclass(frozen=True)
class GroupLine:
    name: str
    cells: list[Cell]


@dataclass(frozen=True)
class GroupTable:
    """The groups by one thing; `findings` says how far they differ, each with whether that is clear.

    key: names the table on the page
    """

    key: str
    title: str
    heads: list[str]
    lines: list[GroupLine]
    findings: list[tuple[str, bool]]

    @property
    def section(self) -> FigureSection:
        """The same for the export."""
        return FigureSection(self.title, [cell.figure for line in self.lines for cell in line.cells])


@dataclass(frozen=True)
class GroupSide:
    """Mentees or mentors. `kept_from` is the day of the report from which tables, or answers, were taken over."""

    title: str
    kept_from: date | None
    answers_from: date | None
    how: list[str]
    tables: list[GroupTable]


@dataclass(frozen=True)
class GroupsPart:
    sides: list[GroupSide]
    smallest: int

    @property
    def sections(self) -> list[FigureSection]:
        """Every table, for the export."""
        return [table.section for side in self.sides for table in side.tables if table.lines]


def read_groups(data: dict[str, Any]) -> GroupsPart | None:
    """Read the part back; reports made before there was one have none."""
    if not (groups := data.get("groups")):
        return None
    as_of = date.fromisoformat(data["as_of"])
    titles = (("mentees", _("Mentees")), ("mentors", _("Mentors")))
    return GroupsPart([side_of(groups[side], side, title, as_of) for side, title in titles], groups["smallest"])


def side_of(part: dict[str, Any], side: str, title: str, as_of: date) -> GroupSide:
    made_on = day_of(part["moment"])
    answers_on = min((day_of(moment) for moment in part["answers_of"].values()), default=made_on)
    return GroupSide(
        title,
        made_on if made_on != as_of else None,
        answers_on if answers_on != made_on else None,
        list(explained(side)),
        [table(rows, side=side, title=title) for rows in part["tables"]],
    )


def day_of(moment: str) -> date:
    """Read the day of a moment back, in UTC like all figures."""
    return datetime.fromisoformat(moment).astimezone(UTC).date()


def explained(side: str) -> Iterator[str]:
    """How the columns are counted."""
    mentees = side == "mentees"
    yield signed_up_how(mentees=mentees)
    yield matched_how()
    yield own_how()
    yield other_how(mentees=mentees)
    if mentees:
        yield waited_how()


def signed_up_how(*, mentees: bool) -> str:
    if mentees:
        return _("Signed up: sign-ups to this cohort that were sent, those withdrawn later included.")
    return _("Applied: mentor applications that were sent, in all cohorts of the program.")


def matched_how() -> str:
    return _("Matched: people with at least one match in this cohort that both people said yes to.")


def own_how() -> str:
    """What a yes is."""
    return _("Said yes: the share of proposals that they said yes to, out of those that they answered or that lapsed.")  # fmt: skip


def other_how(*, mentees: bool) -> str:
    """What the other side’s yes is."""
    if mentees:
        return _("Mentors said yes: how often the mentors who were proposed to them, or that they asked themselves, said yes; counted the same way.")  # fmt: skip
    return _("Mentees said yes: how often the mentees who were proposed to them said yes; counted the same way.")


def waited_how() -> str:
    """How waiting is counted, also of those whose wait is not over."""
    return _("Waited: days from sign-up to the first confirmed match; half of the group waited less, half more. Mentees who are still waiting are counted with their days up to this report, and where that could make the number too small, it reads “at least”. Mentees who withdrew without a match are not counted here.")  # fmt: skip


def table(part: dict[str, Any], *, side: str, title: str) -> GroupTable:
    mentees = side == "mentees"
    heads = [_("Signed up"), _("Matched"), _("Said yes"), _("Mentors said yes"), _("Waited")]
    if not mentees:
        heads = [_("Applied"), _("Matched"), _("Said yes"), _("Mentees said yes")]
    lines = [line(row, called(row["name"]), heads, mentees=mentees) for row in part["rows"]]
    if part["rest"]:
        lines.append(line(part["rest"], _("Other groups together"), heads, mentees=mentees))
    return GroupTable(
        f"{side}-{part['by']}", f"{title} {by_words(part['by'])}", heads, lines, in_words(part, mentees=mentees)
    )


def by_words(by: str) -> str:
    """What the groups are."""
    return {"department": _("by department"), "site": _("by site"), "level": _("by level")}[by]


def called(name: str) -> str:
    return name or _("Not known")


def line(row: Row, name: str, heads: list[str], *, mentees: bool) -> GroupLine:
    """One group’s figures, in the order of the heads."""
    labels = [f"{name}: {head}" for head in heads]
    figures = [
        plain(labels[0], row["people"], signed_up_how(mentees=mentees)),
        share(labels[1], matched_how(), row["matched"], row["people"]),
        answers(labels[2], own_how(), row["own"]),
        answers(labels[3], other_how(mentees=mentees), row["other"]),
    ]
    cells = [Cell(head, figure, figure.detail) for head, figure in zip(heads, figures, strict=False)]
    return GroupLine(name, [*cells, waited(heads[4], labels[4], row)] if mentees else cells)


def answers(label: str, how: str, counts: list[int] | None) -> Figure:
    """A share of yeses, or a dash where it is not shown."""
    return share(label, how, *counts) if counts else Figure(label, DASH, how)


def waited(head: str, label: str, row: Row) -> Cell:
    """The median wait, the longest in full weeks, and how many still wait."""
    wait = row["wait"]
    if wait is None:
        return Cell(head, Figure(label, DASH, waited_how()))
    weeks, waiting = wait["longest_weeks"], row["waiting"]
    longest = ngettext("longest up to %(weeks)s week", "longest up to %(weeks)s weeks", weeks) % {"weeks": weeks}
    still = _("%(count)s still waiting") % {"count": waiting} if waiting else _("nobody still waiting")
    how = paragraph(
        waited_how(),
        ngettext("The longest wait is up to %(weeks)s week.", "The longest wait is up to %(weeks)s weeks.", weeks)
        % {"weeks": weeks},
        ngettext("%(count)s is still waiting.", "%(count)s are still waiting.", waiting) % {"count": waiting},
    )
    figure = plain(label, wait["median"], how, days_word(wait["median"]))
    if wait["at_least"]:
        figure = replace(figure, value=_("at least %(days)s") % {"days": figure.value})
    return Cell(head, figure, f"{longest}, {still}")
