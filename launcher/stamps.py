"""What was done already and need not be done again, told by the files it depends on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from launcher.places import ROOT

LOCK = ROOT / "requirements.lock"


class Stamp:
    """A file that holds the hash of what the last run of a step was made from."""

    def __init__(self, path: Path, sources: Iterable[Path]) -> None:
        self.path = path
        self.sources = sorted({LOCK, *sources})

    def is_fresh(self) -> bool:
        """Tell whether the step has run on the present files."""
        return self.path.exists() and self.path.read_text() == self.fingerprint()

    def renew(self) -> None:
        """Note that the step has run."""
        self.path.write_text(self.fingerprint())

    def fingerprint(self) -> str:
        """Return one hash over the names and contents of the files."""
        total = hashlib.sha256()
        for source in self.sources:
            total.update(f"{source}\0".encode())
            total.update(hashlib.sha256(source.read_bytes()).digest())
        return total.hexdigest()


def static_files(collected: Path) -> Stamp:
    """Return the stamp of the collected static files, which is no good without them."""
    folders = [folder for folder in (ROOT / "static", *ROOT.glob("*/static")) if folder != collected]
    ours = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    manifest = collected / "staticfiles.json"
    stamp = Stamp(collected.with_suffix(".stamp"), [*ours, ROOT / "mentoring" / "settings.py"])
    if not manifest.exists():
        stamp.path.unlink(missing_ok=True)
    return stamp


def migrations(database_home: Path) -> Stamp:
    """Return the stamp of the tables; it lies with the database, so that they go together."""
    return Stamp(database_home / "migrations.stamp", ROOT.glob("*/migrations/*.py"))
