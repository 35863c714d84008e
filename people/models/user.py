"""The employees' directory: one row a person, which is also their sign-in."""

from __future__ import annotations

import uuid
import zoneinfo
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Coalesce, Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from people.models.marked import Marked, MarkedQuerySet
from people.models.work import Department, Level, Site, check_time_zone
from web.fields.names import LineField, NameField

if TYPE_CHECKING:
    from datetime import date, datetime

    from people.policy import Role


class AddressField(models.EmailField[str, str]):
    """An email address in lower case, in rows and in lookups: people type their own in any case."""

    def get_prep_value(self, value: Any) -> Any:  # noqa: ANN401 - as Django declares it
        """Lower what goes to the database."""
        value = super().get_prep_value(value)
        return value.lower() if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: ANN401, FBT001 - as Django declares it
        """Lower it on the object too, so that it equals its row."""
        value = self.get_prep_value(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value


class UserQuerySet(MarkedQuerySet["User"]):
    """Employees, narrowed step by step."""

    def employed(self, on: date) -> Self:
        """Those who have not left by the day."""
        return self.filter(models.Q(left_on__isnull=True) | models.Q(left_on__gt=on))

    def administrators(self) -> Self:
        """Those who run the organisation's side."""
        return self.filter(is_organization_administrator=True, is_active=True)

    def unconfirmed_since(self, moment: datetime) -> Self:
        """Administrators who were neither appointed nor confirmed since then (E-36)."""
        sure_at = Coalesce("administrator_confirmed_at", "administrator_since", "created_at")
        return self.administrators().alias(sure_at=sure_at).filter(sure_at__lt=moment)

    def managed_by(self, user: User) -> Self:
        """The directory as the coordinators' dashboard shows it: whole for those who run programs."""
        return self if user.is_organization_administrator or user.is_staff else self.none()

    def with_work(self) -> Self:
        """Bring along what a list shows of each person, in one query."""
        return self.select_related("department", "level", "site", "supervisor")


class UserManager(BaseUserManager["User"]):
    """Makes people. Nobody gets a usable password unless one is given."""

    def get_queryset(self) -> UserQuerySet:
        """All employees, past ones too."""
        return UserQuerySet(self.model, using=self._db)

    def employed(self, on: date) -> UserQuerySet:
        return self.get_queryset().employed(on)

    def managed_by(self, user: User) -> UserQuerySet:
        return self.get_queryset().managed_by(user)

    def with_work(self) -> UserQuerySet:
        return self.get_queryset().with_work()

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:  # noqa: ANN401
        """Create one person; `email` is their address and sign-in name."""
        user = self.model(email=email.strip(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:  # noqa: ANN401
        """Create the first organisation administrator, who appoints the others."""
        fields.setdefault("name", email.split("@", maxsplit=1)[0])
        return self.create_user(
            email, password, is_staff=True, is_superuser=True, is_organization_administrator=True, **fields
        )

    def get_by_natural_key(self, username: str | None) -> User:
        """Find a person by address, whatever the case it was typed in."""
        return self.get(email=username)


class User(Marked, AbstractBaseUser, PermissionsMixin):
    """One employee: the directory's row and the sign-in in one. A supervisor need never sign in."""

    # Who someone is, may become and signs for.
    MARKED = (
        "email",
        "name",
        "password",
        "is_active",
        "is_staff",
        "is_superuser",
        "is_organization_administrator",
        "administrator_since",
        "appointed_by",
        "administrator_confirmed_at",
        "administrator_confirmed_by",
        "supervisor",
        "left_on",
    )

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    email = AddressField(_("email address"), unique=True)
    employee_number = models.CharField(_("employee number"), max_length=40, null=True, blank=True, unique=True)
    name = NameField(_("name"), max_length=200)
    known_as = NameField(_("known as"), max_length=80, blank=True, help_text=_("For greetings, if not the first name."))
    job_title = LineField(_("job title"), max_length=160, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("department")
    )
    level = models.ForeignKey(
        Level, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("level")
    )
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("site"))
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        blank=True,
        validators=[check_time_zone],
        help_text=_("Leave empty to use the site’s."),
    )
    languages = ArrayField(
        models.CharField(max_length=12),
        default=list,
        blank=True,
        verbose_name=_("languages"),
        help_text=_("Codes such as en, de, fr."),
    )
    hired_on = models.DateField(_("hired on"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    supervisor = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="reports", verbose_name=_("supervisor")
    )
    is_organization_administrator = models.BooleanField(_("organisation administrator"), default=False)
    is_staff = models.BooleanField(_("may open the desk"), default=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    invited_at = models.DateTimeField(_("invited at"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    administrator_since = models.DateTimeField(_("administrator since"), null=True, blank=True, editable=False)
    appointed_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("appointed by")
    )
    administrator_confirmed_at = models.DateTimeField(
        _("administrator’s role last confirmed"), null=True, blank=True, editable=False
    )
    administrator_confirmed_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("confirmed by")
    )
    # Counted up to end every session of the person at once; part of what a session is checked against.
    session_round = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    # Of an object that lives no longer than a page takes to be made (people.middleware.RolesReadOnce), never of a row.
    reads_roles_once = False
    roles_read: dict[int, set[Role]] | None = None

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = []

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("email"),
                name="person_email_once",
                violation_error_message=_("Someone with this address is already in the directory."),
            ),
            models.CheckConstraint(condition=~models.Q(email=""), name="person_has_email"),
            models.CheckConstraint(condition=~models.Q(supervisor=models.F("id")), name="person_not_own_supervisor"),
            models.CheckConstraint(
                condition=models.Q(left_on__isnull=True)
                | models.Q(hired_on__isnull=True)
                | models.Q(left_on__gte=models.F("hired_on")),
                name="person_leaves_after_hiring",
            ),
            models.CheckConstraint(
                condition=models.Q(administrator_confirmed_at__isnull=True, administrator_confirmed_by__isnull=True)
                | (
                    models.Q(administrator_confirmed_at__isnull=False, administrator_confirmed_by__isnull=False)
                    & ~models.Q(administrator_confirmed_by=models.F("id"))
                ),
                name="administrator_confirmed_by_someone_else",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        """What to call the person in a greeting."""
        return self.known_as or self.name.split(" ")[0]

    def get_full_name(self) -> str:
        """Django's and allauth's name for the display name."""
        return self.name

    def get_short_name(self) -> str:
        """Django's and allauth's name for the greeting name."""
        return self.first_name

    @property
    def zone_name(self) -> str:
        """The IANA time zone in which this person reads times: own, else the site's, else the organisation's."""
        if self.time_zone:
            return self.time_zone
        return self.site.time_zone if self.site else str(settings.TIME_ZONE)

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """`zone_name` as a zone; a name that the operating system no longer knows counts as the organisation's."""
        try:
            return zoneinfo.ZoneInfo(self.zone_name)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            return zoneinfo.ZoneInfo(str(settings.TIME_ZONE))

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What Django checks each session against, under the present secret and under earlier ones."""
        if not self.session_round:
            return cast("str", super()._get_session_auth_hash(secret))  # type: ignore[misc]  # Django's own, not in its stubs
        value = f"{self.session_round}:{self.password}"
        return salted_hmac("people.sessions", value, secret=secret, algorithm="sha256").hexdigest()

    def is_employed(self, on: date) -> bool:
        """Whether the person works here on the day."""
        return self.left_on is None or self.left_on > on

    def is_here(self, now: datetime) -> bool:
        """Whether the person works here now, by their own calendar, is not shut out, and is who the application wrote.

        What a process asks of `by`, and sign-in of everyone.
        """
        return self.is_active and self.is_employed(now.astimezone(self.zone).date()) and self.is_marked()
