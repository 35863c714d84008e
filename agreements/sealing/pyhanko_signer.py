"""pyHanko's part in putting the seal on. Import it inside functions: pyHanko takes about a second to load."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import PdfSigningSession

from agreements.sealing.seal_words import SealError, TimestampMissingError, Wording
from agreements.sealing.timestamps import TimestampError

if TYPE_CHECKING:
    from pyhanko.sign.timestamps import TimeStamper

    from agreements.sealing.keys import SealingKey

FIELD = "Seal"
# Hexadecimal digits kept free for a seal with a timestamp, whose size only the authority knows: 16 KB.
ROOM = 32 * 1024


class SignerAt(PdfSigner):
    """Signs at a time that it is told, where pyHanko would ask the machine's clock."""

    at: datetime

    def init_signing_session(
        self,
        pdf_out: BasePdfFileWriter,
        existing_fields_only: bool = False,  # noqa: FBT001, FBT002 - pyHanko's signature
    ) -> PdfSigningSession:
        """Begin, and set the clock."""
        session = super().init_signing_session(pdf_out, existing_fields_only=existing_fields_only)
        session.system_time = self.at.astimezone(UTC).replace(microsecond=0)
        return session


def apply_seal(
    pdf: bytes, key: SealingKey, *, at: datetime, wording: Wording, timestamper: TimeStamper | None
) -> bytes:
    """Return the PDF with a certifying signature that allows no changes."""
    meta = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        reason=wording.reason or None,
        location=wording.location or None,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
    )
    signer = SignerAt(meta, simple_signer(key), timestamper=timestamper)
    signer.at = at
    out = io.BytesIO()
    try:
        signer.sign_pdf(
            IncrementalPdfFileWriter(io.BytesIO(pdf)), output=out, bytes_reserved=ROOM if timestamper else None
        )
    except TimestampError as error:
        raise TimestampMissingError(str(error)) from error
    except SigningError as error:
        raise SealError(str(error)) from error
    return out.getvalue()


def simple_signer(key: SealingKey) -> SimpleSigner:
    """Hand the key over in the one form that pyHanko reads from memory."""
    data = pkcs12.serialize_key_and_certificates(None, key.private_key, key.certificate, key.others, NoEncryption())
    signer: SimpleSigner = SimpleSigner.load_pkcs12_data(data, other_certs=[])
    return signer
