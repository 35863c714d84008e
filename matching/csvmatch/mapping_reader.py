"""From a mapping in TOML to `Mapping`, or to sentences that say what is wrong with it. See docs/matching-files.md."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

from matching.csvmatch.errors import FilesError, stop_if
from matching.csvmatch.mapping import (
    FULL,
    MOST_CONSTRAINTS,
    Apart,
    Choices,
    ColumnCriterion,
    Constraint,
    Mapping,
    Person,
    When,
)
from matching.csvmatch.mapping_rules import Scales, award_of, comparison_of, within_of
from matching.csvmatch.mapping_section import MappingSection
from matching.csvmatch.names import is_protected, listed, meant

if TYPE_CHECKING:
    from matching.csvmatch.mapping import Empty

EMPTY = ("refuse", "allow", "forbid")
NEVER = "Who people are, their health, pay and ratings never decide who they are matched with. Leave this column out."


def parse(data: bytes, name: str) -> Mapping:
    """Read a mapping; `name` is what the sentences call it. Raises `FilesError` with all that is wrong."""
    problems: list[str] = []
    top = MappingSection(_load(data, name), name, problems)
    scales = _scales(top, name, problems)
    mapping = Mapping(
        mentees=_person(top, "mentees", name, problems),
        mentors=_person(top, "mentors", name, problems),
        apart=tuple(_apart(section) for section in _tables(top, "apart", name, problems)),
        constraints=tuple(_constraint(section, scales) for section in _tables(top, "constraints", name, problems)),
        criteria=tuple(_criterion(section, scales) for section in _tables(top, "criteria", name, problems)),
        choices=_choices(top, name, problems),
        tiers=_tiers(top, name, problems),
    )
    top.close()
    problems += _as_a_whole(mapping, name)
    stop_if(problems)
    return mapping


def _load(data: bytes, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FilesError(f"{name} is not UTF-8.") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        reason = str(error)
        raise FilesError(f"{name} cannot be read as TOML: {reason[:1].lower()}{reason[1:]}.") from error


def _tables(top: MappingSection, key: str, name: str, problems: list[str]) -> list[MappingSection]:
    """Return the tables of a [[list]]."""
    values = top.get(key)
    if values is None:
        return []
    if not isinstance(values, list):
        top.complain(f"“{key}” must be a list of tables, each below a line [[{key}]].")
        return []
    return [MappingSection(value, _place(name, key, number, value), problems) for number, value in enumerate(values, 1)]


def _place(name: str, key: str, number: int, values: object) -> str:
    label = values.get("name") if isinstance(values, dict) else None
    return f"{name}, {key} {number}" + (f" (“{label}”)" if isinstance(label, str) else "")


def _scales(top: MappingSection, name: str, problems: list[str]) -> Scales:
    if "scales" not in top:
        return {}
    section = MappingSection(top.get("scales"), f"{name}, scales", problems)
    scales: Scales = {}
    for key in section.keys():  # noqa: SIM118 - asking for the keys is what makes them known
        steps = section.texts(key, needed=True)
        again = [step for index, step in enumerate(steps) if step.casefold() in map(str.casefold, steps[:index])]
        if again:
            section.complain(f"{listed(again)} appears twice under “{key}”.")
        scales[key] = tuple(" ".join(step.split()) for step in steps)
    return scales


def _person(top: MappingSection, side: str, name: str, problems: list[str]) -> Person:
    if side not in top:
        top.complain(f"[{side}] is missing: it says which column holds the id.")
        return Person(id="id")
    section = MappingSection(top.get(side), f"{name}, {side}", problems)
    capacity: str | int = 1
    if side == "mentors" and "capacity" in section:
        value = section.get("capacity")
        capacity = section.text("capacity") if isinstance(value, str) else section.checked(value, "capacity", 0)
    person = Person(id=section.text("id"), name=section.texts("name"), capacity=capacity)
    section.close()
    return person


def _columns(section: MappingSection) -> tuple[str, str]:
    """Return the column of mentees and that of mentors: one name for both, or two."""
    shared = section.text("column", "")
    section.knows("mentee", "mentor")
    if shared and ("mentee" in section or "mentor" in section):
        section.complain("say either “column” for both files, or “mentee” and “mentor”.")
    if shared:
        return shared, shared
    if "column" not in section and "mentee" not in section and "mentor" not in section:
        section.complain("“column” is missing.")
        return "", ""
    return section.text("mentee"), section.text("mentor")


def _when(section: MappingSection) -> When | None:
    section.knows("when")
    if "when" not in section:
        return None
    inner = MappingSection(section.get("when"), f"{section.place}, when", section.problems)
    when = When(column=inner.text("column"), values=inner.texts("is", needed=True))
    inner.close()
    return when


def _constraint(section: MappingSection, scales: Scales) -> Constraint:
    mentee, mentor = _columns(section)
    empty = section.text("empty", "refuse")
    if empty not in EMPTY:
        section.complain(f"“empty” can be {listed(EMPTY)}, not “{empty}”.{meant(empty, EMPTY)}")
    kind, comparison = comparison_of(section, scales)
    constraint = Constraint(
        label=section.text("name"),
        comparison=comparison,
        mentee=mentee,
        mentor=mentor,
        when=_when(section),
        within=within_of(kind, section),
        empty=cast("Empty", empty),
    )
    section.close()
    return constraint


def _criterion(section: MappingSection, scales: Scales) -> ColumnCriterion:
    mentee, mentor = _columns(section)
    kind, comparison = comparison_of(section, scales)
    criterion = ColumnCriterion(
        label=section.text("name"),
        comparison=comparison,
        mentee=mentee,
        mentor=mentor,
        when=_when(section),
        award=award_of(kind, section),
    )
    section.close()
    return criterion


def _apart(section: MappingSection) -> Apart:
    apart = Apart(label=section.text("name"), mentee=section.text("mentee", ""), mentor=section.text("mentor", ""))
    if not apart.mentee and not apart.mentor:
        section.complain("name the column that holds ids of the others: “mentee”, “mentor” or both.")
    section.close()
    return apart


def _choices(top: MappingSection, name: str, problems: list[str]) -> Choices | None:
    if "choices" not in top:
        return None
    section = MappingSection(top.get("choices"), f"{name}, choices", problems)
    values = section.get("points")
    if not isinstance(values, list) or not values:
        section.complain(
            "“points” must be a list of whole numbers, such as [30, 20, 10] for first, second and third choice."
        )
        values = []
    points = tuple(section.checked(value, "points", 0) for value in values)
    if any(later > earlier for earlier, later in pairwise(points)):
        section.complain("an earlier choice must not have fewer points than a later one.")
    choices = Choices(label=section.text("name", "Choice"), column=section.text("column"), points=points)
    section.close()
    return choices


def _tiers(top: MappingSection, name: str, problems: list[str]) -> tuple[int, ...]:
    if "tiers" not in top:
        return ()
    section = MappingSection(top.get("tiers"), f"{name}, tiers", problems)
    tiers = [section.whole(key, least=1) for key in ("poor", "weak") if key in section]
    section.knows("poor", "weak")
    if len(tiers) > 1 and tiers[0] >= tiers[1]:
        section.complain("“poor” must be below “weak”.")
    if "weak" in section and "poor" not in section:
        section.complain("“weak” needs a “poor” below it.")
    section.close()
    return tuple(tiers)


def _as_a_whole(mapping: Mapping, name: str) -> list[str]:
    """Return what is wrong with it beyond single tables."""
    columns = dict.fromkeys((*mapping.mentee_columns(), *mapping.mentor_columns()))
    problems = [f"{name} names the column “{column}”. {NEVER}" for column in columns if is_protected(column)]
    if mapping.most > FULL:
        problems.append(
            f"{name}: the criteria add up to {mapping.most} points, and {FULL} is the most a pair can have."
        )
    if any(tier > mapping.most for tier in mapping.tiers):
        problems.append(f"{name}, tiers: a pair can have {mapping.most} points at most.")
    if len(mapping.constraints) > MOST_CONSTRAINTS:
        problems.append(
            f"{name}: there are {len(mapping.constraints)} constraints, and {MOST_CONSTRAINTS} is the most."
        )
    labels = [rule.label.casefold() for rule in (*mapping.rules, *mapping.apart) if rule.label]
    again = [rule.label for rule in mapping.rules if labels.count(rule.label.casefold()) > 1]
    if again:
        problems.append(f"{name}: {listed(list(dict.fromkeys(again)))} is the name of more than one rule.")
    return problems
