"""Signatures on a version: who is asked, in which capacity, and what they answered."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import AgreementVersion
from agreements.models.version_status import VersionStatus
from people.database import rights
from web.fields.names import LineField
from web.fields.texts import PAGE, Prose

if TYPE_CHECKING:
    from datetime import date

    from people.models import User
    from people.status import Transitions

# Letters and digits that nobody confuses when reading them aloud.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_reference() -> str:
    """Return what a person can quote about a signature. It names the request and opens nothing: it is no secret."""
    return "-".join("".join(secrets.choice(ALPHABET) for _letter in range(4)) for _group in range(3))


class SignerRole(models.TextChoices):
    """In which capacity someone signs. `SUPERVISOR_OF_BOTH` signs once for both."""

    MENTEE = "mentee", _("Mentee")
    MENTOR = "mentor", _("Mentor")
    MENTEE_SUPERVISOR = "mentee_supervisor", _("Mentee’s supervisor")
    MENTOR_SUPERVISOR = "mentor_supervisor", _("Mentor’s supervisor")
    SUPERVISOR_OF_BOTH = "supervisor_of_both", _("Supervisor of both")


PAIR = (SignerRole.MENTEE, SignerRole.MENTOR)


class StandsIn(models.TextChoices):
    """For whose supervisor someone from the program signs, where the directory names none."""

    NOBODY = "", _("nobody")
    MENTEE = "mentee", _("the mentee’s supervisor")
    MENTOR = "mentor", _("the mentor’s supervisor")
    BOTH = "both", _("the supervisors of both")


class SignatureStatus(models.TextChoices):
    """Where a request stands. `WAITING` is not this person's turn yet (A-22)."""

    WAITING = "waiting", _("Not their turn yet")
    ASKED = "asked", _("Asked")
    SIGNED = "signed", _("Signed")
    CHANGE_ASKED = "change_asked", _("Asked for a change")
    DECLINED = "declined", _("Declined")
    WAIVED = "waived", _("Waived")
    HANDED_OVER = "handed_over", _("Someone else was asked")
    VOID = "void", _("No longer asked")


TRANSITIONS: dict[str, set[str]] = {
    SignatureStatus.WAITING: {
        SignatureStatus.ASKED,
        SignatureStatus.WAIVED,
        SignatureStatus.HANDED_OVER,
        SignatureStatus.VOID,
    },
    SignatureStatus.ASKED: {
        SignatureStatus.SIGNED,
        SignatureStatus.CHANGE_ASKED,
        SignatureStatus.DECLINED,
        SignatureStatus.WAIVED,
        SignatureStatus.HANDED_OVER,
        SignatureStatus.VOID,
    },
    SignatureStatus.SIGNED: {SignatureStatus.VOID},
    SignatureStatus.WAIVED: {SignatureStatus.VOID},
    SignatureStatus.HANDED_OVER: set(),
    SignatureStatus.CHANGE_ASKED: set(),
    SignatureStatus.DECLINED: set(),
    SignatureStatus.VOID: set(),
}

DECIDED = [SignatureStatus.SIGNED, SignatureStatus.CHANGE_ASKED, SignatureStatus.DECLINED]
# What a version needs from each of its requests before it can come into force.
SETTLED = [SignatureStatus.SIGNED, SignatureStatus.WAIVED]


class SignatureRequestQuerySet(models.QuerySet["SignatureRequest"]):
    def visible_to(self, user: User) -> Self:
        """What the person is asked to sign, or has answered."""
        return self.filter(signer=user).exclude(status=SignatureStatus.WAITING)

    def awaiting(self) -> Self:
        """Asked and not answered."""
        return self.filter(status=SignatureStatus.ASKED)

    def signer_changed(self, today: date) -> Self:
        """Open, but the signer has left, or is no longer the supervisor whom the directory names."""
        rows = self.filter(
            status__in=[SignatureStatus.WAITING, SignatureStatus.ASKED], version__status=VersionStatus.SIGNING
        ).exclude(role__in=PAIR)
        changed = Q(signer__left_on__lte=today) | Q(signer__is_active=False)
        for role, whose in ((SignerRole.MENTEE_SUPERVISOR, "mentee"), (SignerRole.MENTOR_SUPERVISOR, "mentor")):
            named = f"version__agreement__match__{whose}__user__supervisor"
            other = Q(**{f"{named}__isnull": False}) & ~Q(**{named: F("signer")})
            changed |= Q(role=role, stands_in=StandsIn.NOBODY, replaces__isnull=True) & other
        return rows.filter(changed)

    def standing(self) -> Self:
        """Those that count: without those that were handed to someone else."""
        return self.exclude(status=SignatureStatus.HANDED_OVER)

    def with_people(self) -> Self:
        """Bring along the signer, both people and the program, in one query."""
        return self.select_related(
            "signer__site",
            "replaces__signer",
            "version__agreement__match__cohort__program",
            "version__agreement__match__mentor__user__site",
            "version__agreement__match__mentee__user__site",
        )


