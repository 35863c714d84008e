"""What the rows of sessions say, to whoever has the key and reads the table: nobody does but tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from people.sessions import SessionStore

if TYPE_CHECKING:
    from django.contrib.sessions.base_session import AbstractBaseSession


def said_by(row: AbstractBaseSession) -> dict[str, Any]:
    """Return what a row says, read where it stands."""
    store = SessionStore()
    store._session_key = row.session_key
    store._found = (row.session_key, row.session_key)
    return store.decode(row.session_data)
