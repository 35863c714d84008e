"""Keeping private notes. They are in no admin, no export, no log and no mail (E-06)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.errors import MeetingError
from meetings.models import Meeting, PrivateNote
from meetings.private_notes import sealing

if TYPE_CHECKING:
    from datetime import datetime

    from people.models import User


@transaction.atomic
def keep_note(meeting: Meeting, *, owner: User, text: str, now: datetime) -> PrivateNote | None:
    """Keep what someone notes for themselves; an empty text takes the note away. The audit trail does not tell of it."""
    if not meeting.match.includes(owner):
        raise MeetingError(_("Only the two people who meet can keep notes about it."))
    if not text.strip():
        _take_away(note_of(meeting, owner))
        return None
    sealed = sealing.seal(text.strip(), owner=owner.pk, meeting=meeting.pk)
    note, _made = PrivateNote.objects.update_or_create(
        meeting=meeting, owner=owner, defaults={"sealed": sealed, "edited_at": now}
    )
    return note


def _take_away(note: PrivateNote | None) -> None:
    """Delete a note that opens. One that does not was never on the page: its empty field says nothing about it."""
    if note and note.text:
        note.delete()


def note_of(meeting: Meeting, owner: User) -> PrivateNote | None:
    """Return someone's own note about a meeting, or None."""
    return PrivateNote.objects.visible_to(owner).filter(meeting=meeting).first()
