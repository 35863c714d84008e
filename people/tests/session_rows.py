"""What the rows of sessions say, to anyone who has the key and reads the table: nobody does but tests."""

from __future__ import annotations

import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.core.signing import b64_decode

from people.authentication.sessions import SessionStore

if TYPE_CHECKING:
    from django.contrib.sessions.base_session import AbstractBaseSession


def said_by(row: AbstractBaseSession) -> dict[str, Any]:
    """Return what a row says, read where it stands."""
    store = SessionStore()
    store._session_key = row.session_key
    store._found = (row.session_key, row.session_key)
    return store.decode(row.session_data)


def read_by_a_thief(row: AbstractBaseSession) -> str:
    """Return what a row says to someone who knows how Django writes sessions, and has the table alone."""
    content = b64_decode(row.session_data.partition(":")[0].lstrip(".").encode())
    with suppress(zlib.error):
        content = zlib.decompress(content)
    return content.decode(errors="replace")
