"""What coordinators write about a pair and to it: notes among themselves, and letters to one or both of the two.

Both are kept with their author and day until some time after the relationship is over (`meetings.pairs.looking_after.forget_old`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from matching.models import Match
from people.policy import Action
from programs.models import Program
from web.fields.texts import PARAGRAPH, Prose

if TYPE_CHECKING:
    from people.models import User


Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class AboutPairQuerySet(models.QuerySet[Row_co]):
    """Rows about a pair. There is no `visible_to`: the two read letters as mails, and notes not at all."""

    def managed_by(self, user: User) -> Self:
        """Those of the programs that the person coordinates; neither facilitators nor administrators (E-38)."""
        return self.filter(match__cohort__program__in=Program.objects.where_allowed(user, Action.RUN_MATCHING))


class AboutPair(models.Model):
    """A text about a pair, with who wrote it and when."""

    match = models.ForeignKey(Match, models.PROTECT, related_name="%(class)ss", verbose_name=_("match"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="%(class)ss", verbose_name=_("written by")
    )
    text = Prose(_("text"), max_length=PARAGRAPH, blank=True)
    written_at = models.DateTimeField(_("written"))

    class Meta:
        abstract = True
        ordering: ClassVar = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return str(self.pk)


class PairNoteQuerySet(AboutPairQuerySet["PairNote"]):
    pass


class PairNote(AboutPair):
    """A note for the coordinators of the program. Neither of the two reads it, and no facilitator."""

    objects = PairNoteQuerySet.as_manager()

    class Meta(AboutPair.Meta):
        verbose_name = _("note about a pair")
        verbose_name_plural = _("notes about pairs")
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(text=""), name="pair_note_says_something")]


class LetterKind(models.TextChoices):
    """A word of the coordinator's own, or the people who can help with a word."""

    WORD = "word", _("Message")
    HELP = "help", _("Offer of help")


class PairLetterQuerySet(AboutPairQuerySet["PairLetter"]):
    pass


class PairLetter(AboutPair):
    """A mail that a coordinator wrote to one or both of a pair."""

    kind = models.CharField(_("kind"), max_length=8, choices=LetterKind.choices, default=LetterKind.WORD)
    to_mentor = models.BooleanField(_("to the mentor"))
    to_mentee = models.BooleanField(_("to the mentee"))

    objects = PairLetterQuerySet.as_manager()

    class Meta(AboutPair.Meta):
        verbose_name = _("letter to a pair")
        verbose_name_plural = _("letters to pairs")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=LetterKind.values), name="pair_letter_kind_known"),
            models.CheckConstraint(condition=Q(to_mentor=True) | Q(to_mentee=True), name="pair_letter_goes_to_someone"),
            models.CheckConstraint(condition=Q(kind=LetterKind.HELP) | ~Q(text=""), name="pair_letter_says_something"),
        ]

    @property
    def goes_to_both(self) -> bool:
        """Whether both of the two get it."""
        return self.to_mentor and self.to_mentee

    @property
    def recipients(self) -> list[User]:
        """Who gets it, the mentee first."""
        choices = ((self.to_mentee, self.match.mentee.user), (self.to_mentor, self.match.mentor.user))
        return [person for goes, person in choices if goes]
