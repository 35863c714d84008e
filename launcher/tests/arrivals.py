"""Word of files that come into a folder, at the moment they come."""

from __future__ import annotations

import ctypes
import os
import select
from pathlib import Path

CREATED, MOVED_HERE = 0x100, 0x80


class Arrivals:
    """Anyone who waits, waits for the kernel's word (inotify, so Linux only), and not for the next look."""

    def __init__(self, folder: Path) -> None:
        self.library = ctypes.CDLL(None, use_errno=True)
        self.events = self.library.inotify_init1(os.O_CLOEXEC | os.O_NONBLOCK)
        assert self.library.inotify_add_watch(self.events, os.fsencode(folder), CREATED | MOVED_HERE) >= 0, folder

    def close(self) -> None:
        """Watch no more."""
        os.close(self.events)

    def wait(self, *, seconds: float) -> bool:
        """Return when something has come since the last call; False if nothing does in time."""
        ready, _, _ = select.select([self.events], [], [], max(seconds, 0))
        return bool(ready and os.read(self.events, 1 << 16))
