"""The keys of the record: who can write rows, but has no key, can neither make a new entry nor change one unseen.

Events of agreements, the audit trail and the nightly checks each carry an HMAC-SHA-256 (RFC 2104) over their canonical
JSON. Its key is made by HKDF-SHA-256 (RFC 5869) from the private key in the file of SEALING_KEY, which lies outside the
database; where no such file is set, from SECRET_KEY. Each entry names its key. SEALING_KEY makes what is new; those of
EARLIER_SEALING_KEYS, SECRET_KEY and SECRET_KEY_FALLBACKS check what is there.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"whetstone: record"
LENGTH = 32
# Of what a key's name ends with: enough to tell keys apart, useless for guessing one.
DIGITS = 12


@dataclass(frozen=True, repr=False)
class RecordKey:
    """One key, and the name by which entries know it: from which secret it was made, and a part of its hash."""

    name: str
    secret: bytes

    def mac(self, content: object) -> str:
        """Return the HMAC over a content's canonical JSON, in hex."""
        return hmac.new(self.secret, canonical(content), hashlib.sha256).hexdigest()


class Ring:
    """The keys of this moment; read it once for a walk over many entries."""

    def __init__(self, keys: tuple[RecordKey, ...]) -> None:
        self.present = keys[0]
        self.by_name = {key.name: key for key in keys}

    def knows(self, name: str) -> bool:
        """Whether entries of this key can be checked here."""
        return name in self.by_name

    def holds(self, content: object, *, key: str, mac: str) -> bool:
        """Whether `mac` was made over this content with the key of this name."""
        known = self.by_name.get(key)
        return known is not None and hmac.compare_digest(known.mac(content), mac)


def ring() -> Ring:
    """Return the keys as the settings have them, the one that makes new entries first."""
    files = [(settings.SEALING_KEY, settings.SEALING_KEY_PASSWORD), *settings.EARLIER_SEALING_KEYS]
    sealing = [_of_file(Path(name), password) for name, password in files if _is_there(name)]
    secrets = [_of_secret(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return Ring((*sealing, *secrets))


def _is_there(name: str) -> bool:
    # The demo and the tests make their key when they first seal; production has looked for its own at the start.
    return bool(name) and (not settings.DEMO or Path(name).exists())


def canonical(content: object) -> bytes:
    """Return the one form in which a content is hashed: JSON with sorted keys, no blanks, in UTF-8."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _of_file(path: Path, password: str) -> RecordKey:
    return _read(path, password, path.stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _read(path: Path, password: str, _changed: int) -> RecordKey:
    # Loads X.509; most web requests write nothing that is on record.
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415
        Encoding,
        NoEncryption,
        PrivateFormat,
        pkcs12,
    )

    key, _certificate, _others = pkcs12.load_key_and_certificates(path.read_bytes(), password.encode() or None)
    if key is None:
        message = f"{path} holds no private key."
        raise ValueError(message)
    return _derive("seal", key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))


@lru_cache(maxsize=16)
def _of_secret(secret: str) -> RecordKey:
    return _derive("secret", secret.encode())


def _derive(source: str, material: bytes) -> RecordKey:
    secret = HKDF(algorithm=SHA256(), length=LENGTH, salt=None, info=PURPOSE).derive(material)
    return RecordKey(f"{source}-{hashlib.sha256(secret).hexdigest()[:DIGITS]}", secret)
