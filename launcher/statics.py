"""Whether the static files have to be collected again."""

from __future__ import annotations

import hashlib
from pathlib import Path

from launcher.places import ROOT, VAR

STAMP = VAR / "static.stamp"


def fingerprint() -> str:
    """Return a hash of everything that collected files are made from: our own files, packages and settings."""
    sources = [ROOT / "requirements.lock", ROOT / "mentoring" / "settings.py"]
    for folder in (ROOT / "static", *sorted(ROOT.glob("*/static"))):
        sources += sorted(path for path in folder.rglob("*") if path.is_file())
    total = hashlib.sha256()
    for source in sources:
        total.update(f"{source.relative_to(ROOT)}\0".encode())
        total.update(hashlib.sha256(source.read_bytes()).digest())
    return total.hexdigest()


def are_collected(stamp: Path = STAMP) -> bool:
    """Tell whether the last collection was of the present files."""
    return stamp.exists() and stamp.read_text() == fingerprint() and (VAR / "static" / "staticfiles.json").exists()


def remember_collected(stamp: Path = STAMP) -> None:
    """Note that the present files are collected."""
    stamp.write_text(fingerprint())
