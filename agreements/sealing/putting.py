"""Puts the seal on a PDF."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from agreements.sealing.checking import State, check

if TYPE_CHECKING:
    from pyhanko.sign.timestamps import TimeStamper

    from agreements.sealing.keys import SealingKey


class SealError(Exception):
    """The seal could not be put on. Nothing of what was begun is kept."""


class TimestampMissingError(SealError):
    """The time-stamping authority gave no timestamp that holds; another try may."""


@dataclass(frozen=True)
class Wording:
    """What a PDF reader shows about the seal."""

    reason: str
    location: str = ""


def seal(
    pdf: bytes, key: SealingKey, *, at: datetime, wording: Wording, timestamper: TimeStamper | None = None
) -> bytes:
    """Return the PDF with the seal on it, and nothing after it; with a timestamper always with its timestamp too.

    `at` is the time that the seal claims. What comes out has passed `check`: a seal that does not hold is an error.
    """
    from agreements.sealing.signer import put_on  # noqa: PLC0415 - loads pyHanko

    if not key.is_valid_at(at):
        message = "The certificate is not valid at this time."
        raise SealError(message)
    # pyHanko runs an event loop of its own, which is not allowed where the caller's thread has one already.
    with ThreadPoolExecutor(1) as thread:
        sealed = thread.submit(put_on, pdf, key, at=at, wording=wording, timestamper=timestamper).result()
    verdict = check(sealed, [key.certificate])
    if verdict.state != State.VALID:
        message = f"The seal does not hold: {verdict.state}."
        raise SealError(message)
    if timestamper and verdict.timestamped_at is None:
        message = "The timestamp does not hold."
        raise TimestampMissingError(message)
    return sealed
