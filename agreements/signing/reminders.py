"""Reminding those who have not signed: after 2, 5 and 9 working days; then the coordinators are told, once (A-23).

With the first mail that makes four at most, and none after thirty days. Links that people ask for themselves do not count.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from agreements import emails
from agreements.errors import AgreementError
from agreements.models import Dispute, SignatureRequest, SignatureStatus, VersionStatus
from agreements.record import steps
from agreements.signing import presence
from people.models import User

AFTER_WORKING_DAYS = (2, 5, 9)
NO_LONGER_THAN = timedelta(days=30)
# The third reminder gets two working days before the coordinators hear of it.
ESCALATED_AFTER = 11
SATURDAY = 5


def working_days(since: date, until: date) -> int:
    """Count the working days after `since`, up to and with `until`."""
    days = (since + timedelta(days=number + 1) for number in range((until - since).days))
    return sum(day.weekday() < SATURDAY for day in days)


def _waited(request: SignatureRequest, *, now: datetime) -> int:
    """Count the working days since someone was asked, on their own calendar."""
    zone = request.signer.zone
    return (
        working_days(request.asked_at.astimezone(zone).date(), now.astimezone(zone).date()) if request.asked_at else 0
    )


def is_due(request: SignatureRequest, *, now: datetime) -> bool:
    """Whether it is time for the next reminder."""
    if request.asked_at is None or request.reminders >= len(AFTER_WORKING_DAYS):
        return False
    waited = _waited(request, now=now)
    return waited >= AFTER_WORKING_DAYS[request.reminders] and now - request.asked_at <= NO_LONGER_THAN


def next_on(request: SignatureRequest) -> date | None:
    """Return the day of the next reminder, on the signer's calendar; None if there is none to come."""
    if request.status != SignatureStatus.ASKED or request.asked_at is None:
        return None
    asked_on = request.asked_at.astimezone(request.signer.zone).date()
    if request.reminders >= len(AFTER_WORKING_DAYS):
        return None
    day, left = asked_on, AFTER_WORKING_DAYS[request.reminders]
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return day if day - asked_on <= NO_LONGER_THAN else None


def remind_signers(*, now: datetime) -> int:
    """Queue every reminder that is due, tell coordinators where reminding has not helped, and return how many went out."""
    open_requests = SignatureRequest.objects.awaiting().filter(version__status=VersionStatus.SIGNING)
    resting = Dispute.objects.open().values("agreement")
    open_requests = open_requests.exclude(version__agreement__in=resting).select_related("signer__site")
    due = [request for request in open_requests if request.signer.is_here(now) and is_due(request, now=now)]
    for request in open_requests.filter(reminders=len(AFTER_WORKING_DAYS), escalated_at=None):
        if _waited(request, now=now) >= ESCALATED_AFTER:
            escalate(request, now=now)
    return sum(_remind(request, now=now, by=None) for request in due)


@transaction.atomic
def escalate(request: SignatureRequest, *, now: datetime) -> None:
    """Tell the coordinators once that someone does not answer, unless the answer came in the meantime."""
    mine = SignatureRequest.objects.awaiting().filter(pk=request.pk, escalated_at=None)
    if not mine.update(escalated_at=now):
        return
    request = SignatureRequest.objects.with_people().get(pk=request.pk)
    emails.unanswered(request, now=now)
    steps.note(request, "escalated", {"role": request.role}, by=None, now=now)


def remind(request: SignatureRequest, *, by: User, now: datetime) -> None:
    """Send a reminder now, at a coordinator's word. It counts as one of the three."""
    presence.require_coordinator(by, request.version.agreement, now=now)
    if not request.signer.is_here(now):
        raise AgreementError(
            _("%(name)s no longer works here. Please ask someone else to sign.") % {"name": request.signer.name}
        )
    if request.reminders >= len(AFTER_WORKING_DAYS):
        raise AgreementError(
            _("%(name)s has had all three reminders. Please talk to them yourself.") % {"name": request.signer.name}
        )
    if request.version.agreement.rests():
        raise AgreementError(_("This agreement is on hold while we verify a signature. Nobody is reminded now."))
    if not _remind(request, by=by, now=now):
        raise AgreementError(_("%(name)s no longer has to sign.") % {"name": request.signer.name})


@transaction.atomic
def _remind(request: SignatureRequest, *, by: User | None, now: datetime) -> bool:
    """Queue one reminder, unless the answer came in the meantime or another worker was faster."""
    locked = (
        SignatureRequest.objects.awaiting()
        .select_related("signer__site", "version__agreement")
        .select_for_update(of=("self",), skip_locked=True)
        .filter(pk=request.pk, reminders=request.reminders)
        .first()
    )
    if locked is None:
        return False
    locked.reminders += 1
    locked.reminded_at = now
    locked.save(update_fields=["reminders", "reminded_at"])
    emails.signature_reminder(locked, now=now)
    steps.note(locked, "reminded", {"count": locked.reminders}, by=by, now=now, count=locked.reminders)
    return True
