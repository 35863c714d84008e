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
        allowed = Program.objects.where_allowed(user, Action.SEE_HEALTH)
        return self.filter(status=MatchStatus.ACTIVE, cohort__program__in=allowed)


class Pair(Match):
    """A match under another name, so that the admin can list it with its health."""

    objects = PairQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        proxy = True
        ordering: ClassVar = ["cohort", "mentee__user__name", "pk"]
        verbose_name = _("pair")
        verbose_name_plural = _("pairs")
