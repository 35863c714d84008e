"""What is said of an agreement whose mentoring is over: completed or ended early, and from when (H-19)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from agreements.models import AgreementVersion, SignatureRequest, SignatureStatus, SignerRole, VersionStatus
from agreements.models.signature import PAIR
from matching.models import MatchStatus

if TYPE_CHECKING:
    from datetime import datetime

    from agreements.models import Agreement
    from matching.models import Match

WHOSE = {
    SignerRole.MENTEE_SUPERVISOR: {"mentee"},
    SignerRole.MENTOR_SUPERVISOR: {"mentor"},
    SignerRole.SUPERVISOR_OF_BOTH: {"mentee", "mentor"},
}
# They were told already that nothing is asked of them.
LET_GO = [SignatureStatus.HANDED_OVER, SignatureStatus.WAIVED]


@dataclass(frozen=True)
class Over:
    """How and when the mentoring ended, and since when an agreement was in force; None if it never was."""

    completed: bool
    ended_at: datetime
    since: datetime | None

    @property
    def title(self) -> str:
        """How it ended, and on which day."""
        words = _("Completed on %(day)s") if self.completed else _("Ended early on %(day)s")
        return words % {"day": day(self.ended_at)}

    @property
    def body(self) -> str:
        """What that means for the agreement."""
        if self.since is None:
            return _("The mentoring ended before everyone had signed, so nothing is left to sign.")
        return _(
            "The agreement was in force from %(since)s until %(until)s. No working time is protected any more."
        ) % {
            "since": day(self.since),
            "until": day(self.ended_at),
        }

    @property
    def badge(self) -> str:
        """The same in one word, where the day stands elsewhere."""
        return _("Completed") if self.completed else _("Ended early")


def day(moment: datetime) -> str:
    """Say a day in the reader's time zone."""
    return formats.date_format(timezone.localtime(moment), "j F Y")


def over_of(match: Match) -> Over | None:
    """Return how the mentoring of a match ended; None while it goes on."""
    if not match.is_over or match.ended_at is None:
        return None
    binding = [VersionStatus.IN_FORCE, VersionStatus.SUPERSEDED]
    bound = AgreementVersion.objects.filter(agreement__match=match, status__in=binding).order_by("in_force_at")
    since = bound.values_list("in_force_at", flat=True).first()
    return Over(match.status == MatchStatus.COMPLETED, match.ended_at, since)


def supervisors_who_know(agreement: Agreement) -> list[SignatureRequest]:
    """Return the last request to each supervisor who was asked about an agreement: who is to hear of its end, once.

    For each of the two it is the last person asked; who was let go of has been told.
    """
    asked = SignatureRequest.objects.filter(version__agreement=agreement, asked_at__isnull=False)
    rows = asked.exclude(role__in=PAIR).exclude(status__in=LET_GO).select_related("signer__site")
    found: dict[int, SignatureRequest] = {}
    open_for = {"mentee", "mentor"}
    for request in rows.order_by("-version__number", "-pk"):
        if WHOSE[SignerRole(request.role)] & open_for:
            open_for -= WHOSE[SignerRole(request.role)]
            found.setdefault(request.signer_id, request)
    return list(found.values())
