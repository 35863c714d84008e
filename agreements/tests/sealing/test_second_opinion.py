"""Other programs agree about our seal: pyHanko's own command line, and poppler's pdfsig where it is installed (A-18)."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from agreements.sealing.keys import SealingKey
from agreements.tests.sealing.making import authority, sealed_pdf, updated


@pytest.fixture
def validate(key: SealingKey, tmp_path: Path) -> list[str]:
    """Return the command that validates, with the organisation's certificate as the only one to trust."""
    (tmp_path / "seal.pem").write_text(key.pem)
    trust = ["--trust", str(tmp_path / "seal.pem"), "--trust-replace"]
    return [str(Path(sys.executable).with_name("pyhanko")), "sign", "validate", "--pretty-print", *trust]


def run(command: list[str], pdf: bytes, folder: Path) -> subprocess.CompletedProcess[str]:
    file = folder / "agreement.pdf"
    file.write_bytes(pdf)
    return subprocess.run([*command, str(file)], capture_output=True, text=True, check=False, cwd=folder)


def test_a18_pyhanko_judges_the_seal_valid(validate: list[str], sealed: bytes, tmp_path: Path) -> None:
    done = run(validate, sealed, tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr
    for words in ("covers the entire file", "judged VALID", "sha256_ecdsa"):
        assert words in done.stdout


def test_a18_pyhanko_judges_a_changed_file_invalid(validate: list[str], sealed: bytes, tmp_path: Path) -> None:
    done = run(validate, sealed.replace(b"/Type/Page", b"/Type/Pagf", 1), tmp_path)

    assert (done.returncode != 0) or "INVALID" in done.stdout


def test_a18_pdfsig_agrees(key: SealingKey, sealed: bytes, tmp_path: Path) -> None:
    if not (pdfsig := shutil.which("pdfsig")):
        pytest.skip("pdfsig is not installed (Debian: poppler-utils)")

    ours = run([pdfsig, "-nocert"], sealed, tmp_path).stdout
    assert "Signature is Valid" in ours
    assert "Total document signed" in ours
    assert "ETSI.CAdES.detached" in ours
    assert "Signature is Valid" in run([pdfsig, "-nocert"], sealed_pdf(key, timestamper=authority()), tmp_path).stdout
    assert "Not total document signed" in run([pdfsig, "-nocert"], updated(sealed), tmp_path).stdout
