"""Whose turn it is to sign, and what happens when it was the last (A-22)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from agreements import emails
from agreements.errors import AgreementError
from agreements.models import AgreementVersion, SignatureRequest, SignatureStatus, SignerRole, VersionStatus
from agreements.models.signature import SETTLED
from agreements.record import chain, steps
from agreements.signals import agreement_in_force
from matching.pairs import relationships
from notifications.waking import wake
from people.status import can_move, move, move_all
from programs.models.versions import SigningOrder

# Who comes before whom; those of one number are asked at the same time.
TURNS: dict[str, dict[str, int]] = {
    SigningOrder.PAIR_FIRST: {SignerRole.MENTEE: 0, SignerRole.MENTOR: 0},
    SigningOrder.ONE_BY_ONE: {SignerRole.MENTEE: 0, SignerRole.MENTOR: 1, SignerRole.MENTEE_SUPERVISOR: 2},
    SigningOrder.TOGETHER: dict.fromkeys(SignerRole.values, 0),
}
LAST = 3


def order_of(version: AgreementVersion) -> SigningOrder:
    """Return the order that the program's guidelines set: as a rule the two first, then their supervisors."""
    guidelines = version.match.cohort.guidelines
    return SigningOrder(guidelines.signing_order) if guidelines else SigningOrder.PAIR_FIRST


def turn(request: SignatureRequest, order: SigningOrder) -> int:
    """Return the place in the order at which a request is asked."""
    return TURNS[order].get(request.role, 1 if order == SigningOrder.PAIR_FIRST else LAST)


def ask_next(version: AgreementVersion, *, now: datetime) -> None:
    """Ask those whose turn it is: everyone before whom nobody is left (A-22)."""
    order = order_of(version)
    requests = list(version.requests.standing().select_related("signer__site").order_by("pk"))
    open_turns = [turn(request, order) for request in requests if request.status not in SETTLED]
    for request in requests:
        if request.status == SignatureStatus.WAITING and turn(request, order) == min(open_turns):
            ask(request, version, now=now)


def ask(request: SignatureRequest, version: AgreementVersion, *, now: datetime) -> None:
    """Ask one person to sign, by mail."""
    move(request, SignatureStatus.ASKED)
    request.asked_at = now
    request.save(update_fields=["status", "asked_at"])
    chain.append(version.agreement, "asked", now=now, version=version.number, request=request.pk, role=request.role)
    emails.signature_requested(request, now=now)


def go_on(version: AgreementVersion, *, now: datetime) -> bool:
    """After a request was settled: ask the next, or come into force if it was the last. Return whether it is in force."""
    ask_next(version, now=now)
    if version.requests.standing().exclude(status__in=SETTLED).exists():
        return False
    _come_into_force(version, now=now)
    return True


def _come_into_force(version: AgreementVersion, *, now: datetime) -> None:
    """The last signature is there: the version binds, the match is active, and everyone hears of it."""
    if not (can_move(version, VersionStatus.IN_FORCE) and version.starts_on and version.until_on):
        raise AgreementError(_("This version cannot come into force."))
    move_all(version.agreement.versions.all(), VersionStatus.SUPERSEDED)
    move(version, VersionStatus.IN_FORCE)
    version.in_force_at = now
    version.save(update_fields=["status", "in_force_at"])
    steps.note(version, "in_force", {"text": version.text_hash}, by=None, now=now)
    relationships.activate(version.match, starts_on=version.starts_on, ends_on=version.until_on, now=now)
    agreement_in_force.send(sender=AgreementVersion, version=version, now=now)
    emails.in_force(version, now=now)
    wake("agreements.tasks.make_document", version.pk)
