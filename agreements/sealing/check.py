"""Checks whether a file is sealed by this organisation, and as it was when it was sealed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from agreements.sealing.frames import Frame, holds_one_of, whole_file_frames
from agreements.sealing.limits import LARGEST_FILE

BEGINNING = b"%PDF-"


class SealState(StrEnum):
    """What the check says. `CHANGED` was sealed with a known certificate, but is not as it was then."""

    VALID = "valid"
    CHANGED = "changed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class SealVerdict:
    """The answer, and where the seal holds: with which certificate (SHA-256) and when it was put on."""

    state: SealState
    fingerprint: str = ""
    sealed_at: datetime | None = None
    timestamped_at: datetime | None = None


def check(pdf: bytes, certificates: Iterable[x509.Certificate]) -> SealVerdict:
    """Return the verdict on a file, whatever it holds: never raises, and takes time in proportion to its size.

    Valid is a file that one of these certificates sealed, that covers its entire length, certifies it and allows no
    changes. Who issued the certificate and whether it has run out since does not count.
    """
    if len(pdf) > LARGEST_FILE or not pdf.startswith(BEGINNING):
        return SealVerdict(SealState.UNKNOWN)
    known = list(certificates)
    frames = list(whole_file_frames(pdf))
    for certificate in known:
        der = certificate.public_bytes(Encoding.DER)
        for frame in frames:
            if der in frame.value and (proof := _prove(pdf, frame, certificate, der)):
                return proof
    sealed_once = holds_one_of(pdf, (mark for certificate in known for mark in marks_of(certificate)))
    return SealVerdict(SealState.CHANGED if sealed_once else SealState.UNKNOWN)


def marks_of(certificate: x509.Certificate) -> Iterator[bytes]:
    """Yield pieces of a certificate that stand in no other one. A single changed byte does not hide them all."""
    key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    for part in (key[-64:], certificate.signature):
        yield part[: len(part) // 2]
        yield part[len(part) // 2 :]


def _prove(pdf: bytes, frame: Frame, certificate: x509.Certificate, der: bytes) -> SealVerdict | None:
    from agreements.sealing.proof import prove  # noqa: PLC0415 - loads pyHanko

    try:
        proof = prove(pdf, frame, der)
    except Exception:  # noqa: BLE001 - made up structures fail in every way there is; each of them means: no proof
        return None
    fingerprint = certificate.fingerprint(hashes.SHA256()).hex()
    return SealVerdict(SealState.VALID, fingerprint, proof.sealed_at, proof.timestamped_at)
