"""What a seal's value (CMS, RFC 5652) proves. Import it inside functions: it loads pyHanko.

No list of trusted authorities and no network: whether the signer is the organisation is told by the certificate's
fingerprint, which the caller knows.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from asn1crypto import algos, cms, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.general import extract_signer_info, find_unique_cms_attribute
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import read_certification_data
from pyhanko.sign.validation.status import SignatureCoverageLevel

if TYPE_CHECKING:
    from agreements.sealing.frames import Frame

SUBFILTER = "/ETSI.CAdES.detached"


class NoProofError(Exception):
    """Something of the seal does not fit."""


@dataclass(frozen=True)
class Proof:
    """A seal that holds: when it says it was put on, and when a time-stamping authority saw it."""

    sealed_at: datetime
    timestamped_at: datetime | None


def prove(pdf: bytes, frame: Frame, certificate: bytes) -> Proof:
    """Return what the seal proves; `NoProofError` or an error of a library if it does not hold."""
    ours = x509.Certificate.load(certificate)
    signer = signer_of(frame.value, ours)
    digest = hashlib.sha256(frame.before)
    digest.update(frame.after)
    require(all(validate_sig_integrity(signer, ours, "data", digest.digest())))
    # From here on the file is known to be one that was sealed with this key, so it can be read as a PDF.
    return Proof(certified_at(pdf), timestamp_of(signer))


def require(fits: object) -> None:
    """Go on only if something fits."""
    if not fits:
        raise NoProofError


def signer_of(value: bytes, certificate: x509.Certificate) -> cms.SignerInfo:
    """Return the signer in a seal's value, which has to be put together exactly as we do, with only zeros behind it.

    The signature covers its own attributes and the document, not what holds them. So that is put together anew from
    its parts, and has to give the same bytes: then no byte of it can be changed either.
    """
    data = cms.ContentInfo.load(value)["content"]
    signer = extract_signer_info(data)
    hashing = algos.DigestAlgorithm({"algorithm": "sha256"})
    named = cms.IssuerAndSerialNumber({"issuer": certificate.issuer, "serial_number": certificate.serial_number})
    parts = {
        "version": "v1",
        "sid": cms.SignerIdentifier({"issuer_and_serial_number": named}),
        "digest_algorithm": hashing,
        **{name: signer[name] for name in ("signed_attrs", "signature_algorithm", "signature")},
    }
    if signer["unsigned_attrs"]:
        parts["unsigned_attrs"] = signer["unsigned_attrs"]
    anew = {
        "version": "v1",
        "digest_algorithms": cms.DigestAlgorithms([hashing]),
        "encap_content_info": {"content_type": "data"},
        "certificates": data["certificates"],
        "signer_infos": [cms.SignerInfo(parts)],
    }
    whole = cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(anew)}).dump()
    require(value.startswith(whole) and not value[len(whole) :].strip(b"\0"))
    return signer


def certified_at(pdf: bytes) -> datetime:
    """Return when the one seal on a PDF says that it was put on; it must certify, and allow no changes."""
    reader = PdfFileReader(io.BytesIO(pdf))
    (signature,) = reader.embedded_signatures
    signature.compute_integrity_info(skip_diff=True)
    certification = read_certification_data(reader)
    require(signature.coverage == SignatureCoverageLevel.ENTIRE_FILE)
    require(certification and certification.permission == MDPPerm.NO_CHANGES)
    require(signature.sig_object["/SubFilter"] == SUBFILTER)
    moment: datetime | None = signature.self_reported_timestamp
    if moment is None:
        raise NoProofError
    return moment


def timestamp_of(signer: cms.SignerInfo) -> datetime | None:
    """Return the time in a seal's timestamp, which must be about this seal; None if it has none."""
    if not signer["unsigned_attrs"]:
        return None
    token = find_unique_cms_attribute(signer["unsigned_attrs"], "signature_time_stamp_token")
    data = token["content"]
    content = data["encap_content_info"]["content"]
    info = content.parsed
    imprint = info["message_imprint"]
    algorithm = imprint["hash_algorithm"]["algorithm"].native
    require(imprint["hashed_message"].native == hashlib.new(algorithm, signer["signature"].native).digest())
    stamper = extract_signer_info(data)
    digest = hashlib.new(stamper["digest_algorithm"]["algorithm"].native, bytes(content)).digest()
    certificate = next(entry.chosen for entry in data["certificates"] if is_of(stamper, entry.chosen))
    require(all(validate_sig_integrity(stamper, certificate, "tst_info", digest)))
    moment: datetime = info["gen_time"].native
    return moment


def is_of(signer: cms.SignerInfo, certificate: x509.Certificate) -> bool:
    """Tell whether a certificate is the one that a signer names."""
    named = signer["sid"].chosen
    if signer["sid"].name == "subject_key_identifier":
        return bool(named.native == certificate.key_identifier)
    return bool(named["issuer"] == certificate.issuer and named["serial_number"].native == certificate.serial_number)
