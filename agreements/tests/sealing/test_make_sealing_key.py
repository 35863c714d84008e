"""The command that makes a sealing key."""

from __future__ import annotations

import stat
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from agreements.sealing.keys import read_key


def test_it_makes_a_key_that_seals_and_is_nobody_elses(tmp_path: Path) -> None:
    file = tmp_path / "seal.p12"
    call_command("make_sealing_key", str(file), "--organisation", "Example Ltd", "--years", "3")

    key = read_key(file.read_bytes(), "")
    assert "O=Example Ltd" in key.certificate.subject.rfc4514_string()
    assert key.is_valid_at(timezone.now())
    assert not key.is_valid_at(timezone.now() + timedelta(days=3 * 366))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_key_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "seal.p12"
    file.write_bytes(b"a key that has sealed")

    with pytest.raises(CommandError, match="is there already"):
        call_command("make_sealing_key", str(file), "--organisation", "Example Ltd")
    assert file.read_bytes() == b"a key that has sealed"


@pytest.mark.parametrize(("organisation", "years"), [("x" * 200, "10"), ("Example Ltd", "9999999")])
def test_what_no_certificate_can_say_is_refused_in_a_sentence(tmp_path: Path, organisation: str, years: str) -> None:
    with pytest.raises(CommandError, match="No key can be made"):
        call_command("make_sealing_key", str(tmp_path / "seal.p12"), "--organisation", organisation, "--years", years)
