"""Seals private notes, so that whoever reads the database (or a dump of it) does not read them (E-06).

AES-256-GCM, an authenticated cipher, with a fresh nonce for each note. The
key is derived from SECRET_KEY, which stands outside the database; keys of SECRET_KEY_FALLBACKS still open old notes.
"""

from __future__ import annotations

import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _

from meetings.errors import SealError

NONCE = 12
PURPOSE = b"whetstone: private notes"


def seal(text: str) -> bytes:
    """Return the text encrypted."""
    nonce = os.urandom(NONCE)
    return nonce + _cipher(settings.SECRET_KEY).encrypt(nonce, text.encode(), PURPOSE)


def unseal(sealed: bytes) -> str:
    """Return the text of something that `seal` made, with the present key or an earlier one; `SealError` if none fits."""
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return _cipher(key).decrypt(sealed[:NONCE], sealed[NONCE:], PURPOSE).decode()
        except InvalidTag:
            continue
    raise SealError(_("This note cannot be opened any more. Tell whoever runs Whetstone: a key has been changed."))


@lru_cache(maxsize=8)
def _cipher(secret: str) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode()))
