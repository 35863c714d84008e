"""What a reader shows about the seal, and what is said where none could be put on."""

from __future__ import annotations

from dataclasses import dataclass


class SealError(Exception):
    """The seal could not be put on. Nothing of what was begun is kept."""


class TimestampMissingError(SealError):
    """The time-stamping authority gave no timestamp that holds; another try may."""


@dataclass(frozen=True)
class Wording:
    """What a PDF reader shows about the seal."""

    reason: str
    location: str = ""
