"""PDFs, keys and a time-stamping authority for tests of the seal. No network: the authority answers on loopback."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import typst
from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from agreements.sealing import keys
from agreements.sealing.keys import SealingKey
from agreements.sealing.seal import seal
from agreements.sealing.seal_words import Wording

SINCE, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2049, 12, 31, tzinfo=UTC)
AT = datetime(2026, 3, 3, 9, tzinfo=UTC)
WORDING = Wording("Seal of Harbourline")


def new_key(organisation: str = "Harbourline") -> SealingKey:
    """Make a key."""
    return keys.read_key(keys.make_key(organisation, since=SINCE, until=UNTIL), "")


def plain_pdf(words: str = "Hello") -> bytes:
    """Set a page, without a seal."""
    pdf = typst.compile(words.encode(), pdf_standards="a-2b", timestamp=AT)
    assert isinstance(pdf, bytes)
    return pdf


def sealed_pdf(key: SealingKey, words: str = "Hello", timestamper: TimeStamper | None = None) -> bytes:
    """Set a page and seal it."""
    return seal(plain_pdf(words), key, at=AT, wording=WORDING, timestamper=timestamper)


def updated(pdf: bytes) -> bytes:
    """Append an update in the way that the PDF standard provides for: another revision, with other metadata."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    writer.set_info(writer.add_object(_info()))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _info() -> Any:  # noqa: ANN401 - pyHanko's generic object
    from pyhanko.pdf_utils import generic

    return generic.DictionaryObject({generic.NameObject("/Title"): generic.pdf_string("Another title")})


def rsa_chain() -> SealingKey:
    """Make an RSA key whose certificate an authority has issued, as companies buy them."""
    authority_key, own_key = _rsa(), _rsa()
    authority = _certificate("An Authority", authority_key, "An Authority", authority_key)
    own = _certificate("Harbourline", own_key, "An Authority", authority_key)
    data = pkcs12.serialize_key_and_certificates(b"seal", own_key, own, [authority], NoEncryption())
    return keys.read_key(data, "")


def _rsa() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _certificate(
    name: str, key: rsa.RSAPrivateKey, issuer: str, issuing: rsa.RSAPrivateKey, *, stamps: bool = False
) -> x509.Certificate:
    subject, by = (x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, one)]) for one in (name, issuer))
    builder = x509.CertificateBuilder(by, subject, key.public_key(), x509.random_serial_number(), SINCE, UNTIL)
    if stamps:
        usage = x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(usage, critical=True)
    return builder.sign(issuing, hashes.SHA256())


def authority(at: datetime = AT) -> DummyTimeStamper:
    """Make a time-stamping authority that answers in this process."""
    key = _rsa()
    certificate = _certificate("Time", key, "Time", key, stamps=True).public_bytes(Encoding.DER)
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return DummyTimeStamper(
        asn1_x509.Certificate.load(certificate), asn1_keys.PrivateKeyInfo.load(private), fixed_dt=at
    )


@contextmanager
def serving(answer: DummyTimeStamper | bytes) -> Iterator[str]:
    """Answer on a port of this machine, with timestamps or with the same bytes every time; yields the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            body = answer if isinstance(answer, bytes) else _answer(answer, asked)
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def _answer(stand_in: DummyTimeStamper, asked: bytes) -> bytes:
    answer: bytes = stand_in.request_tsa_response(tsp.TimeStampReq.load(asked)).dump()
    return answer
