"""The key that seals: from a PKCS#12 file, or one made here for the demo and the tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, pkcs12

SHORTEST_RSA = 2048


class SealingKeyError(ValueError):
    """The file is no key to seal with; the message is the rest of a sentence that begins with its name."""


@dataclass(frozen=True, repr=False)
class SealingKey:
    """A private key with its certificate, and those of who issued it."""

    private_key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    certificate: x509.Certificate
    others: tuple[x509.Certificate, ...] = ()

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the certificate, in hex: by this a seal is known."""
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    @property
    def pem(self) -> str:
        """The certificate as text."""
        return self.certificate.public_bytes(Encoding.PEM).decode()

    def is_valid_at(self, moment: datetime) -> bool:
        """Whether the certificate is good for a seal then."""
        return self.certificate.not_valid_before_utc <= moment <= self.certificate.not_valid_after_utc


def read_key(data: bytes, password: str) -> SealingKey:
    """Return the key in a PKCS#12 file; `SealingKeyError` if there is none that can seal."""
    try:
        bundle = pkcs12.load_pkcs12(data, password.encode() or None)
    except ValueError:
        message = "is no PKCS#12 file, or the password is wrong"
        raise SealingKeyError(message) from None
    if bundle.key is None or bundle.cert is None:
        message = "holds no private key with a certificate"
        raise SealingKeyError(message)
    key, certificate = bundle.key, bundle.cert.certificate
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        message = "holds a key that is neither RSA nor of an elliptic curve"
        raise SealingKeyError(message)
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size < SHORTEST_RSA:
        message = f"holds an RSA key of {key.key_size} bits; it takes {SHORTEST_RSA} or more"
        raise SealingKeyError(message)
    if not may_seal(certificate):
        message = "holds a certificate that is not for signatures (key usage: digital signature or non-repudiation)"
        raise SealingKeyError(message)
    return SealingKey(key, certificate, tuple(other.certificate for other in bundle.additional_certs))


def may_seal(certificate: x509.Certificate) -> bool:
    """Tell whether a certificate allows signatures on documents. One that says nothing allows everything."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment


def make_key(organisation: str, *, since: datetime, until: datetime, password: str = "") -> bytes:
    """Return a PKCS#12 file with a new key (EC P-256) and a certificate that it signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(x509.NameOID.COMMON_NAME, f"{organisation}, seal of mentoring agreements"),
        ]
    )
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), since, until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    closing = BestAvailableEncryption(password.encode()) if password else NoEncryption()
    return pkcs12.serialize_key_and_certificates(organisation.encode(), key, certificate, None, closing)
