"""When a version that is out for signature must not go on: signatures void, everybody told, a new draft for the two."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from agreements import emails, versions
from agreements.errors import AgreementError
from agreements.models import AgreementVersion, Dispute, SignatureRequest, SignatureStatus, VersionStatus, VoidCause
from agreements.record import evidence, steps
from agreements.signing import presence
from agreements.signing.links import signing_links
from people import audit
from people.status import can_move, move, move_all
from web.fields.names import plain_lines

if TYPE_CHECKING:
    from matching.models import Match
    from people.models import User


def return_to_draft(
    version: AgreementVersion,
    *,
    reason: str = "",
    cause: VoidCause | None = None,
    now: datetime,
    by: User | None = None,
    refused: SignatureRequest | None = None,
) -> AgreementVersion:
    """Void a version, keep it readable, and return a new draft with its words, in the caller's transaction."""
    asked = _void(version, reason=reason, cause=cause, by=by, now=now)
    draft = versions.next_draft(version, now=now)
    emails.returned_to_draft(version, asked=asked, refused=refused, lapsed=cause == VoidCause.LAPSED, now=now)
    return draft


@transaction.atomic
def void(version: AgreementVersion, *, reason: str, by: User, now: datetime) -> AgreementVersion:
    """A coordinator takes a version back from signing, with a reason; return the new draft, if the mentoring goes on."""
    version = AgreementVersion.objects.with_people().select_for_update(of=("self",)).get(pk=version.pk)
    presence.require_coordinator(by, version.agreement, now=now)
    if version.status not in {VersionStatus.SIGNING, VersionStatus.IN_FORCE}:
        raise AgreementError(_("Only an agreement that is out for signature or in force can be taken back."))
    reason = plain_lines(reason).strip()
    if not reason:
        raise AgreementError(_("Write why, so that they know what to change."))
    if version.status == VersionStatus.IN_FORCE and version.agreement.versions.open().exists():
        raise AgreementError(_("Mentor and mentee are changing this agreement just now. Take that version back first."))
    audit.record("agreement.voided", version.agreement, by=by, now=now, version=version.number)
    disputes = version.agreement.disputes.open()
    move_all(disputes, Dispute.Outcome.VOID, field="outcome", decided_at=now, decided_by=by, remark=reason)
    if not version.match.is_running:
        # Over already, so there is nothing to write anew, and everybody has been told that it is over.
        _void(version, reason=reason, by=by, now=now)
        return version
    return return_to_draft(version, reason=reason, by=by, now=now)


@transaction.atomic
def abandon(match: Match, *, now: datetime) -> None:
    """The relationship is over: what was still being written or signed is void. What is in force stays as it was."""
    versions = AgreementVersion.objects.open().filter(agreement__match=match)
    for version in versions.select_related("agreement").select_for_update(of=("self",)):
        _void(version, cause=VoidCause.ENDED, by=None, now=now)


def drop(version: AgreementVersion, *, now: datetime) -> None:
    """Void a change that nobody was asked to sign, in the caller's transaction."""
    _void(version, cause=VoidCause.DROPPED, by=None, now=now)


def _void(
    version: AgreementVersion, *, reason: str = "", cause: VoidCause | None = None, by: User | None, now: datetime
) -> list[SignatureRequest]:
    """Void a version and what is open or signed on it; return the requests that somebody knew of."""
    move(version, VersionStatus.VOID, AgreementError(_("This version cannot be taken back.")))
    version.void_reason, version.void_cause, version.voided_at = reason, cause or "", now
    version.save(update_fields=["status", "void_reason", "void_cause", "voided_at"])
    # Without the key: whoever adds a link to one of them holds its key, and waits for the agreement that is held here.
    rows = version.requests.standing().select_related("signer__site").select_for_update(of=("self",), no_key=True)
    requests = list(rows.order_by("pk"))
    silent = {SignatureStatus.WAITING, SignatureStatus.WAIVED}
    known = [request for request in requests if request.status not in silent]
    for request in requests:
        signing_links.revoke_all(request, now=now)
        if can_move(request, SignatureStatus.VOID):
            move(request, SignatureStatus.VOID)
            request.save(update_fields=["status"])
    digest = evidence.of_void(version)
    # Whoever took it back stands in the trail with that deed already (`agreement.voided`).
    steps.note(version, "void", {"by": by.pk if by else None, "words": digest}, by=None, now=now)
    return known
