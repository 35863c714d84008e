"""Claims about steps that need not be repeated."""

from __future__ import annotations

from pathlib import Path

from launcher.stamps import Stamp


def test_a_step_is_fresh_until_a_file_changes(tmp_path: Path) -> None:
    source = tmp_path / "style.css"
    source.write_text("a {}")
    stamp = Stamp(tmp_path / "stamp", [source])
    before = stamp.is_fresh()
    stamp.renew()
    after = stamp.is_fresh()

    source.write_text("b {}")

    assert (before, after, stamp.is_fresh()) == (False, True, False)


def test_a_file_more_is_a_change(tmp_path: Path) -> None:
    first, second = tmp_path / "1.css", tmp_path / "2.css"
    first.write_text("")
    second.write_text("")
    Stamp(tmp_path / "stamp", [first]).renew()

    assert not Stamp(tmp_path / "stamp", [first, second]).is_fresh()
