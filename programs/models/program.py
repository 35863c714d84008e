"""A program, who runs it, and what it wants to reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people import policy
from people.models import User
from people.models.marked import Marked, MarkedQuerySet
from people.policy import Role
from web.fields.names import LineField
from web.fields.texts import PARAGRAPH, Prose

if TYPE_CHECKING:
    from datetime import date, datetime


class Format(models.TextChoices):
    """The three kinds of program: one machine, other rules."""

    PEER = "peer", _("Peer mentoring")
    REVERSE = "reverse", _("Reverse mentoring")
    ONBOARDING = "onboarding", _("Onboarding mentoring")


class ProgramQuerySet(models.QuerySet["Program"]):
    """Programs, narrowed to whom they concern."""

    def where_allowed(self, user: User, action: policy.Action) -> Self:
        """Programs in which the person's roles allow the action."""
        allowed = policy.roles_for(action)
        if not user.is_active:
            return self.none()
        if Role.ADMINISTRATOR in allowed and user.is_organization_administrator:
            return self
        if user.reads_roles_once:
            # Some ids instead of a subquery within the subqueries of what belongs to programs.
            return self.filter(pk__in=[program for program, held in roles_by_program(user).items() if held & allowed])
        held = Membership.objects.filter(user=user, role__in=[role.value for role in allowed], ended_at__isnull=True)
        return self.filter(pk__in=held.values("program"))

    def managed_by(self, user: User) -> Self:
        """What the dashboard shows."""
        return self.where_allowed(user, policy.Action.MANAGE_PROGRAM)

    def open(self) -> Self:
        """Those that have opened and not closed."""
        return self.filter(opened_at__isnull=False, closed_at__isnull=True)

    def visible_to(self, user: User) -> Self:
        """Programs that are open to everyone, and those that the person helps to run."""
        inside = self.where_allowed(user, policy.Action.SEE_PROGRAM)
        return self.filter(Q(opened_at__isnull=False) | Q(pk__in=inside.values("pk")))


class Program(models.Model):
    """The whole undertaking: why it exists and what it means for the business and for the employee (P-01)."""

    name = LineField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    format = models.CharField(_("format"), max_length=12, choices=Format.choices, default=Format.PEER)
    purpose = Prose(
        _("purpose"), help_text=_("Why the program exists, in words that everyone will read."), max_length=PARAGRAPH
    )
    business_reason = Prose(_("what it means for the business"), max_length=PARAGRAPH)
    employee_reason = Prose(_("what it means for the employee"), max_length=PARAGRAPH)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("created by")
    )

    objects = ProgramQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = _("program")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(format__in=Format.values), name="program_format_known"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(opened_at__isnull=False), name="program_opens_before_closing"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether it has opened and not closed."""
        return self.opened_at is not None and self.closed_at is None

    @property
    def is_onboarding(self) -> bool:
        """Whether mentors are called buddies here."""
        return self.format == Format.ONBOARDING

    @property
    def mentor_word(self) -> str:
        """What a mentor is called here."""
        return gettext("buddy") if self.is_onboarding else gettext("mentor")

    def roles_of(self, user: User) -> set[Role]:
        """Return the roles that the person holds in this program (see people.policy)."""
        return set(roles_by_program(user).get(self.pk, ()))

    def people_with(self, *roles: Role) -> list[User]:
        """Return those who hold one of the roles now, each once, by name."""
        held = (
            self.memberships.current().filter(role__in=roles).select_related("user").order_by("user__name", "user_id")
        )
        return list(dict.fromkeys(membership.user for membership in held))


class Anywhere:
    """The organisation as something one has roles on: those that the person holds in any program.

    For what belongs to no single program: creating one, and the list of support contacts.
    """

    def roles_of(self, user: User) -> set[Role]:
        """Return every role that the person holds in some program."""
        return set().union(*roles_by_program(user).values())


ANYWHERE = Anywhere()


def roles_by_program(user: User) -> dict[int, set[Role]]:
    """Return the roles that the person holds now, by the program's id.

    Read once for an object of a person that says so: the reader of a page (see people.middleware.RolesReadOnce).
    """
    if user.roles_read is not None:
        return user.roles_read
    roles: dict[int, set[Role]] = {}
    for program, role in Membership.objects.current().filter(user=user).values_list("program", "role"):
        roles.setdefault(program, set()).add(Role(role))
    if user.reads_roles_once:
        user.roles_read = roles
    return roles


class MembershipQuerySet(MarkedQuerySet["Membership"]):
    """Who runs which program."""

    def current(self) -> Self:
        """Roles that are held now."""
        return self.filter(ended_at__isnull=True)

    def reachable(self, on: date) -> Self:
        """Roles of people who work here on the day and may sign in."""
        return self.filter(user__in=User.objects.get_queryset().employed(on).filter(is_active=True))

    def managed_by(self, user: User) -> Self:
        """Those of the programs that the person manages."""
        return self.filter(program__in=Program.objects.managed_by(user))

    def unconfirmed_since(self, moment: datetime) -> Self:
        """Held now, and neither given nor confirmed since then."""
        return self.current().alias(sure_at=Coalesce("confirmed_at", "added_at")).filter(sure_at__lt=moment)


class Membership(Marked):
    """A role that someone holds in a program: coordinator, facilitator or committee member (P-02)."""

    MARKED = (
        "program",
        "user",
        "role",
        "added_at",
        "added_by",
        "ended_at",
        "ended_by",
        "confirmed_at",
        "confirmed_by",
    )

    program = models.ForeignKey(Program, models.CASCADE, related_name="memberships", verbose_name=_("program"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name=_("person")
    )
    role = models.CharField(
        _("role"),
        max_length=16,
        choices=[(r.value, r.label) for r in (Role.COORDINATOR, Role.FACILITATOR, Role.COMMITTEE)],
    )
    added_at = models.DateTimeField(_("added"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("added by"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ended by"),
    )
    # Once a year someone else says that the role is still right (E-36).
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["program", "role", "pk"]
        verbose_name = _("role in a program")
        verbose_name_plural = _("roles in programs")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["program", "user", "role"], condition=Q(ended_at__isnull=True), name="membership_role_once"
            ),
            models.CheckConstraint(
                condition=Q(role__in=["coordinator", "facilitator", "committee"]), name="membership_role_known"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="membership_ended_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="membership_confirmed_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"

    def roles_of(self, user: User) -> set[Role]:
        return self.program.roles_of(user)


class GoalQuerySet(models.QuerySet["Goal"]):
    def managed_by(self, user: User) -> Self:
        """Those of the programs that the person manages."""
        return self.filter(program__in=Program.objects.managed_by(user))


class Goal(models.Model):
    """A measurable goal of the program: a KPI with baseline, target and date (P-04)."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="goals", verbose_name=_("program"))
    statement = LineField(_("goal"), max_length=240)
    kpi = LineField(_("KPI"), max_length=160, help_text=_("What is measured, and how."))
    unit = LineField(_("unit"), max_length=24, default="%", blank=True)
    baseline = models.DecimalField(_("baseline"), max_digits=10, decimal_places=2)
    target = models.DecimalField(_("target"), max_digits=10, decimal_places=2)
    due_on = models.DateField(_("by"))

    objects = GoalQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
        verbose_name = _("program goal")

    def __str__(self) -> str:
        return self.statement

    def roles_of(self, user: User) -> set[Role]:
        return self.program.roles_of(user)
