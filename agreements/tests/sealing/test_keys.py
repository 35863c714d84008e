"""Keys: what can seal is read, what cannot is refused with the reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12

from agreements.sealing import keys
from agreements.sealing.check import SealState, check
from agreements.sealing.seal import seal
from agreements.sealing.seal_words import SealError
from agreements.tests.sealing.making import AT, SINCE, UNTIL, WORDING, new_key, plain_pdf, rsa_chain, sealed_pdf


def test_a_key_is_read_with_its_password_only() -> None:
    data = keys.make_key("Harbourline", since=SINCE, until=UNTIL, password="open")

    assert keys.read_key(data, "open").certificate.not_valid_before_utc == SINCE
    for wrong in ("", "shut"):
        with pytest.raises(keys.SealingKeyError, match="password is wrong"):
            keys.read_key(data, wrong)


def test_what_is_no_key_is_refused() -> None:
    with pytest.raises(keys.SealingKeyError, match="is no PKCS#12 file"):
        keys.read_key(b"-----BEGIN CERTIFICATE-----", "")


def test_a_file_without_a_private_key_is_refused() -> None:
    data = pkcs12.serialize_key_and_certificates(b"x", None, None, [new_key().certificate], NoEncryption())

    with pytest.raises(keys.SealingKeyError, match="no private key"):
        keys.read_key(data, "")


@pytest.mark.parametrize(
    ("private", "reason"),
    [
        (ed25519.Ed25519PrivateKey.generate(), "neither RSA nor of an elliptic curve"),
        (rsa.generate_private_key(public_exponent=65537, key_size=1024), "RSA key of 1024 bits"),  # noqa: S505 - meant
    ],
)
def test_weak_and_strange_keys_are_refused(private: ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey, reason: str) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    name = x509.Name([])
    digest = None if isinstance(private, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    certificate = x509.CertificateBuilder(name, name, private.public_key(), 1, SINCE, UNTIL).sign(private, digest)
    data = pkcs12.serialize_key_and_certificates(b"x", private, certificate, None, NoEncryption())

    with pytest.raises(keys.SealingKeyError, match=reason):
        keys.read_key(data, "")


def test_a_key_says_nothing_of_itself() -> None:
    assert "private" not in repr(new_key())


def test_a_certificate_that_has_run_out_seals_nothing() -> None:
    key = keys.read_key(keys.make_key("Harbourline", since=SINCE, until=AT - timedelta(days=1)), "")

    with pytest.raises(SealError, match="not valid at this time"):
        seal(plain_pdf(), key, at=AT, wording=WORDING)


def test_an_rsa_key_with_its_issuer_seals_too() -> None:
    key = rsa_chain()
    pdf = sealed_pdf(key)

    assert check(pdf, [key.certificate]).state == SealState.VALID
    assert check(pdf, key.others).state == SealState.CHANGED, (
        "the issuer's certificate is in the seal, but did not make it"
    )
