"""The form of a real mentoring network, with the mapping that ships."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

import matching.csvmatch
from matching.csvmatch.command import match_files
from matching.csvmatch.mapping_reader import parse
from matching.csvmatch.names import is_protected
from matching.csvmatch.report import MatchReport

SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "data"
MAPPING = Path(matching.csvmatch.__file__).parent / "mappings" / "civil_service.toml"
GRADES = ["AA", "AO", "EO", "HEO", "SEO", "Grade 7", "Grade 6", "SCS1", "SCS2", "SCS3", "SCS4"]
COLUMNS = "first name,last name,email address,both mentor and mentee,job title,grade,organisation,profession"
MENTEE_COLUMNS = f"{COLUMNS},match with similar identity,identity to match,biography"
MENTOR_COLUMNS = f"{COLUMNS},characteristics,biography"
ORGANISATIONS = ("Virtue", "Love", "Peace", "Joy")
PROFESSIONS = ("Policy", "HR", "Security")
IDENTITIES = ("Gay", "Lesbian", "Transgender", "")


def form(side: str, *, identities: int, people: int = 40) -> list[str]:
    """Return rows like those of the form; `identities` seeds who has which identity, and nothing else."""
    draw, identity = random.Random(side), random.Random(identities)  # noqa: S311 - for tests
    rows = []
    for number in range(people):
        work = f"{draw.choice(GRADES)},Department of {draw.choice(ORGANISATIONS)},{draw.choice(PROFESSIONS)}"
        who = f"{side},{number:02},{side}.{number:02}@example.org,{draw.choice(['yes', 'no'])},Some role,{work}"
        own = identity.choice(IDENTITIES)
        private = f"{identity.choice(['yes', 'no'])},{own}" if side == "mentee" else own
        rows.append(f'{who},{private},"My identity is {own}."')
    return rows


def run(folder: Path, mentees: list[str], mentors: list[str]) -> MatchReport:
    """Write the two files and match them."""
    left, right = folder / "mentees.csv", folder / "mentors.csv"
    left.write_text("\n".join([MENTEE_COLUMNS, *mentees]), encoding="utf-8")
    right.write_text("\n".join([MENTOR_COLUMNS, *mentors]), encoding="utf-8")
    return match_files(left, right, mapping=MAPPING)[0]


def rows_of(path: Path) -> list[dict[str, str]]:
    """Read a file the plain way."""
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def check_rules(report: MatchReport, mentees: list[dict[str, str]], mentors: list[dict[str, str]]) -> None:
    """Check every pair and every score against the rules, by reading the files once more."""
    by_address = {row["email address"]: row for row in (*mentees, *mentors)}
    for line in report.lines:
        if line.mentor:
            one, other = by_address[line.mentee.id], by_address[line.mentor.id]
            gap = GRADES.index(other["grade"]) - GRADES.index(one["grade"])
            assert one["organisation"] != other["organisation"]
            assert gap in {1, 2}
            assert line.score == {1: 40, 2: 60}[gap] + 40 * (one["profession"] == other["profession"])
            assert [part.label for part in line.parts] == ["Grade", "Profession"]
        else:
            assert line.reason


def test_pairs_keep_the_rules_and_scores_are_what_the_rules_say(tmp_path: Path) -> None:
    report = run(tmp_path, form("mentee", identities=1), form("mentor", identities=2))

    check_rules(report, rows_of(tmp_path / "mentees.csv"), rows_of(tmp_path / "mentors.csv"))
    assert report.summary.certified
    assert 20 < report.summary.matched < 40


def test_e10_swapping_identities_changes_nothing(tmp_path: Path) -> None:
    first = run(tmp_path, form("mentee", identities=1), form("mentor", identities=2))
    again = run(tmp_path, form("mentee", identities=3), form("mentor", identities=4))

    assert again.lines == first.lines


def test_e10_the_mapping_that_ships_names_no_protected_column() -> None:
    mapping = parse(MAPPING.read_bytes(), MAPPING.name)

    used = {*mapping.mentee_columns(), *mapping.mentor_columns()}
    assert used == {"email address", "first name", "last name", "organisation", "grade", "profession"}
    assert {name for name in MENTEE_COLUMNS.split(",") if is_protected(name)} == {
        "match with similar identity",
        "identity to match",
    }
    assert {name for name in MENTOR_COLUMNS.split(",") if is_protected(name)} == {"characteristics"}


def test_who_is_both_mentor_and_mentee_is_never_their_own_mentor(tmp_path: Path) -> None:
    mentee = "Ann,Lee,ann@example.org,yes,Some role,HEO,Department of Joy,HR,no,,"
    promoted = "Ann,Lee,Ann@example.org,yes,Some role,SEO,Department of Love,HR,,"

    report = run(tmp_path, [mentee], [promoted])

    assert [line.reason for line in report.lines] == [
        "No mentor is allowed. Without “Nobody is paired with themselves” there would be 1 mentor: Ann Lee."
    ]


@pytest.mark.skipif(not SAMPLES.exists(), reason="the sample files are not beside this clone")
def test_the_sample_of_a_real_network_is_matched_by_its_rules() -> None:
    paths = [SAMPLES / f"ukcs_sample_small_{side}.csv" for side in ("mentees", "mentors")]

    report, recognised = match_files(*paths, mapping=MAPPING)

    check_rules(report, *map(rows_of, paths))
    assert recognised == []
    assert (report.summary.matched, report.summary.total, report.summary.certified) == (35, 3200, True)
