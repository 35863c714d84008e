"""What the two write at the end (P-34)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from matching.models import Match
from people.policy import Role
from programs.models import Membership
from web.fields.texts import PAGE, Prose

if TYPE_CHECKING:
    from people.models import User


class SummaryQuerySet(models.QuerySet["Summary"]):
    def managed_by(self, user: User) -> Self:
        """Those of the programs that the person coordinates: whom the page names where one writes, nobody else."""
        held = Membership.objects.current().filter(user=user, role=Role.COORDINATOR)
        return self.filter(match__cohort__program__in=held.values("program")) if user.is_active else self.none()

    def visible_to(self, user: User) -> Self:
        """The person's own, and what a partner lets them read."""
        return self.filter(
            Q(author=user) | Q(share_with_partner=True, match__in=Match.objects.visible_to(user)),
        )

    def with_people(self) -> Self:
        """Bring along who wrote it and in which program, in one query."""
        return self.select_related("author", "match__cohort__program", "match__mentor__user", "match__mentee__user")


class Summary(models.Model):
    """What a mentor or a mentee writes at the end. Named: the page says who reads it before one writes."""

    match = models.ForeignKey(Match, models.PROTECT, related_name="summaries", verbose_name=_("match"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="summaries", verbose_name=_("author")
    )
    learnt = Prose(_("what I learnt"), max_length=PAGE)
    passed_on = Prose(_("what I passed on"), blank=True, max_length=PAGE)
    worked = Prose(_("what worked, and what should change"), blank=True, max_length=PAGE)
    share_with_partner = models.BooleanField(_("my partner may read this"), default=False)
    written_at = models.DateTimeField(_("written"))

    objects = SummaryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["match", "pk"]
        verbose_name = _("summary")
        verbose_name_plural = _("summaries")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["match", "author"], name="summary_one_a_person"),
            models.CheckConstraint(condition=~Q(learnt=""), name="summary_says_something"),
        ]

    def __str__(self) -> str:
        return str(self.author)

    def roles_of(self, user: User) -> set[Role]:
        return self.match.roles_of(user)
