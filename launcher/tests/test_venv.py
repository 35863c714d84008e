"""Claims about the environment in `.venv`: what stays, what is replaced, and what is left alone."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from launcher import venv
from launcher.children import LaunchError
from launcher.venv import holds, make_room, outer_python, present_python, write_stamp

LOCKS = {"requirements.lock": "1f"}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where the environment of a clone would be, with nothing there."""
    place = tmp_path / "clone" / ".venv"
    place.parent.mkdir()
    monkeypatch.setattr(venv, "VENV", place)
    monkeypatch.setattr(venv, "PYTHON", str(place / "bin" / "python"))
    monkeypatch.setattr(venv, "STAMP", place / "whetstone.json")
    return place


def finished(place: Path) -> Path:
    """Make an environment that a start has finished, with something installed."""
    make_room()
    (place / "installed").touch()
    write_stamp(LOCKS)
    return place


def stamped(environment: Path, **changes: str) -> None:
    """Change what the stamp says."""
    stamp = environment / "whetstone.json"
    stamp.write_text(json.dumps({**json.loads(stamp.read_text()), **changes}))


def runs(place: Path) -> bool:
    """Tell whether there is a Python."""
    return subprocess.run([place / "bin" / "python", "-c", ""], check=False).returncode == 0


def made_by_another(place: Path) -> None:
    stamped(place, python="CPython 3.12.1")


def cut_short(place: Path) -> None:
    write_stamp({})


def moved(place: Path) -> None:
    stamped(place, place="/home/somebody/whetstone/.venv")


def half_made_before_there_were_stamps(place: Path) -> None:
    (place / "whetstone.json").unlink()


def robbed_of_its_python(place: Path) -> None:
    (place / "bin" / "python").unlink()
    (place / "bin" / "python").symlink_to("/usr/bin/python-that-was-removed")


@pytest.mark.parametrize(
    ("happened", "reason"),
    [
        (made_by_another, f"CPython 3.12.1 made it, and this is {present_python()}"),
        (cut_short, "an earlier start did not finish it"),
        (half_made_before_there_were_stamps, "an earlier start did not finish it"),
        (moved, "it was made in /home/somebody/whetstone/.venv"),
        (robbed_of_its_python, "its Python no longer runs"),
    ],
)
def test_what_another_or_a_failed_start_left_is_replaced_with_a_sentence(
    place: Path, capsys: pytest.CaptureFixture[str], happened: Callable[[Path], None], reason: str
) -> None:
    happened(finished(place))
    assert not holds(LOCKS)

    make_room()

    assert f"  Replacing the environment in .venv: {reason}.\n" in capsys.readouterr().out
    assert runs(place)
    assert not (place / "installed").exists()


def test_an_environment_that_is_finished_stays_for_another_lock(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    finished(place)
    capsys.readouterr()

    make_room()

    assert (place / "installed").exists()
    assert capsys.readouterr().out == ""


def test_an_environment_holds_what_its_stamp_says(place: Path) -> None:
    assert not holds(LOCKS)

    finished(place)

    assert holds(LOCKS)
    assert not holds({"requirements.lock": "2e"})
    assert not holds({**LOCKS, "requirements-dev.lock": "1f"})


def test_making_it_anew_that_is_cut_short_is_known_as_ours(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    finished(place)
    made_by_another(place)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(venv, "run_step", killed)
        with pytest.raises(KeyboardInterrupt):
            make_room()
    make_room()

    assert "an earlier start did not finish it" in capsys.readouterr().out
    assert runs(place)


def a_file(place: Path) -> None:
    place.write_text("the name of an environment that lies elsewhere")


def an_environment_of_their_own(place: Path) -> None:
    place.mkdir()
    (place / "pyvenv.cfg").write_text("home = /usr/bin\n")


def a_link(place: Path) -> None:
    finished(place)
    place.rename(place.parent / "other")
    place.symlink_to(place.parent / "other")


def a_link_to_nothing(place: Path) -> None:
    place.symlink_to("/nothing/here")


@pytest.mark.parametrize("lay", [a_file, an_environment_of_their_own, a_link, a_link_to_nothing])
def test_what_run_py_did_not_make_is_left_alone(place: Path, lay: Callable[[Path], None]) -> None:
    """In production services run from an environment that someone made by hand."""
    lay(place)
    before = sorted(place.parent.rglob("*")), place.is_symlink()

    with pytest.raises(LaunchError, match="so it is not touched. Move it or remove it, then start again."):
        make_room()

    assert (sorted(place.parent.rglob("*")), place.is_symlink()) == before


def test_a_link_to_an_environment_that_holds_all_is_used(place: Path) -> None:
    """Worktrees of one clone can share an environment; it is never changed through the link."""
    a_link(place)
    assert not holds(LOCKS)

    stamped(place, place=str(place.parent / "other"))

    assert holds(LOCKS)


def test_an_empty_folder_is_filled(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place.mkdir()

    make_room()

    assert runs(place)
    assert "Replacing" not in capsys.readouterr().out


def test_the_python_inside_leaves_the_work_to_the_one_outside(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert outer_python() is None

    monkeypatch.setattr(venv, "VENV", Path(sys.prefix))

    assert outer_python() == sys._base_executable
