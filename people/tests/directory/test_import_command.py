"""The command does what the pages do."""

from __future__ import annotations

import json
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command

from people.models import AuditEvent, DirectoryImport, Level, User
from people.tests.factories import UserFactory
from people.tests.files import GOOD

if TYPE_CHECKING:
    from pathlib import Path


def run(path: Path, text: str, *options: str) -> str:
    """Write a file, import it and return what was printed."""
    path = path / "staff.csv"
    path.write_text(text, encoding="utf-8")
    out = StringIO()
    call_command("import_directory", str(path), *options, stdout=out, no_color=True)
    return out.getvalue()


@pytest.mark.django_db
def test_a_good_file_is_imported_and_forgotten(tmp_path: Path) -> None:
    administrator = UserFactory.create(email="admin@example.org")

    printed = run(tmp_path, GOOD, "--by", "ADMIN@example.org")

    assert "     2  created   Ada Lovelace\n" in printed
    assert "3 created, 0 changed, 0 same, 0 refused" in printed
    assert User.objects.count() == 4
    assert DirectoryImport.objects.get().content is None
    assert AuditEvent.objects.get(action="directory.imported").actor == administrator


@pytest.mark.django_db
def test_a_dry_run_changes_nothing_and_leaves_nothing_behind(tmp_path: Path) -> None:
    run(tmp_path, GOOD, "--dry-run")

    assert not User.objects.exists()
    assert not DirectoryImport.objects.exists()


@pytest.mark.django_db
def test_refused_rows_stop_the_import_unless_they_are_to_be_left_out(tmp_path: Path) -> None:
    text = GOOD + "E4,nonsense,Dan,,,,,\n"

    with pytest.raises(CommandError, match="Nothing was imported"):
        run(tmp_path, text)
    assert not User.objects.exists()
    assert not DirectoryImport.objects.exists()

    printed = run(tmp_path, text, "--skip-refused")
    assert "     5  refused   Dan                               “nonsense” is not an email address." in printed
    assert User.objects.count() == 3


@pytest.mark.django_db
def test_levels_dates_and_columns_can_be_given(tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps({"Post": "email", "Wer": "name", "Stufe": "level", "Seit": "hired_on"}))

    run(
        tmp_path, "Post;Wer;Stufe;Seit;Email\na@example.org;Ada;Senior;03.04.2020;x\n",
        "--mapping", str(mapping), "--levels", "Junior, Senior", "--date-format", "dmy",
    )  # fmt: skip

    ada = User.objects.with_work().get()
    assert (ada.email, ada.level.name, str(ada.hired_on)) == ("a@example.org", "Senior", "2020-04-03")
    assert list(Level.objects.values_list("name", flat=True)) == ["Junior", "Senior"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "options", "sentence"),
    [
        ("", [], "The file is empty"),
        (GOOD, ["--by", "nobody@example.org"], "Nobody in the directory has the address"),
        ("Email,Shoe\na@example.org,42\n", [], "Choose the column with the full name"),
    ],
    ids=["empty file", "unknown administrator", "no name column"],
)
def test_what_cannot_work_is_said_in_a_sentence(tmp_path: Path, text: str, options: list[str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        run(tmp_path, text, *options)


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_directory", str(tmp_path / "missing.csv"))
