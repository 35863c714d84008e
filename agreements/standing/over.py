"""What is said of an agreement whose mentoring is over: completed or ended early, and from when (H-19)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from agreements.models import (
    AgreementVersion,
    SignatureRequest,
    SignatureStatus,
    SignerRole,
    StandsIn,
    VersionStatus,
)
from agreements.models.signature import PAIR
from agreements.signing.signers import supervisor_of
from matching.models import MatchStatus

if TYPE_CHECKING:
    from datetime import date, datetime

    from agreements.models import Agreement
    from matching.models import Match
    from people.models import User

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
        sentence = _("Completed on %(day)s") if self.completed else _("Ended early on %(day)s")
        return sentence % {"day": day(self.ended_at)}

    @property
    def body(self) -> str:
        """What that means for the agreement."""
        if self.since is None:
            return _("The mentoring ended before everyone had signed, so nothing is left to sign.")
        return _("The agreement was in force from %(since)s until %(until)s. Working time is no longer protected.") % {
            "since": day(self.since),
            "until": day(self.ended_at),
        }

    @property
    def badge(self) -> str:
        """The same in one word, where the day stands elsewhere."""
        return _("Completed") if self.completed else _("Ended early")


def day(moment: datetime) -> str:
    """Say a day in the reader's time zone."""
    return formats.date_format(timezone.localtime(moment), "DATE_FORMAT")


def over_of(match: Match) -> Over | None:
    """Return how the mentoring of a match ended; None while it goes on."""
    if not match.is_over or match.ended_at is None:
        return None
    binding = [VersionStatus.IN_FORCE, VersionStatus.SUPERSEDED]
    bound = AgreementVersion.objects.filter(agreement__match=match, status__in=binding).order_by("in_force_at")
    since = bound.values_list("in_force_at", flat=True).first()
    return Over(match.status == MatchStatus.COMPLETED, match.ended_at, since)


@dataclass(frozen=True)
class EndRecipient:
    """Who is to hear of the end, and the last request about that side of the pair: their own, or an earlier supervisor's."""

    user: User
    request: SignatureRequest

    @property
    def has_signed(self) -> bool:
        """Whether they can read what they signed."""
        return self.request.signer_id == self.user.pk and self.request.status == SignatureStatus.SIGNED


def supervisors_to_tell(agreement: Agreement, over: Over) -> dict[int, EndRecipient]:
    """Return who is to hear of the end of a mentoring, by their number.

    - Whoever keeps the hour free now: the person who was asked last; but once the directory names another supervisor, it
      is their team's time, and the earlier one is told nothing about somebody who is not in their team.
    - Whoever still has a question open that nobody needs answered any more.

    Who was let go of has been told already.
    """
    asked = SignatureRequest.objects.filter(version__agreement=agreement, asked_at__isnull=False)
    rows = list(
        asked.exclude(role__in=PAIR)
        .exclude(status__in=LET_GO)
        .select_related("version", "signer__site", "replaces__signer")
        .order_by("-version__number", "-pk")
    )
    was_in_force = any(row.version.in_force_at for row in rows)
    supervisors: dict[int, EndRecipient] = {}
    for whose, person in (("mentee", agreement.match.mentee.user), ("mentor", agreement.match.mentor.user)):
        last = next((row for row in rows if whose in WHOSE[SignerRole(row.role)]), None)
        if last is None:
            continue
        user = keeper(last, whose, person, on=over.ended_at.date()) if was_in_force else last.signer
        if user and not (user.pk in supervisors and supervisors[user.pk].has_signed):
            supervisors[user.pk] = EndRecipient(user, last)
    for row in rows:
        if row.decided_at is None and row.version_id == rows[0].version_id:
            supervisors.setdefault(row.signer_id, EndRecipient(row.signer, row))
    return supervisors


def keeper(request: SignatureRequest, whose: str, person: User, *, on: date) -> User | None:
    """Return who keeps a person's hour free: the signer, or whom the directory has named as supervisor since."""
    first = request
    while first.replaces is not None:
        first = first.replaces
    then = None if first.stands_in in {whose, StandsIn.BOTH} else first.signer
    now = supervisor_of(person, on=on)
    return request.signer if now == then else now
