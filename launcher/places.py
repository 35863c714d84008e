"""Where servers keep their files, and whether the account they run as can get there."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
from pathlib import Path

from launcher.children import Account, LaunchError

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"


def everyone_may_enter(folder: Path) -> bool:
    """Tell whether an account that owns nothing on the way can reach this folder, or its nearest existing parent."""
    folder = folder.absolute()
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    return all(path.stat().st_mode & stat.S_IXOTH for path in (existing, *existing.parents))


def shared_temporary_folder() -> Path:
    """Return a folder for temporary files that every account may enter."""
    candidates = (Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp"))  # noqa: S108 - made private inside
    return next((path for path in candidates if path.is_dir() and everyone_may_enter(path)), candidates[0])


def servers_home(account: Account | None) -> Path:
    """Return where this clone's servers keep their data: in `var`, or outside when `account` cannot get there.

    Outside, the folder is named by the path of the clone, so two clones never share one, and it must be ours:
    a stranger could have made a folder of that name first.
    """
    if account is None or everyone_may_enter(ROOT):
        VAR.mkdir(exist_ok=True)
        return VAR
    name = f"whetstone-{hashlib.sha256(os.fsencode(ROOT)).hexdigest()[:16]}"
    lasting = Path("/var/tmp")  # noqa: S108 - survives a restart of the machine, unlike /tmp
    home = (lasting if lasting.is_dir() and everyone_may_enter(lasting) else shared_temporary_folder()) / name
    home.mkdir(mode=0o755, exist_ok=True)
    owner = home.lstat()
    if owner.st_uid != os.geteuid() or not stat.S_ISDIR(owner.st_mode):
        message = f"{home} belongs to another account. Remove it, or move the clone to a folder that others may enter."
        raise LaunchError(message)
    home.chmod(0o755)
    return home


def private_folder(path: Path, account: Account | None) -> Path:
    """Make a folder that only the server's account (and root) can look into."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if account:
        os.chown(path, account.uid, account.gid)
    path.chmod(0o700)
    return path


def copy_once(source: Path, target: Path) -> None:
    """Copy a folder unless it is there; a copy that was interrupted does not count."""
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    unfinished.chmod(0o755)
    shutil.copytree(source, unfinished, symlinks=True, dirs_exist_ok=True)
    try:
        unfinished.rename(target)
    except OSError:  # another process was faster
        shutil.rmtree(unfinished)
