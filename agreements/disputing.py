"""A signature that is said to be somebody else’s: the agreement rests until a coordinator has found out what happened (A-24).

While it rests nobody can sign and nobody is reminded; the meetings that are agreed go on. It ends in one of two ways: the
signature was theirs after all, or the agreement is taken back (`agreements.voiding.void`) and signed anew.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from agreements import chain, emails, presence
from agreements.errors import AgreementError
from agreements.models import AgreementVersion, Dispute, SignatureRequest, SignatureStatus, VersionStatus
from matching import relationships
from people import audit

if TYPE_CHECKING:
    from people.models import User

STANDS = (VersionStatus.SIGNING, VersionStatus.IN_FORCE)


@transaction.atomic
def say_not_me(request: SignatureRequest, *, now: datetime) -> Dispute:
    """Stop an agreement at the word of somebody in whose name it was signed. Said twice, it is one dispute."""
    relationships.hold_match(request.version.match)
    AgreementVersion.objects.select_for_update().values_list("pk").get(pk=request.version_id)
    request = SignatureRequest.objects.with_people().get(pk=request.pk)
    version = request.version
    if request.status != SignatureStatus.SIGNED or version.status not in STANDS:
        raise AgreementError(_("This signature does not count any more, so there is nothing to stop."))
    presence.require_here(request.signer, now=now)
    if not version.match.is_running:
        raise AgreementError(_("This mentoring has ended, so there is nothing to stop. Please tell the coordinator."))
    if found := version.agreement.disputes.open().first():
        return found
    dispute = Dispute.objects.create(agreement=version.agreement, request=request, raised_at=now)
    chain.append(version.agreement, "not_me", now=now, version=version.number, request=request.pk, role=request.role)
    audit.record("signature.not_me", request, by=None, now=now, version=version.number)
    emails.disputed(dispute, now=now)
    return dispute


@transaction.atomic
def confirm(dispute: Dispute, *, remark: str, by: User, now: datetime) -> Dispute:
    """The signature was theirs after all: the agreement goes on where it stood."""
    locked = Dispute.objects.select_related("request__version__agreement").select_for_update(of=("self",))
    dispute = locked.get(pk=dispute.pk)
    presence.require_coordinator(by, dispute.agreement, now=now)
    if dispute.outcome != Dispute.Outcome.OPEN:
        raise AgreementError(_("This has been decided already."))
    if not remark.strip():
        raise AgreementError(_("Write how you know. It stays with the agreement."))
    dispute.outcome, dispute.remark = Dispute.Outcome.CONFIRMED, remark.strip()[:1000]
    dispute.decided_at, dispute.decided_by = now, by
    dispute.save(update_fields=["outcome", "remark", "decided_at", "decided_by"])
    version = dispute.request.version
    chain.append(version.agreement, "not_me_settled", now=now, version=version.number, request=dispute.request_id)
    audit.record("signature.confirmed", dispute.request, by=by, now=now, version=version.number)
    emails.dispute_settled(dispute, now=now)
    return dispute
