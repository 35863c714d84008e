"""`manage.py match`: nothing but two files is needed, and nothing is written when something is wrong."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from matching.management.commands.match import Command
from matching.tests.csvmatch.samples import ABOVE, GRADES, OTHER, PEOPLE, SAME

ROOT = Path(__file__).resolve().parents[3]
MENTEES = 'id,name,team,grade,profession\nm1,=Ada,Sales,Junior,Law\nm2,Bo,Sales,Senior,Art\nm3,"Cy, D.",IT,Lead,Law\n'
MENTORS = "id,name,team,grade,profession\nn1,Eve,IT,Senior,Law\nn2,Flo,Sales,Lead,Art\nn3,Gus,HR,Lead,Art\n"
MAPPING = PEOPLE.replace('id = "id"', 'id = "id"\nname = "name"') + GRADES + OTHER + ABOVE + SAME


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with two files and a mapping."""
    (tmp_path / "mentees.csv").write_text(MENTEES, encoding="utf-8")
    (tmp_path / "mentors.csv").write_text(MENTORS, encoding="utf-8")
    (tmp_path / "rules.toml").write_text(MAPPING, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str, mentees: str = "mentees.csv", mentors: str = "mentors.csv") -> str:
    """Run the command and return what was printed."""
    out = StringIO()
    call_command("match", "--mentees", mentees, "--mentors", mentors, *words, stdout=out, no_color=True)
    return out.getvalue()


def wrong(*words: str, mentees: str = "mentees.csv", mentors: str = "mentors.csv") -> str:
    """Run the command and return what it says is wrong."""
    with pytest.raises(CommandError) as caught:
        run(*words, mentees=mentees, mentors=mentors)
    assert caught.value.returncode == 1
    return str(caught.value)


def test_pairs_reasons_and_summary_are_printed() -> None:
    printed = run("--mapping", "rules.toml").splitlines()

    assert printed[:-1] == [
        "=Ada (m1)  Eve (n1)   20 points",
        "    Profession: both Law (20 of 20).",
        "Bo (m2)    Gus (n3)   20 points",
        "    Profession: both Art (20 of 20).",
        "Cy, D. (m3)  has no mentor",
        "    No mentor is allowed. Without “Above” there would be 2 mentors: Flo, Gus; nearest: Lead to Lead,",
        "    the same step.",
        "2 of 3 mentees matched, at 3 mentors with 3 places.",
        "40 points in total, 20.0 of 20 for a pair on average.",
    ]
    assert printed[-1].startswith("It is proved that no answer is better. ")


