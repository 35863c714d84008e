"""Private notes: their owner reads them, nobody else, and a dump of the database shows none (E-06)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models.meeting import Meeting
from meetings.private_notes import sealing

if TYPE_CHECKING:
    from people.models import User


class PrivateNoteQuerySet(models.QuerySet["PrivateNote"]):
    """Notes. There is no `managed_by`: no admin shows them."""

    def visible_to(self, user: User) -> Self:
        """Keep a person's own: nobody else reads them, not even the other of the pair."""
        return self.filter(owner=user)


class PrivateNote(models.Model):
    """What someone notes for themselves about a meeting. `sealed` is the text, encrypted (see meetings.private_notes.sealing)."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="notes")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="private_notes")
    sealed = models.BinaryField()
    edited_at = models.DateTimeField(_("edited"))

    objects = PrivateNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("private note")
        constraints: ClassVar = [models.UniqueConstraint(fields=["meeting", "owner"], name="note_one_a_person")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def text(self) -> str:
        """The note, opened. Call it for its owner only."""
        return sealing.unseal(bytes(self.sealed), owner=self.owner_id, meeting=self.meeting_id)
