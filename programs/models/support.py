"""What L&D gives: trainings, resources, and whom to turn to (P-10, P-11, P-14, E-21)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from people import policy
from programs.models.program import ANYWHERE, Program
from web.fields.names import LineField
from web.fields.texts import PARAGRAPH, LinkField, Prose

if TYPE_CHECKING:
    from people.models import User
    from people.policy import Role


class OfProgramQuerySet(models.QuerySet["Training"]):
    """Rows of a program."""

    def managed_by(self, user: User) -> Self:
        """Those of the programs that the person manages."""
        return self.filter(program__in=Program.objects.managed_by(user))

    def visible_to(self, user: User) -> Self:
        """Those of the programs that the person sees."""
        return self.filter(program__in=Program.objects.visible_to(user))


class OfProgram(models.Model):
    """Something that belongs to a program."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="%(class)ss", verbose_name=_("program"))

    objects = OfProgramQuerySet.as_manager()

    class Meta:
        abstract = True

    def roles_of(self, user: User) -> set[Role]:
        return self.program.roles_of(user)


class Training(OfProgram):
    """A training for mentors (P-10): what it teaches, how long it takes, where it is."""

    name = LineField(_("name"), max_length=160)
    about = Prose(_("what it teaches"), blank=True, max_length=PARAGRAPH)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    url = LinkField(_("address"), blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = _("training")

    def __str__(self) -> str:
        return self.name


class TrainingCompletionQuerySet(models.QuerySet["TrainingCompletion"]):
    """Who has done which training."""

    def managed_by(self, user: User) -> Self:
        """Those of the programs that the person manages."""
        return self.filter(training__program__in=Program.objects.managed_by(user))

    def visible_to(self, user: User) -> Self:
        """Keep a person's own: nobody else reads them here."""
        return self.filter(user=user)


class TrainingCompletion(models.Model):
    """That someone has done a training, as they or the coordinator said."""

    training = models.ForeignKey(Training, models.PROTECT, related_name="completions", verbose_name=_("training"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="trainings_done", verbose_name=_("person")
    )
    completed_at = models.DateTimeField(_("completed"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    objects = TrainingCompletionQuerySet.as_manager()

    class Meta:
        verbose_name = _("completed training")
        constraints: ClassVar = [models.UniqueConstraint(fields=["training", "user"], name="training_done_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.training}"


class Resource(OfProgram):
    """Reading, a template, a link from L&D, for mentors, mentees or both (P-11)."""

    name = LineField(_("name"), max_length=160)
    about = Prose(_("about"), blank=True, max_length=PARAGRAPH)
    url = LinkField(_("address"), blank=True)
    audience = models.CharField(
        _("for"),
        max_length=8,
        default="both",
        choices=[("mentor", _("Mentors")), ("mentee", _("Mentees")), ("both", _("Both"))],
    )

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = _("resource")

    def __str__(self) -> str:
        return self.name


class SupportContactQuerySet(models.QuerySet["SupportContact"]):
    """Whom to turn to."""

    def managed_by(self, user: User) -> Self:
        """The organisation's list, to read for everyone who runs programs; administrators keep it (E-32)."""
        return self if policy.allows(user, policy.Action.MANAGE_PROGRAM, ANYWHERE) else self.none()

    def reachable(self) -> Self:
        """Those that say how: an address, a number or a page."""
        return self.exclude(email="", phone="", url="")


WAY = _("Add an email address, a phone number or a web address, so that people can reach this contact.")


class SupportContact(models.Model):
    """Professional help that the organisation offers: employee assistance, HR, ethics (P-14, E-21)."""

    name = LineField(_("name"), max_length=160)
    what_for = LineField(_("what for"), max_length=240)
    email = models.EmailField(_("email address"), blank=True)
    phone = LineField(_("phone"), max_length=40, blank=True)
    url = LinkField(_("web address"), blank=True)
    rank = models.PositiveSmallIntegerField(_("order"), default=10)

    objects = SupportContactQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["rank", "name"]
        verbose_name = _("support contact")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(email="", phone="", url=""),
                name="support_contact_is_reachable",
                violation_error_message=WAY,
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def url_in_words(self) -> str:
        """The web address as people say it."""
        return self.url.removeprefix("https://").removeprefix("http://").rstrip("/")

    @property
    def is_reachable(self) -> bool:
        """Whether it says how to reach them."""
        return bool(self.email or self.phone or self.url)

    @property
    def phone_number(self) -> str:
        """The number as a telephone dials it."""
        return "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")

    def roles_of(self, user: User) -> set[Role]:
        """Those that the person holds in any program: the list is the organisation's."""
        return ANYWHERE.roles_of(user)
