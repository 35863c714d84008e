"""Lets a whole installation live at another time, for tests that walk through months of a program.

Read in test mode alone: WHETSTONE_CLOCK_FILE names a file with the seconds to add, read at every look at the clock.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone


def shift_by(file: Path) -> None:
    """Make `timezone.now()` answer the real time plus the seconds in `file`."""
    real = timezone.now

    def now() -> datetime:
        return real() + timedelta(seconds=float(file.read_text() or 0))

    timezone.now = now