def test_a_csv_file_holds_a_row_for_each_mentee_and_no_formula(folder: Path) -> None:
    printed = run("--mapping", "rules.toml", "--out", "pairs.csv")

    assert "Written to pairs.csv." in printed
    assert "2 of 3 mentees matched" in printed
    assert "Ada" not in printed
    assert (folder / "pairs.csv").read_bytes().startswith(b"\xef\xbb\xbfmentee,mentee name,")
    rows = list(csv.reader((folder / "pairs.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == ["mentee", "mentee name", "mentor", "mentor name", "score", "tier", "explanation"]
    assert rows[1:3] == [
        ["m1", "'=Ada", "n1", "Eve", "20", "", "Profession: both Law (20 of 20)."],
        ["m2", "Bo", "n3", "Gus", "20", "", "Profession: both Art (20 of 20)."],
    ]
    assert rows[3][:6] == ["m3", "Cy, D.", "", "", "", ""]
    assert rows[3][6].startswith("No mentor is allowed. Without “Above” there would be 2 mentors")


def test_a_json_file_holds_everything(folder: Path) -> None:
    run("--mapping", "rules.toml", "--out", "pairs.json")

    found = json.loads((folder / "pairs.json").read_text(encoding="utf-8"))

    assert found["summary"].pop("seconds") >= 0
    assert found["summary"] == {
        "mentees": 3, "mentors": 3, "places": 3, "matched": 2, "left_out": 1, "total": 40, "most": 20, "poor": 0, "weak": 0,
        "certified": True,
    }  # fmt: skip
    assert found["mentees"][0] == {
        "id": "m1",
        "name": "=Ada",
        "mentor": {"id": "n1", "name": "Eve"},
        "score": 20,
        "tier": "",
        "parts": [{"label": "Profession", "points": 20, "most": 20, "words": "both Law"}],
        "reason": "",
    }
    assert found["mentors"][2] == {"id": "n3", "name": "Gus", "places": 1, "mentees": ["m2"]}
    assert sorted(found) == ["groups", "mentees", "mentors", "notes", "summary"]


def test_without_a_mapping_it_is_told_what_was_recognised() -> None:
    printed = run()

    assert printed.startswith(
        "No mapping is given. Recognised by the names of the columns:\n  mentees.csv: id “id”, name “name”\n"
    )
    assert "3 of 3 mentees matched" in printed


def test_nothing_is_written_when_a_row_is_wrong(folder: Path) -> None:
    (folder / "mentees.csv").write_text(MENTEES.replace("Senior", "Boss"), encoding="utf-8")

    for name in ("pairs.csv", "pairs.json"):
        sentence = wrong("--mapping", "rules.toml", "--out", name)
        assert sentence.startswith("mentees.csv, row 3: “Boss” in column “grade” is not on the scale")
    assert not list(folder.glob("pairs*"))


def test_an_earlier_answer_stays_when_a_row_is_wrong(folder: Path) -> None:
    (folder / "pairs.csv").write_text("earlier")
    (folder / "mentees.csv").write_text("id\nm1\nm1\n")

    assert wrong("--out", "pairs.csv") == "mentees.csv, row 3: “m1” is already in row 2."
    assert (folder / "pairs.csv").read_text() == "earlier"


def test_what_is_wrong_with_both_files_is_told_together(folder: Path) -> None:
    (folder / "mentees.csv").write_text("")

    assert wrong(mentors="gone.csv") == "mentees.csv is empty.\nThere is no file gone.csv."


def test_one_file_cannot_be_both(folder: Path) -> None:
    (folder / "copy.csv").write_text(MENTEES, encoding="utf-8")

    assert wrong(mentors="mentees.csv") == "mentees.csv is given twice. Mentees and mentors stand in two files."
    assert (
        wrong(mentors="./copy.csv") == "mentees.csv and copy.csv are the same. Mentees and mentors stand in two files."
    )


def test_files_of_one_name_in_two_folders_are_told_apart(folder: Path) -> None:
    (folder / "b").mkdir()
    (folder / "b" / "mentees.csv").write_text("id\nx\nx\n")

    assert wrong(mentors="b/mentees.csv") == "b/mentees.csv, row 3: “x” is already in row 2."


@pytest.mark.parametrize(
    ("out", "sentence"),
    [
        ("pairs.xlsx", "pairs.xlsx must end in .csv or .json."),
        ("nowhere/pairs.csv", "There is no folder nowhere."),
        ("folder.csv", "folder.csv is a folder, not a file."),
        ("mentors.csv", "mentors.csv is one of the files that are read. Choose another name for --out."),
    ],
)
def test_a_place_that_cannot_be_written_to_is_refused_before_anything_is_read(
    folder: Path, out: str, sentence: str
) -> None:
    (folder / "folder.csv").mkdir()

    assert wrong("--out", out) == sentence
    assert (folder / "mentors.csv").read_text(encoding="utf-8") == MENTORS


def test_a_mapping_that_is_not_there_is_named() -> None:
    assert wrong("--mapping", "gone.toml") == "There is no file gone.toml."


def test_it_runs_where_no_database_can_be_reached(folder: Path) -> None:
    """Port 1 answers nobody; no check of Django’s may ask there."""
    assert Command.requires_system_checks == []
    assert not Command.requires_migrations_checks
    environment = {
        **os.environ,
        "WHETSTONE_MODE": "demo",
        "DATABASE_URL": "postgres://nobody:nothing@127.0.0.1:1/nowhere",
        "REDIS_URL": "redis://127.0.0.1:1/0",
    }

    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "match", "--mentees", "mentees.csv", "--mentors", "mentors.csv", "--mapping", "rules.toml", "--out", "pairs.json"],
        env=environment, cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads((folder / "pairs.json").read_text(encoding="utf-8"))["summary"]["certified"]


def test_the_exit_code_is_1_and_no_traceback_is_shown(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "match", "--mentees", "mentees.csv", "--mentors", "gone.csv"],
        env={**os.environ, "WHETSTONE_MODE": "demo"}, cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stdout, done.stderr) == (1, "", "CommandError: There is no file gone.csv.\n")