class SignatureRequest(models.Model):
    """One person asked to sign one version in one role."""

    transitions: ClassVar[Transitions] = TRANSITIONS

    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="requests", verbose_name=_("version"))
    role = models.CharField(_("signs as"), max_length=20, choices=SignerRole.choices)
    stands_in = models.CharField(
        _("in place of"), max_length=8, choices=StandsIn.choices, default=StandsIn.NOBODY, blank=True
    )
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="signature_requests", verbose_name=_("signer")
    )
    reference = models.CharField(_("reference"), max_length=16, unique=True, default=new_reference)
    status = models.CharField(
        _("status"), max_length=14, choices=SignatureStatus.choices, default=SignatureStatus.WAITING
    )
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)
    reminded_at = models.DateTimeField(_("last reminded"), null=True, blank=True)
    decided_at = models.DateTimeField(_("answered"), null=True, blank=True)
    typed_name = LineField(_("typed name"), max_length=200, blank=True)
    consent_version = models.CharField(_("version of the consent text"), max_length=20, blank=True)
    consent_hash = models.CharField(_("SHA-256 of the consent text"), max_length=64, blank=True)
    remark = Prose(_("remark"), blank=True, max_length=PAGE)
    ip_address = models.GenericIPAddressField(_("network address"), null=True, blank=True)
    user_agent = models.CharField(_("browser"), max_length=300, blank=True)
    wrong_person_at = models.DateTimeField(_("said to be the wrong person"), null=True, blank=True)
    wrong_person_note = Prose(_("who would be right"), blank=True, max_length=PAGE)
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("in place of the signature request to"),
    )
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("waived or handed over by"),
    )
    escalated_at = models.DateTimeField(_("coordinators told that there is no answer"), null=True, blank=True)
    # As it was when they answered: a certificate made later says what was true then.
    signer_name = models.CharField(_("name of the signer then"), max_length=200, blank=True)
    signer_address = models.CharField(_("address of the signer then"), max_length=254, blank=True)

    objects = SignatureRequestQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["version", "pk"]
        verbose_name = _("signature")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "role"],
                condition=~Q(status=SignatureStatus.HANDED_OVER),
                name="signature_role_once",
            ),
            models.CheckConstraint(condition=Q(status__in=SignatureStatus.values), name="signature_status_known"),
            models.CheckConstraint(condition=Q(role__in=SignerRole.values), name="signature_role_known"),
            models.CheckConstraint(condition=Q(stands_in__in=StandsIn.values), name="signature_stands_in_known"),
            models.CheckConstraint(
                condition=~Q(status__in=[SignatureStatus.ASKED, *DECIDED]) | Q(asked_at__isnull=False),
                name="signature_asked_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=DECIDED) | Q(decided_at__isnull=False), name="signature_decided_has_time"
            ),
            models.CheckConstraint(
                condition=~Q(status=SignatureStatus.SIGNED) | (~Q(typed_name="") & ~Q(consent_hash="")),
                name="signature_signed_has_name_and_consent",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[SignatureStatus.CHANGE_ASKED, SignatureStatus.DECLINED]) | ~Q(remark=""),
                name="signature_refused_has_remark",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[SignatureStatus.WAIVED, SignatureStatus.HANDED_OVER])
                | (~Q(remark="") & Q(settled_by__isnull=False, decided_at__isnull=False)),
                name="signature_settled_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.get_status_display()}"

    @property
    def name_of_signer(self) -> str:
        """The name to show with this signature: the one kept when it was decided; before that, the directory's."""
        return self.signer_name or self.signer.name

    @property
    def is_open(self) -> bool:
        """Whether an answer is waited for: asked, on a version that is out for signature, of a pair that goes on."""
        version = self.version
        return (
            self.status == SignatureStatus.ASKED
            and version.status == VersionStatus.SIGNING
            and version.match.is_running
        )

    @property
    def is_of_the_pair(self) -> bool:
        """Whether mentor or mentee is asked here, not a supervisor."""
        return self.role in PAIR

    def can_be_decided_by(self, user: User) -> bool:
        """Whether it is this person's turn."""
        return self.signer_id == user.pk and self.status == SignatureStatus.ASKED


# What is asked of whom never changes; and once there is an answer, a trigger freezes that too.
FIXED = {"id", "version", "role", "stands_in", "signer", "reference", "replaces"}
rights.limit(
    SignatureRequest,
    update=[field.name for field in SignatureRequest._meta.concrete_fields if field.name not in FIXED],
)


@dataclass(frozen=True)
class Signer:
    """One person in one capacity; `stands_in` says in place of whose supervisor someone from the program signs."""

    role: SignerRole
    user: User
    stands_in: StandsIn = StandsIn.NOBODY
