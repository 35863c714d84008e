"""Lets a whole installation live at another time, for tests that walk through months of a program.

Read in test mode alone: WHETSTONE_CLOCK_FILE names a file with the seconds to add, read at every look at the clock.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone


def shift_by(name: str) -> None:
    """Make `timezone.now()` answer the real time plus the seconds in the file of this name, if one is named."""
    if not name:
        return
    file, real = Path(name), timezone.now

    def now() -> datetime:
        return real() + timedelta(seconds=float(file.read_text() or 0))

    timezone.now = now
