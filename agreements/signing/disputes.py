"""A signature that is said to be someone else’s: the agreement rests until a coordinator has found out what happened (A-24).

While it rests nobody can sign and nobody is reminded; the meetings that are agreed go on. It ends in one of two ways: the
signature was theirs after all, or the agreement is taken back (`agreements.signing.voiding.void`) and signed anew.

Once a coordinator has found a signature right, the same word stops nothing by itself again: the coordinators hear of it
once, and one of them looks into it anew (`reopen`) or leaves it as it was decided (`keep`).

The end of the mentoring answers nothing: whether a signature was someone's own is asked until a coordinator has said it.
Where the end has voided the version already, there is nothing to take back; they say that the word was right (`uphold`).
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from agreements import emails
from agreements.errors import AgreementError
from agreements.models import Dispute, Repeated, SignatureRequest, SignatureStatus, VersionStatus
from agreements.record import evidence, steps
from agreements.signing import decisions, presence
from matching.pairs import relationships
from people.status import move, require_move
from web.fields.names import plain_lines

if TYPE_CHECKING:
    from agreements.record.chain import Value
    from people.models import User

STANDS = (VersionStatus.SIGNING, VersionStatus.IN_FORCE)


@transaction.atomic
def say_not_me(request: SignatureRequest, *, now: datetime) -> Dispute:
    """Stop an agreement at the word of someone in whose name it was signed. Said twice, it is one dispute.

    Said again after a coordinator found the signature right, it stops nothing; the dispute of then is returned.
    """
    request = _hold(request)
    version = request.version
    presence.require_here(request.signer, now=now)
    if dispute := version.agreement.disputes.open().first():
        return dispute
    if settled := version.agreement.disputes.confirmed().filter(request=request).first():
        _say_again(settled, now=now)
        return settled
    return _stop(request, by=None, now=now)


def _hold(request: SignatureRequest) -> SignatureRequest:
    """Lock a signature and what it stands on; refuse one that counts no more."""
    request = decisions.hold(request)
    version = request.version
    if request.status != SignatureStatus.SIGNED or version.status not in STANDS:
        raise AgreementError(_("This signature no longer counts, so there is nothing to stop."))
    if not version.match.is_running:
        raise AgreementError(_("This mentoring has ended, so there is nothing to stop. Please tell the coordinator."))
    return request


def _stop(request: SignatureRequest, *, by: User | None, now: datetime) -> Dispute:
    dispute = Dispute.objects.create(agreement=request.version.agreement, request=request, raised_at=now)
    event: dict[str, Value] = {"role": request.role, "dispute": dispute.pk, "by": by.pk if by else None}
    steps.note(request, "not_me", event, by=by, now=now)
    emails.disputed(dispute, now=now, by=by)
    return dispute


def _say_again(settled: Dispute, *, now: datetime) -> None:
    """Tell the coordinators, once for each time that they found the signature right."""
    _again, is_new = Repeated.objects.get_or_create(dispute=settled, defaults={"said_at": now})
    if not is_new:
        return
    steps.note(settled.request, "not_me_again", {"dispute": settled.pk, "by": None}, by=None, now=now)
    emails.disputed_again(settled, now=now)


@transaction.atomic
def reopen(settled: Dispute, *, by: User, now: datetime) -> Dispute:
    """Look into a signature anew that was found right: the agreement rests again, at a coordinator's word."""
    presence.require_coordinator(by, settled.agreement, now=now)
    request = _hold(settled.request)
    _answer(settled, by=by, now=now)
    if settled.agreement.disputes.open().exists():
        raise AgreementError(_("This agreement is already on hold while we verify a signature."))
    return _stop(request, by=by, now=now)


@transaction.atomic
def keep(settled: Dispute, *, by: User, now: datetime) -> None:
    """Leave a signature as it was decided, though its signer has said again that it is not theirs."""
    presence.require_coordinator(by, settled.agreement, now=now)
    relationships.hold_match(settled.request.version.match)
    _answer(settled, by=by, now=now)
    steps.note(settled.request, "not_me_kept", {"dispute": settled.pk, "by": by.pk}, by=by, now=now)


def _answer(settled: Dispute, *, by: User, now: datetime) -> None:
    """Take what was said again off the desk; of two coordinators at once, one does."""
    if not Repeated.objects.waiting().filter(dispute=settled).update(answered_at=now, answered_by=by):
        raise AgreementError(_("This has already been decided."))


@transaction.atomic
def confirm(dispute: Dispute, *, remark: str, by: User, now: datetime) -> Dispute:
    """The signature was theirs after all: the agreement goes on where it stood."""
    dispute = _decided(dispute, Dispute.Outcome.CONFIRMED, remark=remark, by=by, now=now)
    event: dict[str, Value] = {"dispute": dispute.pk, "evidence": evidence.of_outcome(dispute)}
    steps.note(dispute.request, "not_me_settled", event, by=by, now=now)
    emails.dispute_settled(dispute, now=now)
    return dispute


@transaction.atomic
def uphold(dispute: Dispute, *, remark: str, by: User, now: datetime) -> Dispute:
    """The signature was not theirs, on a version that the end of the mentoring has voided: nothing else changes."""
    if dispute.request.version.status != VersionStatus.VOID:
        raise AgreementError(_("Please take the agreement back: it still counts."))
    dispute = _decided(dispute, Dispute.Outcome.VOID, remark=remark, by=by, now=now)
    event: dict[str, Value] = {"dispute": dispute.pk, "evidence": evidence.of_outcome(dispute), "by": by.pk}
    steps.note(dispute.request, "not_me_upheld", event, by=by, now=now)
    return dispute


def _decided(dispute: Dispute, outcome: Dispute.Outcome, *, remark: str, by: User, now: datetime) -> Dispute:
    """Lock a dispute and write what a coordinator found."""
    locked = Dispute.objects.select_related("request__version__agreement").select_for_update(of=("self",))
    dispute = locked.get(pk=dispute.pk)
    presence.require_coordinator(by, dispute.agreement, now=now)
    require_move(dispute, outcome, AgreementError(_("This has already been decided.")), field="outcome")
    if by.pk == dispute.request.signer_id:
        raise AgreementError(_("It is your own signature. Please let someone else look into it."))
    if not plain_lines(remark).strip():
        raise AgreementError(_("Write how you know. It is kept with the agreement."))
    move(dispute, outcome, field="outcome")
    dispute.remark = plain_lines(remark).strip()[:1000]
    dispute.decided_at, dispute.decided_by = now, by
    dispute.save(update_fields=["outcome", "remark", "decided_at", "decided_by"])
    return dispute
