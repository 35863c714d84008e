"""Puts the seal on a PDF."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TYPE_CHECKING

from agreements.sealing.check import SealState, check
from agreements.sealing.seal_words import SealError, TimestampMissingError, Wording

if TYPE_CHECKING:
    from pyhanko.sign.timestamps import TimeStamper

    from agreements.sealing.keys import SealingKey


def seal(
    pdf: bytes, key: SealingKey, *, at: datetime, wording: Wording, timestamper: TimeStamper | None = None
) -> bytes:
    """Return the PDF with the seal on it, and nothing after it; with a timestamper always with its timestamp too.

    `at` is the time that the seal claims. What comes out has passed `check`: a seal that does not hold is an error.
    """
    from agreements.sealing.pyhanko_signer import apply_seal  # noqa: PLC0415 - loads pyHanko

    if not key.is_valid_at(at):
        message = "The certificate is not valid at this time."
        raise SealError(message)
    # pyHanko runs an event loop of its own, which is not allowed where the caller's thread has one already.
    with ThreadPoolExecutor(1) as thread:
        sealed = thread.submit(apply_seal, pdf, key, at=at, wording=wording, timestamper=timestamper).result()
    verdict = check(sealed, [key.certificate])
    if verdict.state != SealState.VALID:
        message = f"The seal does not hold: {verdict.state}."
        raise SealError(message)
    if timestamper and verdict.timestamped_at is None:
        message = "The timestamp does not hold."
        raise TimestampMissingError(message)
    return sealed
