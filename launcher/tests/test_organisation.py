"""An organisation of one's own: what it asks, what it keeps, and that nothing of the demo is in it."""

from __future__ import annotations

import io
import re
import shutil
import stat
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from launcher import organisation
from launcher.children import LaunchError
from launcher.letters import Letters, as_text
from launcher.organisation import Beginning, OwnInstallation, beginning, kept_secret, read_flags, trouble_with
from launcher.ports import free_port
from launcher.tests.clones import Launcher, make_clone, processes_of
from launcher.tests.visitor import Visitor

FLAGS = ("--organisation", "Example Ltd", "--name=Anna Example", "--email", "anna@example.org")
CODE = re.compile(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", re.MULTILINE)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the organisation be kept elsewhere than in this clone."""
    monkeypatch.setattr(organisation, "VAR", tmp_path)
    return tmp_path


class Terminal(io.StringIO):
    """A keyboard with the answers already typed."""

    def isatty(self) -> bool:
        return True


def test_flags_say_everything(home: Path) -> None:
    assert beginning(FLAGS) == Beginning("Example Ltd", "Anna Example", "anna@example.org")


def test_what_no_flag_says_is_asked_until_it_is_an_answer(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("\nAnna Example\nanna\nanna@example.org\n"))

    assert beginning(FLAGS[:2]) == Beginning("Example Ltd", "Anna Example", "anna@example.org")
    said = capsys.readouterr().out
    assert said.count("Your name") == said.count("Your email address") == 2
    assert "“anna” is not an email address. It looks like anna@example.org." in said


def test_without_a_terminal_it_says_which_flags_are_needed(home: Path) -> None:
    with pytest.raises(LaunchError, match="needs a name and its first administrator"):
        beginning(FLAGS[:2])


def test_a_keyboard_that_ends_starts_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(""))

    with pytest.raises(LaunchError, match="Nothing was started"):
        beginning([])


@pytest.mark.parametrize("words", [["--nane", "Anna"], ["name", "Anna"], ["--name"], ["Anna"]])
def test_an_unknown_flag_is_refused_with_an_example(words: list[str]) -> None:
    with pytest.raises(LaunchError, match="Unknown flag or missing value"):
        read_flags(words)


@pytest.mark.parametrize("email", ["anna", "@example.org", "anna@", "anna@ example.org", "a@b@example.org", "a@host"])
def test_what_is_no_address_is_refused(email: str) -> None:
    assert trouble_with("email", email)


@pytest.mark.parametrize("name", ["", "x" * 151, "two\nlines"])
def test_what_is_no_name_is_refused(name: str) -> None:
    assert trouble_with("name", name)
    assert trouble_with("organisation", name)


def test_what_has_begun_asks_nothing_and_takes_no_flags(home: Path) -> None:
    (home / "organisation").mkdir()
    (home / "organisation" / "begun").touch()

    assert beginning([]) is None
    with pytest.raises(LaunchError, match="exists already"):
        beginning(FLAGS)


def test_the_secret_is_made_once_and_is_nobody_elses(tmp_path: Path) -> None:
    secret = kept_secret(tmp_path / "secret-key")

    assert len(secret) >= 50
    assert kept_secret(tmp_path / "secret-key") == secret
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_a_database_of_ones_own_is_for_the_operating_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://whetstone@127.0.0.1:5432/whetstone")

    with pytest.raises(LaunchError, match="DATABASE_URL is set"):
        OwnInstallation(8000, None)


def test_where_the_data_would_not_be_kept_with_the_clone_it_does_not_begin(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(organisation, "servers_home", lambda _account: tmp_path / "elsewhere")

    with pytest.raises(LaunchError, match="move the clone"):
        OwnInstallation(8000, None)


def test_letters_are_printed_once_and_cannot_move_the_cursor(tmp_path: Path) -> None:
    letter = EmailMessage()
    letter["To"], letter["Subject"] = "anna@example.org", "Your code"
    letter.set_content("Your code is\n\nABC-DEF \x1b[2J\n")
    (tmp_path / "1").write_bytes(letter.as_bytes())
    letters = Letters(tmp_path)
    (tmp_path / "2").write_bytes(letter.as_bytes())

    assert letters.new() == [as_text(letter.as_bytes())]
    assert letters.new() == []
    assert "To: anna@example.org\nSubject: Your code\n\nYour code is\n\nABC-DEF [2J" in as_text(letter.as_bytes())


@pytest.fixture
def clone() -> Iterator[Path]:
    """Return a clone of its own, and see that nothing runs from it in the end."""
    clone = make_clone()
    yield clone
    left = processes_of(clone)
    shutil.rmtree(clone, ignore_errors=True)
    assert left == []


def start(clone: Path, *flags: str) -> tuple[Launcher, str]:
    """Start it, and return it with its address when it is ready."""
    launcher = Launcher(clone, "new", *flags, PORT=str(free_port()))
    launcher.wait_until_it_says("Stop with Ctrl-C", seconds=600)
    return launcher, launcher.says().partition("Whetstone is ready: ")[2].splitlines()[0]


def stop(launcher: Launcher) -> None:
    """Stop it as a signal does."""
    launcher.process.terminate()
    assert launcher.end() == 0, launcher.says()


@pytest.mark.slow
def test_an_organisation_of_ones_own_begins_empty_and_goes_on(clone: Path) -> None:
    """Its administrator signs in with a code from the terminal, sees the first steps, and is still there the next time."""
    launcher, address = start(clone, *FLAGS)
    try:
        anna = Visitor(address)
        assert "Sign in as" not in anna.page.text
        with pytest.raises(AssertionError, match="answers 404"):
            anna.visit(f"{address}/demo/sign-in/")
        anna.visit(f"{address}/accounts/login/")
        anna.press("code", email="anna@example.org")
        launcher.wait_until_it_says("Subject: ", seconds=120)
        code = CODE.search(launcher.says().rpartition("Subject: ")[2])
        assert code, launcher.says()
        anna.press("^(Go on|Continue|Sign in)$", code=code[1])
        for page in ("/", "/admin/"):
            assert "Import the directory" in anna.visit(address + page).text
    finally:
        stop(launcher)
    kept = clone / "var" / "organisation"
    assert (kept / "mail" / "new").stat().st_mode & 0o077 == 0
    assert not (clone / "var" / "demo-accounts.json").exists()

    launcher, _address = start(clone)
    stop(launcher)

    assert "Adding you" not in launcher.says()
