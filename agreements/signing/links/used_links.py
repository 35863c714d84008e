"""What a link that opens nothing now says to the person who holds it: what became of the request it was mailed for.

Told to a browser that brings the link itself, whose 256 bits nobody guesses. A link that never was one gets the same
status at the same cost, and the general answer (A-14). No names: a mail may have been passed on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from agreements.models import SignatureRequest, SignatureStatus, VersionStatus
from matching.models import MatchStatus

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.functional import _StrPromise

OVER = (MatchStatus.ENDED, MatchStatus.COMPLETED)


@dataclass(frozen=True)
class LinkOutcome:
    """What happened, what it means now, and whether a fresh link would open anything."""

    title: str | _StrPromise
    body: str | _StrPromise
    fresh: bool = False


# `%(day)s` is the day of the decision.
ANSWERS = {
    SignatureStatus.SIGNED: LinkOutcome(
        _("You signed on %(day)s"),
        _("You have nothing more to do. A fresh link leads to your receipt, with the text that you signed."),
        fresh=True,
    ),
    SignatureStatus.CHANGE_ASKED: LinkOutcome(
        _("You asked for a change on %(day)s"),
        _("Both of them have been told. Once they have changed the agreement and signed it, you’ll get a new email."),
    ),
    SignatureStatus.DECLINED: LinkOutcome(
        _("You declined to sign on %(day)s"),
        _("Both of them and the program’s coordinator have been told. You have nothing more to do."),
    ),
    SignatureStatus.HANDED_OVER: LinkOutcome(
        _("Someone else has been asked to sign since %(day)s"),
        _("You do not have to sign this agreement, and you have nothing more to do."),
    ),
    SignatureStatus.WAIVED: LinkOutcome(
        _("Your signature is no longer needed"),
        _("It was waived on %(day)s, so you have nothing more to do."),
    ),
}


def outcome_of(request: SignatureRequest, *, rests: bool, now: datetime) -> LinkOutcome | None:
    """Say what became of a request; nothing to somebody who does not work here any more."""
    if not request.signer.is_here(now):
        return None
    answer = ANSWERS.get(SignatureStatus(request.status))
    if answer is None:
        return _open_or_void(request, rests=rests)
    day = {"day": _day(request, request.decided_at)}
    return LinkOutcome(str(answer.title) % day, str(answer.body) % day, answer.fresh)


def _open_or_void(request: SignatureRequest, *, rests: bool) -> LinkOutcome:
    """Say why a request without an answer cannot be answered by this link."""
    version, match = request.version, request.version.agreement.match
    if match.status in OVER:
        title = _("This mentoring ended on %(day)s") % {"day": _day(request, match.ended_at)}
        return LinkOutcome(title, _("There is nothing left to sign, and you have nothing more to do."))
    if rests:
        body = _(
            "A signature on it is being verified. When that is done, the same link opens again or offers a fresh one."
        )
        return LinkOutcome(_("This agreement is on hold"), body)
    if request.status == SignatureStatus.ASKED and version.status == VersionStatus.SIGNING:
        body = _("You have not answered yet. A fresh link opens the agreement again.")
        return LinkOutcome(_("This link has expired"), body, fresh=True)
    title = _("This version was taken back on %(day)s") % {"day": _day(request, version.voided_at)}
    return LinkOutcome(
        title, _("When there is something for you to sign, you get a new email. Until then you have nothing to do.")
    )


def _day(request: SignatureRequest, moment: datetime | None) -> str:
    """Say the day on the signer's clock."""
    return date_format(moment.astimezone(request.signer.zone), "DATE_FORMAT") if moment else ""
