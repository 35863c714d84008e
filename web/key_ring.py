"""The keys that are derived from SECRET_KEY, one for each purpose, and those of the secrets before it.

A dump of the database holds neither what was sealed nor what a digest was made from: the secret stands outside.

- HKDF-SHA-256 (RFC 5869) makes a key of 32 bytes out of a secret and the name of a purpose, so that what was made for
  one purpose says nothing about another.
- `seal` is AES-256-GCM (NIST SP 800-38D) with a fresh nonce of 96 bits. Purpose and owner are authenticated with it: the
  bytes of one row, copied into another, do not open.
- `digest` is HMAC-SHA-256. Look rows up by all of `digests`: a link that was mailed under the secret before still works.

SECRET_KEY makes everything new; those of SECRET_KEY_FALLBACKS open and find what is there.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterator
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE = 12
KEY = 32


class KeyRingError(Exception):
    """What should be opened does not open. For operators and code; what people read, each app says itself."""


class UnsealError(KeyRingError):
    """Sealed with a key that is not on the ring, for another purpose or another owner, or changed since."""


def seal(text: str, *, purpose: str, bound_to: str) -> bytes:
    """Return the text encrypted. Only the same purpose and `bound_to` open it: name the row and its owner there."""
    nonce = os.urandom(NONCE)
    cipher = AESGCM(_key(settings.SECRET_KEY, purpose))
    return nonce + cipher.encrypt(nonce, text.encode(), _associated(purpose, bound_to))


def unseal(sealed: bytes, *, purpose: str, bound_to: str) -> str:
    """Return the text of something that `seal` made; `UnsealError` if no key on the ring opens it for this purpose."""
    nonce, encrypted = sealed[:NONCE], sealed[NONCE:]
    for key in _keys(purpose):
        try:
            return AESGCM(key).decrypt(nonce, encrypted, _associated(purpose, bound_to)).decode()
        except (InvalidTag, ValueError):  # ValueError: shorter than a nonce, so it was never sealed
            continue
    raise UnsealError


def digest(value: str, *, purpose: str) -> str:
    """Return what a new row keeps in place of a secret value: 64 hexadecimal digits."""
    return _digest(_key(settings.SECRET_KEY, purpose), value)


def digests(value: str, *, purpose: str) -> list[str]:
    """Return what rows may hold of a value: under the present secret first, then under earlier ones."""
    return [_digest(key, value) for key in _keys(purpose)]


def fits(kept: str, value: str, *, purpose: str) -> bool:
    """Whether what a row keeps was made from this value, under the present secret or an earlier one; in constant time."""
    return any(hmac.compare_digest(kept.encode(), made.encode()) for made in digests(value, purpose=purpose))


def _digest(key: bytes, value: str) -> str:
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()


def _associated(purpose: str, bound_to: str) -> bytes:
    """Purpose and owner as bytes that no other two give."""
    return f"{len(purpose)}:{purpose}:{bound_to}".encode()


def _keys(purpose: str) -> Iterator[bytes]:
    return (_key(secret, purpose) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@lru_cache(maxsize=64)
def _key(secret: str, purpose: str) -> bytes:
    info = f"whetstone: {purpose}".encode()
    return HKDF(algorithm=SHA256(), length=KEY, salt=None, info=info).derive(secret.encode())
