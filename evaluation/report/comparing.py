"""The proxy check: whether matches, answers and waiting times differ by department, site or level (E-13).

The matching reads no demographic data (E-10), but work data can stand in for it. Each figure is shown for a group only
if `evaluation.confidentiality.suppression` lets it, beside everything that earlier reports have shown. If that leaves no group, what
the newest earlier report of the cohort showed stands, with its day. What is kept holds counts, and no ids.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from evaluation.confidentiality.contrasts import Estimate, Waited, difference, median_of, share_of, waits_of
from evaluation.confidentiality.suppression import shown_groups, together, too_few
from evaluation.figures.sides import BY, sides
from evaluation.models import Report
from evaluation.survey.releasing import rules_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from evaluation.confidentiality.suppression import Names, People, Tables
    from evaluation.figures.sides import Answer, CountedParticipant, Side
    from programs.models import Cohort

Table = dict[str, Any]
Part = dict[str, Any]
Section = dict[str, Any]
ANSWERS = ("own", "other")
MEASURES = ("people", "wait", *ANSWERS)


def compare_groups(cohort: Cohort, *, now: datetime) -> Section:
    """Return what the report made now shows of groups."""
    smallest, _comments = rules_of(cohort.program)
    earlier: list[tuple[int, Section]] = [
        (cohort_id, section)
        for cohort_id, section in Report.objects.filter(cohort__program=cohort.program_id, made_at__lte=now)
        .order_by("made_at", "pk")
        .values_list("cohort_id", "figures__groups")
        if section
    ]
    of_cohort = [section for cohort_id, section in earlier if cohort_id == cohort.pk]
    of_program = [section for _cohort_id, section in earlier]
    mentees, mentors = sides(cohort)
    return {
        "smallest": smallest,
        "mentees": compare("mentees", mentees, seen=of_cohort, of_cohort=of_cohort, smallest=smallest, now=now),
        "mentors": compare("mentors", mentors, seen=of_program, of_cohort=of_cohort, smallest=smallest, now=now),
    }


def compare(
    name: str, side: Side, *, seen: list[Section], of_cohort: list[Section], smallest: int, now: datetime
) -> Part:
    """Return the tables of one side, or what stands of an earlier report of the cohort."""
    before: list[Part] = [section[name] for section in of_cohort]
    part: Part = {
        "moment": now.isoformat(),
        "answers_of": {},
        "tables": GroupComparison(
            side, seen=[section[name] for section in seen], answered=before, smallest=smallest, now=now
        ).tables(),
    }
    if before and has_rows(before[-1]) and not has_rows(part):
        return before[-1]
    for measure in ANSWERS:
        with_answers = [earlier for earlier in before if has_rows(earlier, measure)]
        if with_answers and not has_rows(part, measure):
            keep_answers(part, with_answers[-1], measure)
    return part


def has_rows(part: Part, measure: str = "people") -> bool:
    """Whether some group is shown, with a measure."""
    return any(row[measure] is not None for table in part["tables"] for row in table["rows"])


def keep_answers(part: Part, before: Part, measure: str) -> None:
    """Leave the answers as they were shown: nothing new can be shown without showing a few people's."""
    part["answers_of"][measure] = before["answers_of"].get(measure, before["moment"])
    for table, old in zip(part["tables"], before["tables"], strict=True):
        known = {row["name"]: row[measure] for row in old["rows"]}
        for row in table["rows"]:
            row[measure] = known.get(row["name"])
        names = {row["name"] for row in table["rows"]}
        table["differences"] += [
            difference
            for difference in old["differences"]
            if difference["measure"] == measure and difference["name"] in names
        ]


