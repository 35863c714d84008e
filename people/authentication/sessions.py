"""Sessions of which the database alone opens none and can be made into nobody else's (A-02, E-34).

Django keeps the cookie's value as the row's key, and signs what a session says but not whose row it stands in. So
anyone who read the table could use a cookie out of it, and anyone who wrote it could copy an administrator's session into
their own row. Here the row is named by a digest of the cookie's value, made with the key ring, and what a session says
is signed together with that name: the bytes of one row, copied into another, say nothing there.

What a session says is sealed besides: between the link to a new password and the new password, it holds the key that sets
one, and only the cookie's owner may go on with that.

A session from under an earlier SECRET_KEY keeps the name that it has, as long as that secret is a fallback.
"""

from __future__ import annotations

import base64
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from web import key_ring

if TYPE_CHECKING:
    from django.contrib.sessions.base_session import AbstractBaseSession
    from django.db.models import QuerySet

PURPOSE = "people.authentication.sessions.cookie"
CONTENT = "people.authentication.sessions.content"
# What Django's column holds; 160 bits.
LENGTH = 40


def names_of(cookie: str) -> list[str]:
    """Return the names that the row of a cookie may have: the present secret's first, then those of earlier ones."""
    return [digest[:LENGTH] for digest in key_ring.digests(cookie, purpose=PURPOSE)]


class SessionStore(db.SessionStore):
    """Django's sessions in the database, with `session_key` for the cookie and a digest of it for the row."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        # The cookie and the name of the row that was found for it.
        self._found = ("", "")

    @property
    def row_name(self) -> str:
        """The name of the row that is read and written; empty before there is a cookie, and nothing opens then."""
        cookie, name = self._found
        if not self.session_key:
            return ""
        return name if cookie == self.session_key else names_of(self.session_key)[0]

    @property
    def key_salt(self) -> str:
        """What Django signs a session with, and the row it stands in."""
        return f"{super().key_salt}:{self.row_name}"

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Return what the row keeps: nothing to anyone who reads the table without the key ring."""
        sealed = key_ring.seal(super().encode(session_dict), purpose=CONTENT, bound_to=self.row_name)
        return base64.urlsafe_b64encode(sealed).decode()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """Return what a row says; one from before there was a seal is read as Django wrote it."""
        kept = session_data if isinstance(session_data, str) else session_data.decode()
        with suppress(key_ring.UnsealError, ValueError):
            kept = key_ring.unseal(base64.urlsafe_b64decode(kept), purpose=CONTENT, bound_to=self.row_name)
        return super().decode(kept)

    def _rows(self, cookie: str | None) -> QuerySet[AbstractBaseSession]:
        return self.model.objects.filter(session_key__in=names_of(cookie) if cookie else [])

    def _open(self, row: AbstractBaseSession | None) -> dict[str, Any]:
        if row is None or self.session_key is None:
            self._session_key = None
            return {}
        self._found = (self.session_key, row.session_key)
        return self.decode(row.session_data)

    def load(self) -> dict[str, Any]:
        """Return what the session says; nothing, and no key to keep, where there is none."""
        return self._open(self._rows(self.session_key).filter(expire_date__gt=timezone.now()).first())

    async def aload(self) -> dict[str, Any]:
        return self._open(await self._rows(self.session_key).filter(expire_date__gt=timezone.now()).afirst())

    def exists(self, session_key: str) -> bool:
        """Whether a cookie has a row."""
        return self._rows(session_key).exists()

    async def aexists(self, session_key: str) -> bool:
        return await self._rows(session_key).aexists()

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """Return the row to be saved."""
        row = super().create_model_instance(data)
        row.session_key = self.row_name
        return row

    async def acreate_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        row = await super().acreate_model_instance(data)
        row.session_key = self.row_name
        return row

    def delete(self, session_key: str | None = None) -> None:
        """Delete the row of a cookie, or of this session."""
        self._rows(session_key or self.session_key).delete()

    async def adelete(self, session_key: str | None = None) -> None:
        await self._rows(session_key or self.session_key).adelete()
