"""A mapping by the names of the columns, for someone who has none yet; and what was recognised, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matching.csvmatch.comparisons import Award, ByStep, Comparison, ForEach, ListOverlap, Same
from matching.csvmatch.errors import stop_if
from matching.csvmatch.mapping import Apart, Choices, ColumnCriterion, Mapping, Person
from matching.csvmatch.names import listed, normal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matching.csvmatch.csv_tables import Table

IDS = (
    "id", "mentee id", "mentor id", "person id", "employee id", "employee number", "employee no", "staff id", "staff number",
    "personnel number", "number", "email", "email address", "e mail", "e mail address", "mail", "work email",
)  # fmt: skip
NAMES = ("name", "full name", "display name", "mentee name", "mentor name", "mentee", "mentor")
FIRST = ("first name", "firstname", "given name", "forename")
LAST = ("last name", "lastname", "surname", "family name")
PLACES = (
    "capacity",
    "places",
    "number of places",
    "number of mentees",
    "mentees",
    "max mentees",
    "maximum mentees",
    "how many mentees",
)
CHOICES = (
    "choices",
    "choice",
    "mentor choices",
    "preferred mentors",
    "preferred mentor",
    "wished mentors",
    "ranked mentors",
    "preferences",
)
SUPERVISOR = (
    "supervisor", "supervisor id", "supervisor email", "manager", "manager id", "manager email", "line manager",
    "line manager id", "line manager email", "reports to", "boss",
)  # fmt: skip
NOT_WITH = ("not with", "not together with", "avoid", "exclude", "excluded")
ORDERED = ("grade", "level", "job level", "job grade", "career level", "band", "seniority")


@dataclass(frozen=True)
class KnownColumns:
    """A criterion that two columns of these names make."""

    label: str
    comparison: Comparison
    award: Award
    mentee: tuple[str, ...]
    mentor: tuple[str, ...]


DEPARTMENTS = ("department", "dept", "division", "business unit", "organisation", "organization", "unit", "team")
SITES = ("site", "location", "office", "city")
PROFESSIONS = ("profession", "job family", "discipline", "function")
LANGUAGES = ("languages", "language", "spoken languages")
WANTED = ("wants to learn", "wants", "skills wanted", "learning goals", "goals", "interests", "topics", "skills")
OFFERED = ("can teach", "offers", "skills offered", "can offer", "expertise", "interests", "topics", "skills")
KNOWN = (
    KnownColumns("Wanted and offered", ListOverlap(), ForEach(10, 40), WANTED, OFFERED),
    KnownColumns("Languages", ListOverlap(), ForEach(15, 15), LANGUAGES, LANGUAGES),
    KnownColumns("Other department", Same(), ByStep({0: 15}), DEPARTMENTS, DEPARTMENTS),
    KnownColumns("Same profession", Same(), ByStep({1: 10}), PROFESSIONS, PROFESSIONS),
    KnownColumns("Same site", Same(), ByStep({1: 10}), SITES, SITES),
)
CHOICE_POINTS = (10, 7, 4)


def guess(mentees: Table, mentors: Table) -> tuple[Mapping, list[str]]:
    """Return a mapping and what was recognised. Raises `FilesError` where nothing says who is who."""
    stop_if([_without_id(table) for table in (mentees, mentors) if not _first(table, IDS)])
    choices = _first(mentees, CHOICES)
    mapping = Mapping(
        mentees=Person(id=_first(mentees, IDS), name=_name(mentees)),
        mentors=Person(id=_first(mentors, IDS), name=_name(mentors), capacity=_first(mentors, PLACES) or 1),
        criteria=tuple(_criteria(mentees, mentors)),
        apart=tuple(_apart(mentees, mentors)),
        choices=Choices("Choice", choices, CHOICE_POINTS) if choices else None,
    )
    return mapping, [*_recognised(mapping, mentees, mentors), *_not_used(mapping, mentees, mentors)]


def _first(table: Table, names: tuple[str, ...]) -> str:
    """Return the header that comes first in `names`, or nothing."""
    headers = {normal(header): header for header in table.headers if header and header not in table.protected}
    return next((headers[name] for name in names if name in headers), "")


def _without_id(table: Table) -> str:
    usable = [header for header in table.headers if header and header not in table.protected]
    return (
        f"{table.name} has no column that tells people apart, such as “id” or “email”. Its columns are {listed(usable)}. "
        "Say in a mapping which one it is."
    )


def _name(table: Table) -> tuple[str, ...]:
    parts = _first(table, FIRST), _first(table, LAST)
    if all(parts):
        return parts
    whole = _first(table, NAMES)
    return (whole,) if whole else tuple(part for part in parts if part)


def _criteria(mentees: Table, mentors: Table) -> Iterator[ColumnCriterion]:
    for known in KNOWN:
        one, other = _first(mentees, known.mentee), _first(mentors, known.mentor)
        if one and other:
            yield ColumnCriterion(known.label, known.comparison, one, other, award=known.award)


def _apart(mentees: Table, mentors: Table) -> Iterator[Apart]:
    for label, names in (("Not with the supervisor", SUPERVISOR), ("Not with each other", NOT_WITH)):
        one, other = _first(mentees, names), _first(mentors, names)
        if one or other:
            yield Apart(label, one, other)


def _recognised(mapping: Mapping, mentees: Table, mentors: Table) -> Iterator[str]:
    for table, person in ((mentees, mapping.mentees), (mentors, mapping.mentors)):
        name = f", name {listed(person.name)}" if person.name else ""
        yield f"{table.name}: id “{person.id}”{name}"
    places = mapping.mentors.capacity
    yield f"Places of a mentor: {'1 each' if places == 1 else f'“{places}”'}"
    for criterion in mapping.criteria:
        columns = dict.fromkeys((criterion.mentee, criterion.mentor))
        yield f"{criterion.label}: up to {criterion.award.most} points, from {listed(columns)}"
    if mapping.choices:
        yield f"Choice: up to {max(mapping.choices.points)} points, from “{mapping.choices.column}”"
    for rule in mapping.apart:
        columns = dict.fromkeys(column for column in (rule.mentee, rule.mentor) if column)
        yield f"{rule.label}: never paired, from {listed(columns)}"
    if not mapping.most:
        yield "No column says what makes a good pair, so all pairs count the same."


def _not_used(mapping: Mapping, mentees: Table, mentors: Table) -> Iterator[str]:
    used = {normal(column) for column in (*mapping.mentee_columns(), *mapping.mentor_columns())}
    protected = dict.fromkeys((*mentees.protected, *mentors.protected))
    left = dict.fromkeys(
        header for header in (*mentees.headers, *mentors.headers) if header and normal(header) not in used
    )
    for header in left:
        if normal(header) in ORDERED:
            yield f"“{header}” is not used: the order of its values is not known. A mapping can say it."
    others = [header for header in left if header not in protected and normal(header) not in ORDERED]
    if others:
        yield f"Not used: {listed(others)}"
    if protected:
        yield f"Never used, because who people are must not decide: {listed(protected)}"
