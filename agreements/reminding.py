"""Reminding those who have not signed: after 2, 5 and 9 working days, and then no more mails but the coordinator (A-23)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from agreements import chain, emails
from agreements.errors import AgreementError
from agreements.models import SignatureRequest, VersionStatus
from people import audit
from people.models import User

AFTER_WORKING_DAYS = (2, 5, 9)
NO_LONGER_THAN = timedelta(days=30)
SATURDAY = 5


def working_days(since: date, until: date) -> int:
    """Count the working days after `since`, up to and with `until`."""
    days = (since + timedelta(days=number + 1) for number in range((until - since).days))
    return sum(day.weekday() < SATURDAY for day in days)


def is_due(request: SignatureRequest, *, now: datetime) -> bool:
    """Whether it is time for the next reminder."""
    if request.asked_at is None or request.reminders >= len(AFTER_WORKING_DAYS):
        return False
    zone = request.signer.zone
    waited = working_days(request.asked_at.astimezone(zone).date(), now.astimezone(zone).date())
    return waited >= AFTER_WORKING_DAYS[request.reminders] and now - request.asked_at <= NO_LONGER_THAN


def remind_signers(*, now: datetime) -> int:
    """Queue every reminder that is due, and return how many."""
    open_requests = SignatureRequest.objects.awaiting().filter(
        version__status=VersionStatus.SIGNING, reminders__lt=len(AFTER_WORKING_DAYS)
    )
    due = [request for request in open_requests.select_related("signer__site") if is_due(request, now=now)]
    return sum(_remind(request, now=now, by=None) for request in due)


def remind(request: SignatureRequest, *, by: User, now: datetime) -> None:
    """Send a reminder now, at a coordinator's word. It counts as one of the three."""
    if request.reminders >= len(AFTER_WORKING_DAYS):
        raise AgreementError(
            _("%(name)s has had all three reminders. Please talk to them yourself.") % {"name": request.signer.name}
        )
    if not _remind(request, by=by, now=now):
        raise AgreementError(_("%(name)s does not have to sign any more.") % {"name": request.signer.name})


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
    version = locked.version
    chain.append(
        version.agreement, "reminded", now=now, version=version.number, request=locked.pk, count=locked.reminders
    )
    audit.record("signature.reminded", locked, by=by, now=now, count=locked.reminders)
    return True
