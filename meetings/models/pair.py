"""A pair as those who look after it see it: whether the two meet, and nothing else (P-31, D-23)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _

from matching.models import Match, MatchStatus
from matching.models.match import MatchQuerySet
from people.policy import Action
from programs.models import Program

if TYPE_CHECKING:
    from people.models import User


class PairQuerySet(MatchQuerySet):
    """Active matches, for those who may see how they are."""

    def managed_by(self, user: User) -> PairQuerySet:
        """Pairs whose agreement is in force, in programs where the person may see whether pairs meet."""
        return self.known_to(user).filter(status=MatchStatus.ACTIVE)

    def known_to(self, user: User) -> PairQuerySet:
        """The same, and those that are over: a page that someone has open, or a mail leads to, still says what became of it."""
        allowed = Program.objects.where_allowed(user, Action.SEE_HEALTH)
        began = [MatchStatus.ACTIVE, MatchStatus.COMPLETED, MatchStatus.ENDED]
        return self.filter(status__in=began, active_at__isnull=False, cohort__program__in=allowed)


class Pair(Match):
    """A match under another name, so that the admin can list it with its health."""

    objects = PairQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        proxy = True
        ordering: ClassVar = ["cohort", "mentee__user__name", "pk"]
        verbose_name = _("pair")
        verbose_name_plural = _("pairs")