class GroupComparison:
    """One side of a cohort, compared by department, site and level.

    `seen` are the earlier parts in which the same people were counted, `answered` those that may hold their answers in
    this cohort.
    """

    def __init__(self, side: Side, *, seen: list[Part], answered: list[Part], smallest: int, now: datetime) -> None:
        self.side, self.smallest, self.on = side, smallest, now.astimezone(UTC).date()
        self.groups: Tables = {by: grouped(side, by) for by in BY}
        self.answered = answered
        everybody = frozenset(side)
        joined = [self.since(part, lambda person: [person.joined_at]) for part in seen if has_rows(part)]
        waited = frozenset(pk for pk, person in side.items() if person.waits)
        self.bases = {"people": everybody, "wait": waited}
        self.shown = {"people": self.safe([everybody, *joined], self.changed(seen))}
        self.shown["wait"] = self.safe([waited, *joined], self.not_shown())
        for measure in ANSWERS:
            self.find_answers(measure)

    def find_answers(self, measure: str) -> None:
        """Find where answers may be shown: not where nobody said yes, as every no could be read there."""
        base = frozenset(pk for pk in self.side if getattr(self.side[pk], measure))
        moved = [
            self.since(part, lambda person: [moment for _, moment in getattr(person, measure)])
            for part in self.answered
            if has_rows(part, measure) and measure not in part["answers_of"]
        ]
        kept = {
            by: self.not_shown()[by] | {name for name, people in groups.items() if self.all_no(people)}
            for by, groups in self.groups.items()
        }
        self.bases[measure], self.shown[measure] = base, self.safe([base, *moved], kept)

    def all_no(self, people: People) -> bool:
        """Whether people answered, or the other side did, and nobody said yes.

        Asked of both sides at once: a yes of every mentor and no match would tell what all mentees said.
        """
        answers = [self.said(people, measure) for measure in ANSWERS]
        return any(answers_of_one and not any(yes for yes, _at in answers_of_one) for answers_of_one in answers)

    def said(self, people: Iterable[int], measure: str) -> list[Answer]:
        """All answers of one kind of some people."""
        return [answer for pk in people for answer in getattr(self.side[pk], measure)]

    def safe(self, bases: list[People], kept: dict[str, Names]) -> dict[str, Names]:
        return shown_groups(self.groups, list(dict.fromkeys(bases)), self.smallest, kept)

    def not_shown(self) -> dict[str, Names]:
        """Groups that are hidden as such are hidden in each measure."""
        return {by: frozenset(groups) - self.shown["people"][by] for by, groups in self.groups.items()}

    def since(self, part: Part, times: Callable[[CountedParticipant], list[datetime]]) -> People:
        """Those for whom something has happened since an earlier part was shown."""
        moment = datetime.fromisoformat(part["moment"])
        return frozenset(pk for pk, person in self.side.items() if any(given_at > moment for given_at in times(person)))

    def changed(self, seen: list[Part]) -> dict[str, Names]:
        """Groups that have a few people more or fewer than a report showed, as someone moved within the organisation."""
        changed: dict[str, set[str]] = {by: set() for by in BY}
        for by, row in ((table["by"], row) for part in seen for table in part["tables"] for row in table["rows"]):
            if 0 < abs(len(self.groups[by].get(row["name"], ())) - row["people"]) < self.smallest:
                changed[by].add(row["name"])
        return {by: frozenset(names & self.groups[by].keys()) for by, names in changed.items()}

    def tables(self) -> list[Table]:
        """Return what may be kept and shown."""
        return [self.table(by) for by in BY]

    def table(self, by: str) -> Table:
        """One table: the groups that are shown, and the others together."""
        groups, shown = self.groups[by], self.shown["people"][by]
        others = frozenset(groups) - shown
        rest = together(groups, others)
        if len(groups) == 1:  # nobody to compare with
            return {"by": by, "rows": [], "rest": None, "differences": []}
        return {
            "by": by,
            "rows": [self.row(name, groups[name], self.of_group(by, name)) for name in sorted(shown)],
            "rest": self.row("", rest, self.of_rest(by, others)) if shown and rest else None,
            "differences": [
                difference for measure in ("matched", *MEASURES[1:]) if (difference := self.largest(by, measure))
            ],
        }

    def of_group(self, by: str, name: str) -> set[str]:
        """The measures that are shown of a group."""
        return {measure for measure in MEASURES[1:] if name in self.shown[measure][by]}

    def of_rest(self, by: str, others: Names) -> set[str]:
        """The measures that are shown of the other groups together: those that hide exactly the same groups."""
        rest = together(self.groups[by], others)
        same = {measure for measure in MEASURES[1:] if self.groups[by].keys() - self.shown[measure][by] == others}
        return {measure for measure in same if measure not in ANSWERS or not self.all_no(rest)}

    def row(self, name: str, people: People, measures: set[str]) -> dict[str, Any]:
        """The figures of a group."""
        row: dict[str, Any] = {"name": name, "people": len(people), "matched": self.matched(people)}
        for measure in ANSWERS:
            answers = self.said(people, measure)
            row[measure] = [sum(yes for yes, _at in answers), len(answers)] if measure in measures and answers else None
        waited = self.waited(people)
        row["wait"] = asdict(waits_of(waited)) if "wait" in measures and waited else None
        row["waiting"] = sum(not wait.over for wait in waited) if "wait" in measures else None
        return row

    def matched(self, people: People) -> int:
        """How many had a confirmed match."""
        return sum(self.side[pk].matched_at is not None for pk in people)

    def waited(self, people: People) -> list[Waited]:
        """The waiting times of those who have a match or still wait for one."""
        among = [self.side[pk] for pk in people & self.bases["wait"]]
        return [Waited(person.days_waited(self.on), over=person.matched_at is not None) for person in among]

    def estimate(self, people: People, measure: str) -> Estimate | None:
        """One measure of a group with its interval."""
        if measure == "matched":
            return share_of(self.matched(people), len(people)) if people else None
        if measure == "wait":
            return median_of([wait.days for wait in self.waited(people)]) if self.waited(people) else None
        answers = self.said(people, measure)
        return share_of(sum(yes for yes, _at in answers), len(answers)) if answers else None

    def largest(self, by: str, measure: str) -> dict[str, Any] | None:
        """The group that is furthest from all others: by how much, and whether that is clear. A clear one goes first."""
        family = "people" if measure == "matched" else measure
        everybody, base = frozenset(self.side), self.bases[family]
        if measure in ANSWERS and measure not in self.of_rest(
            by, frozenset(self.groups[by]) - self.shown["people"][by]
        ):
            return None  # the others would tell more than the table does
        differences: list[dict[str, Any]] = []
        for name in sorted(self.shown[family][by]):
            people = self.groups[by][name]
            others = everybody - people
            if too_few(others, [base], self.smallest):
                continue
            one, other = self.estimate(people, measure), self.estimate(others, measure)
            if one and other:
                distance = difference(one, other)
                differences.append(
                    {"name": name, "measure": measure, "by": round(distance.value, 3), "clear": distance.is_clear}
                )
        return max(differences, key=lambda one: (one["clear"], abs(one["by"])), default=None)


def grouped(side: Side, by: str) -> dict[str, People]:
    """Who belongs to which group; those for whom the directory says nothing are a group too."""
    groups: dict[str, set[int]] = {}
    for pk, person in side.items():
        groups.setdefault(person.work[by] or "", set()).add(pk)
    return {name: frozenset(people) for name, people in groups.items()}
