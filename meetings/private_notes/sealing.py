"""Seals private notes, so that the person who reads the database (or a dump of it) does not read them (E-06).

Each note is bound to its owner and its meeting: copied into another row it does not open, so that nobody who can write
SQL has one person's note shown to another. How it is sealed stands in `web.key_ring`.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from meetings.errors import NoteSealError
from web import key_ring

PURPOSE = "private notes"


def seal(text: str, *, owner: int, meeting: int) -> bytes:
    """Return the text of someone's note about a meeting encrypted; `owner` and `meeting` are the ids of its row."""
    return key_ring.seal(text, purpose=PURPOSE, bound_to=_row(owner, meeting))


def unseal(sealed: bytes, *, owner: int, meeting: int) -> str:
    """Return the text of what `seal` made for this row; `NoteSealError` if no key opens it, or if it is another's."""
    try:
        return key_ring.unseal(sealed, purpose=PURPOSE, bound_to=_row(owner, meeting))
    except key_ring.UnsealError:
        raise NoteSealError(
            _(
                "This note can no longer be opened. Tell the people who run Whetstone: a key or the database has been changed."
            )
        ) from None


def _row(owner: int, meeting: int) -> str:
    return f"owner {owner}, meeting {meeting}"
