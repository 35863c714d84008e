"""What a pair agrees on (P-25, P-26), in versions: each is written, signed, and then never changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from agreements.models.hours import Rhythm, Weekday
from agreements.models.version_status import OPEN, TRANSITIONS, VersionStatus, VoidCause
from matching.models import Match
from matching.models.match import own
from people.models import check_time_zone
from people.policy import Action
from pool.models import Channel
from programs.models import Program
from web.fields.names import LineField
from web.fields.texts import PAGE, Prose

if TYPE_CHECKING:
    from datetime import datetime

    from people.models import User
    from people.policy import Role
    from people.status import Transitions


# How many reminders a signer gets at most.
REMINDERS = 3


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def managed_by(self, user: User) -> Self:
        """Those of the programs where the person may read agreements."""
        return self.filter(match__cohort__program__in=Program.objects.where_allowed(user, Action.SEE_AGREEMENTS))

    def visible_to(self, user: User) -> Self:
        """Keep the agreements of the person's own pairs."""
        return self.filter(own(user, "match__"))

    def unsigned_since(self, moment: datetime) -> Self:
        """Begun before then, still being written or signed, and nothing in force yet."""
        open_now = AgreementVersion.objects.open().values("agreement")
        in_force = AgreementVersion.objects.filter(status=VersionStatus.IN_FORCE).values("agreement")
        return self.filter(created_at__lt=moment, pk__in=open_now).exclude(pk__in=in_force)

    def returned(self) -> Self:
        """Came back from signing, and the two have not sent it out again."""
        drafts = AgreementVersion.objects.filter(status=VersionStatus.DRAFT, came_back=True)
        return self.filter(pk__in=drafts.values("agreement"))

    def asking_somebody_else(self) -> Self:
        """One of those who are asked says that another person should be."""
        condition = Q(requests__status="asked", requests__wrong_person_at__isnull=False)
        return self.filter(pk__in=AgreementVersion.objects.open().filter(condition).values("agreement"))

    def unanswered(self) -> Self:
        """Somebody has had all reminders and has not answered (A-23)."""
        tired = Q(requests__status="asked", requests__reminders__gte=REMINDERS)
        return self.filter(pk__in=AgreementVersion.objects.open().filter(tired).values("agreement"))

    def waiting_for_a_second(self) -> Self:
        """Somebody proposes another signer, or none, and a second person has to agree (A-16)."""
        waits = Q(requests__decisions__outcome="open", requests__status__in=["waiting", "asked"])
        signing = AgreementVersion.objects.filter(waits, status=VersionStatus.SIGNING)
        return self.filter(pk__in=signing.values("agreement"))

    def disputed(self) -> Self:
        """Somebody says that a signature is not theirs, and nobody has decided yet (A-24)."""
        return self.filter(disputes__outcome="open")

    def disputed_again(self) -> Self:
        """Somebody says once more that a signature is not theirs which a coordinator found right (A-24)."""
        return self.filter(disputes__repeated__isnull=False, disputes__repeated__answered_at__isnull=True)

    def awaiting_seal(self) -> Self:
        """In force, but the PDF cannot be sealed yet (A-18)."""
        delayed = AgreementVersion.objects.filter(sealing_delay__isnull=False)
        return self.filter(pk__in=delayed.values("agreement"))

    def with_people(self) -> Self:
        """Bring along both people and the program, in one query."""
        return self.select_related(
            "match__cohort__program",
            "match__mentor__user__site",
            "match__mentee__user__site",
            "match__mentor__user__department",
            "match__mentee__user__department",
        )


class Agreement(models.Model):
    """The agreement of one match; its text stands in versions."""

    match = models.OneToOneField(Match, models.PROTECT, related_name="agreement", verbose_name=_("match"))
    created_at = models.DateTimeField(_("created"))
    # The end of its chain of events, keyed: how many there are, and that nobody has cut the last ones off.
    head_sequence = models.PositiveIntegerField(default=0, editable=False)
    head_key = models.CharField(max_length=24, blank=True, editable=False)
    head_mac = models.CharField(max_length=64, blank=True, editable=False)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        verbose_name = _("mentoring agreement")

    def __str__(self) -> str:
        return str(self.match)

    def roles_of(self, user: User) -> set[Role]:
        return self.match.roles_of(user)

    def rests(self) -> bool:
        """Whether nothing may be signed or changed, because somebody says that a signature is not theirs (A-24)."""
        return self.disputes.open().exists()


class AgreementVersionQuerySet(models.QuerySet["AgreementVersion"]):
    def visible_to(self, user: User) -> Self:
        """Those of the person's own agreements."""
        return self.filter(own(user, "agreement__match__"))

    def open(self) -> Self:
        """Being written or out for signature."""
        return self.filter(status__in=OPEN)

    def binding(self) -> Self:
        """Those whose standing appointment takes up time: out for signature or in force, of a match that goes on."""
        return self.filter(
            status__in=[VersionStatus.SIGNING, VersionStatus.IN_FORCE], agreement__match__in=Match.objects.running()
        )

    def of_person(self, user: User) -> Self:
        """Those in which the person is mentor or mentee."""
        return self.filter(Q(agreement__match__mentor__user=user) | Q(agreement__match__mentee__user=user))

    def with_people(self) -> Self:
        """Bring along both people and the program, in one query."""
        return self.select_related(
            "agreement__match__cohort__program",
            "agreement__match__mentor__user__site",
            "agreement__match__mentee__user__site",
            "agreement__match__mentor__user__department",
            "agreement__match__mentee__user__department",
            "edited_by",
        )


