"""The check: valid is only the very file that was sealed, byte for byte (A-18)."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import time

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, sign_pdf
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter

from agreements.sealing.check import SealState, check
from agreements.sealing.keys import SealingKey
from agreements.sealing.limits import LARGEST_FILE
from agreements.sealing.pyhanko_signer import simple_signer
from agreements.tests.sealing.making import AT, new_key, plain_pdf, sealed_pdf, updated


def state(pdf: bytes, *keys: SealingKey) -> SealState:
    return check(pdf, [key.certificate for key in keys]).state


def flipped(pdf: bytes, at: int, bit: int) -> bytes:
    changed = bytearray(pdf)
    changed[at] ^= 1 << bit
    return bytes(changed)


def value_of(pdf: bytes) -> range:
    """Return where the digits of the seal stand."""
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+) \d+\]", pdf)
    assert found
    return range(int(found[1]), int(found[2]))


def test_a18_what_was_sealed_is_valid_and_says_by_whom_and_when(key: SealingKey, sealed: bytes) -> None:
    verdict = check(sealed, [new_key("Somebody").certificate, key.certificate])

    assert (verdict.state, verdict.fingerprint, verdict.sealed_at, verdict.timestamped_at) == (
        SealState.VALID,
        key.fingerprint,
        AT,
        None,
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a18_a_flipped_bit_anywhere_is_noticed(key: SealingKey, sealed: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(sealed) - 1))
    changed = flipped(sealed, at, data.draw(st.integers(0, 7)))

    assert state(changed, key) == (SealState.UNKNOWN if at < len(b"%PDF-") else SealState.CHANGED)


def test_a18_no_other_digit_passes_anywhere_in_the_value_of_the_seal(key: SealingKey, sealed: bytes) -> None:
    """Its wrapping and the zeros behind it are not covered by the signature itself."""
    places = value_of(sealed)
    for at in [*places[:700], *places[700::7]]:
        other = b"1" if sealed[at : at + 1] == b"0" else b"0"
        assert state(sealed[:at] + other + sealed[at + 1 :], key) == SealState.CHANGED, at - places[0]


def test_a18_an_update_behind_the_seal_is_noticed(key: SealingKey, sealed: bytes) -> None:
    later = updated(sealed)

    assert later.startswith(sealed)
    assert PdfFileReader(io.BytesIO(later)).embedded_signatures[0].signer_cert is not None, "a reader still finds it"
    assert state(later, key) == SealState.CHANGED


@pytest.mark.parametrize("tail", [b"\n", b"%", b"0", b"\0" * 100])
def test_a18_bytes_behind_the_end_are_noticed(key: SealingKey, sealed: bytes, tail: bytes) -> None:
    assert state(sealed + tail, key) == SealState.CHANGED


@pytest.mark.parametrize("kept", [0.99, 0.9, 0.5])
def test_a18_a_truncated_file_is_never_valid(key: SealingKey, sealed: bytes, kept: float) -> None:
    assert state(sealed[: int(len(sealed) * kept)], key) in {SealState.CHANGED, SealState.UNKNOWN}
    assert state(sealed[:-1], key) == SealState.CHANGED


def test_a18_the_seal_of_another_organisation_is_unknown(key: SealingKey) -> None:
    assert state(sealed_pdf(new_key("Harbourline")), key) == SealState.UNKNOWN


@pytest.mark.own_loop
@pytest.mark.parametrize(
    "meta",
    [
        PdfSignatureMetadata(field_name="Seal", subfilter=SigSeedSubFilter.PADES),
        PdfSignatureMetadata(
            field_name="Seal", subfilter=SigSeedSubFilter.PADES, certify=True, docmdp_permissions=MDPPerm.FILL_FORMS
        ),
        PdfSignatureMetadata(
            field_name="Seal",
            subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        ),
    ],
)
def test_a18_other_signatures_of_the_same_key_are_no_seal(key: SealingKey, meta: PdfSignatureMetadata) -> None:
    """A certificate may sign an invoice too. Only what certifies and allows no changes is a sealed agreement."""
    writer = IncrementalPdfFileWriter(io.BytesIO(plain_pdf()))
    signed = sign_pdf(writer, meta, simple_signer(key)).getvalue()

    assert state(signed, key) == SealState.CHANGED


def test_a_seal_cannot_be_moved_to_another_file(key: SealingKey, sealed: bytes) -> None:
    other = sealed_pdf(key, "Other words.")
    here, there = value_of(sealed), value_of(other)
    moved = other[: there.start] + sealed[here.start : here.stop] + other[there.stop :]

    assert state(moved, key) == SealState.CHANGED


@pytest.mark.parametrize("junk", [b"", b"%PDF-", b"%PDF-1.7\n%%EOF", b"\0" * 1000, b"GIF89a", plain_pdf()])
def test_what_has_no_seal_is_unknown(key: SealingKey, junk: bytes) -> None:
    assert state(junk, key) == SealState.UNKNOWN
    assert state(junk) == SealState.UNKNOWN


@settings(max_examples=200, deadline=None)
@given(tail=st.binary(max_size=400), digits=st.binary(max_size=200))
def test_whatever_stands_where_the_seal_would_be_is_answered(tail: bytes, digits: bytes) -> None:
    """Among it the certificate itself, so that the structure is read."""
    key = new_key()
    value = b"<" + (digits + key.certificate.public_bytes(Encoding.DER) + digits).hex().upper().encode() + b">"
    head = b"%PDF-1.7\n"
    for length in range(60, 70):
        line = b"/ByteRange [0 %d %d %d]" % (length, length + len(value), len(tail))
        start = head + line
        pdf = start.ljust(length) + value + tail
        assert state(pdf, key) == SealState.CHANGED


def test_hostile_sizes_take_no_time(key: SealingKey) -> None:
    began = time.perf_counter()
    ranges = b"/ByteRange [0 20 40 999999999]" * (LARGEST_FILE // 30 - 1)

    assert state(b"%PDF-" + ranges, key) == SealState.UNKNOWN
    assert state(b"%PDF-" + b"<" * (LARGEST_FILE - 5), key) == SealState.UNKNOWN
    assert state(b"%PDF-" + b"0" * LARGEST_FILE, key) == SealState.UNKNOWN
    assert time.perf_counter() - began < 3


def test_an_unknown_file_is_told_without_loading_pyhanko() -> None:
    program = (
        "import sys; from agreements.sealing.check import check; "
        "assert check(b'%PDF-1.7', []).state == 'unknown'; assert 'pyhanko' not in sys.modules"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
