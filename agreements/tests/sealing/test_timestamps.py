"""Timestamps (RFC 3161): with an authority every seal has one, or there is no seal (A-18)."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from agreements.sealing.check import SealState, check
from agreements.sealing.keys import SealingKey
from agreements.sealing.seal_words import TimestampMissingError
from agreements.sealing.timestamps import Authority
from agreements.tests.sealing.making import AT, authority, sealed_pdf, serving

LATER = AT + timedelta(minutes=3)


def test_a18_a_seal_with_a_timestamp_is_level_b_t(key: SealingKey) -> None:
    with serving(authority(LATER)) as url:
        pdf = sealed_pdf(key, timestamper=Authority(url))

    verdict = check(pdf, [key.certificate])
    assert (verdict.state, verdict.sealed_at, verdict.timestamped_at) == (SealState.VALID, AT, LATER)


def test_a18_a_changed_timestamp_is_noticed(key: SealingKey) -> None:
    pdf = sealed_pdf(key, timestamper=authority(LATER))
    when = f"{LATER:%Y%m%d%H%M%S}Z".encode().hex().upper().encode()
    assert pdf.count(when) == 1

    changed = pdf.replace(when, f"{AT:%Y%m%d%H%M%S}Z".encode().hex().upper().encode())
    assert check(changed, [key.certificate]).state == SealState.CHANGED


@pytest.mark.parametrize("answer", [b"", b"<html>Sign in first</html>", b"\x30\x03\x30\x01\x02"])
def test_a18_an_authority_that_talks_nonsense_gives_no_seal(key: SealingKey, answer: bytes) -> None:
    with serving(answer) as url, pytest.raises(TimestampMissingError):
        sealed_pdf(key, timestamper=Authority(url))


def test_a18_an_authority_that_is_down_gives_no_seal(key: SealingKey) -> None:
    with serving(b"") as url:
        gone = url

    with pytest.raises(TimestampMissingError):
        sealed_pdf(key, timestamper=Authority(gone))


def test_a_seal_can_be_put_on_where_an_event_loop_runs(key: SealingKey) -> None:
    async def inside() -> bytes:
        return sealed_pdf(key)

    # In a thread: the browser tests of this process may have left a loop running in this one.
    with ThreadPoolExecutor(max_workers=1) as thread:
        sealed = thread.submit(lambda: asyncio.run(inside())).result()

    assert check(sealed, [key.certificate]).state == SealState.VALID