class AgreementVersion(models.Model):
    """One version. `text` and its SHA-256 are fixed when it goes out for signature: what is shown is what is signed."""

    transitions: ClassVar[Transitions] = TRANSITIONS

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="versions", verbose_name=_("agreement"))
    number = models.PositiveSmallIntegerField(_("version"))
    status = models.CharField(_("status"), max_length=12, choices=VersionStatus.choices, default=VersionStatus.DRAFT)
    revision = models.PositiveIntegerField(
        _("revision"), default=0, help_text=_("Counts saves, so that two edits at once do not overwrite each other.")
    )

    mentor_duties = Prose(_("what the mentor does"), blank=True, max_length=PAGE)
    mentee_duties = Prose(_("what the mentee does"), blank=True, max_length=PAGE)
    expectations = Prose(_("what each can expect"), blank=True, max_length=PAGE)
    ground_rules = Prose(_("ground rules"), blank=True, max_length=PAGE)
    topics = Prose(_("topics"), blank=True, max_length=PAGE)
    out_of_bounds = Prose(_("what is out of bounds"), blank=True, max_length=PAGE)
    cancelling = Prose(_("how to cancel or move a meeting"), blank=True, max_length=PAGE)
    reaching = Prose(_("how to reach each other between meetings"), blank=True, max_length=PAGE)
    joint_project = Prose(_("joint project"), blank=True, max_length=PAGE)
    chosen_clauses = Prose(
        _("clauses that the two chose"),
        blank=True,
        help_text=_("Those of the program’s guidelines, one on each line."),
        max_length=PAGE,
    )

    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday.choices, null=True, blank=True)
    starts_at = models.TimeField(_("time"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True, validators=[check_time_zone])
    minutes = models.PositiveSmallIntegerField(
        _("length"),
        null=True,
        blank=True,
        choices=[(30, _("30 minutes")), (45, _("45 minutes")), (60, _("60 minutes"))],
    )
    # Until a day, or for a number of meetings, which then sets the last day.
    meetings_planned = models.PositiveSmallIntegerField(_("number of meetings"), null=True, blank=True)
    rhythm = models.CharField(_("how often"), max_length=12, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    channel = models.CharField(_("how"), max_length=12, choices=Channel.choices, blank=True)
    place = LineField(_("location or link"), max_length=240, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    until_on = models.DateField(_("until"), null=True, blank=True)
    protected_minutes = models.PositiveSmallIntegerField(
        _("protected time a week, in minutes"),
        null=True,
        blank=True,
        help_text=_("On average, from the length and the rhythm; fixed when the agreement goes out for signature."),
    )

    text = models.TextField(_("text that is signed"), blank=True)
    text_hash = models.CharField(_("SHA-256 of the text"), max_length=64, blank=True)
    amends = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="amendments",
        verbose_name=_("changes version"),
        help_text=_("The version in force that this one is to replace (P-28)."),
    )
    created_at = models.DateTimeField(_("created"))
    edited_at = models.DateTimeField(_("last edited"), null=True, blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("last edited by"),
    )
    sent_at = models.DateTimeField(_("out for signature"), null=True, blank=True)
    in_force_at = models.DateTimeField(_("in force since"), null=True, blank=True)
    came_back = models.BooleanField(
        _("came back from signing"),
        default=False,
        help_text=_("The previous version became void before everyone had signed."),
    )
    voided_at = models.DateTimeField(_("void since"), null=True, blank=True)
    void_reason = Prose(_("why void"), blank=True, max_length=PAGE)
    void_cause = models.CharField(_("why void, as a code"), max_length=12, choices=VoidCause.choices, blank=True)

    objects = AgreementVersionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["agreement", "-number"]
        verbose_name = _("version of an agreement")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "number"], name="version_number_once"),
            models.UniqueConstraint(fields=["agreement"], condition=Q(status__in=OPEN), name="version_one_open"),
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(status=VersionStatus.IN_FORCE), name="version_one_in_force"
            ),
            models.CheckConstraint(condition=Q(status__in=VersionStatus.values), name="version_status_known"),
            models.CheckConstraint(
                condition=Q(status__in=[VersionStatus.DRAFT, VersionStatus.VOID])
                | (~Q(text="") & ~Q(text_hash="") & Q(sent_at__isnull=False)),
                name="version_sent_has_text",
            ),
            models.CheckConstraint(
                condition=~Q(status=VersionStatus.IN_FORCE) | Q(in_force_at__isnull=False),
                name="version_in_force_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(status=VersionStatus.VOID) | Q(voided_at__isnull=False), name="version_void_has_time"
            ),
            models.CheckConstraint(
                condition=Q(void_cause="") | Q(void_cause__in=VoidCause.values, void_reason=""),
                name="version_void_cause_known",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(until_on__isnull=True) | Q(until_on__gt=F("starts_on")),
                name="version_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return _now("%(agreement)s, version %(number)s") % {"agreement": self.agreement, "number": self.number}

    @property
    def match(self) -> Match:
        return self.agreement.match

    @property
    def why_void(self) -> str:
        """Why it became void: what somebody wrote, or what happened, in the reader's words."""
        return self.void_reason or self.get_void_cause_display()

    def can_be_edited_by(self, user: User) -> bool:
        """Whether the person is one of the pair and the version is still being written."""
        return self.status == VersionStatus.DRAFT and self.match.includes(user)
