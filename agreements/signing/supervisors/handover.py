"""When a supervisor's signature has to come from someone else, or from nobody: handed over, waived, or chosen (A-16).

A link is never passed on: the new signer gets a request and a link of their own, and all links of the first die. Anyone who
decides it is a coordinator, as a rule with a second person who agrees (`agreements.signing.supervisors.deputies`, `agreements.signing.supervisors.second_word`);
the names of all, the reason and the decision stand in the chain and on the certificate.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from agreements import emails
from agreements.errors import AgreementError, AlreadyDecidedError
from agreements.models import (
    Agreement,
    SignatureRequest,
    SignatureStatus,
    SignerChoice,
    VersionStatus,
)
from agreements.record import evidence, steps
from agreements.signing import decisions, presence, turns
from agreements.signing.links import signing_links
from agreements.signing.supervisors import deputies
from people.status import can_move, move
from web.fields.names import plain_lines

if TYPE_CHECKING:
    from agreements.record.chain import Value
    from people.models import User

WHOSE = ("mentee", "mentor")


@transaction.atomic
def hand_over(
    request: SignatureRequest, *, to: User, reason: str, by: User, now: datetime, agreed_by: User | None = None
) -> SignatureRequest:
    """Ask someone else in place of a supervisor who has not answered; return the new request.

    `SecondPersonNeededError` where `by` cannot decide it alone and nobody else has `agreed_by`.
    """
    request = lock(request, reason=reason, by=by, now=now)
    deputies.check_request(request, to, now=now)
    deputies.require_second(request, to=to, by=by, agreed_by=agreed_by, now=now)
    was_asked = request.status == SignatureStatus.ASKED
    _settle(request, SignatureStatus.HANDED_OVER, reason=reason, by=by, now=now)
    fresh = SignatureRequest.objects.create(
        version=request.version, role=request.role, stands_in=request.stands_in, signer=to, replaces=request
    )
    _note("handed_over", request, by=by, agreed_by=agreed_by, now=now, to=fresh.pk, signer=to.pk)
    if was_asked:
        emails.no_longer_asked(request, now=now)
        turns.ask(fresh, request.version, now=now)
    return fresh


@transaction.atomic
def waive(
    request: SignatureRequest, *, reason: str, by: User, now: datetime, agreed_by: User | None = None
) -> SignatureRequest:
    """Do without a supervisor's signature, with a reason. If it was the last one open, the agreement comes into force.

    `SecondPersonNeededError` where nobody else has `agreed_by`.
    """
    request = lock(request, reason=reason, by=by, now=now)
    deputies.require_second(request, to=None, by=by, agreed_by=agreed_by, now=now)
    was_asked = request.status == SignatureStatus.ASKED
    _settle(request, SignatureStatus.WAIVED, reason=reason, by=by, now=now)
    _note("waived", request, by=by, agreed_by=agreed_by, now=now)
    if was_asked:
        emails.no_longer_asked(request, now=now)
    turns.go_on(request.version, now=now)
    return request


@transaction.atomic
def choose_signer(agreement: Agreement, *, whose: str, signer: User, by: User, now: datetime) -> SignerChoice:
    """Name who signs where the directory names no supervisor of one of the two, before it goes out for signature."""
    presence.require_coordinator(by, agreement, now=now)
    match = agreement.match
    person = match.mentee.user if whose == "mentee" else match.mentor.user
    if person.supervisor and person.supervisor.is_employed(now.date()):
        raise AgreementError(
            _("The directory lists %(supervisor)s as the supervisor of %(name)s, who is asked to sign.")
            % {"supervisor": person.supervisor.name, "name": person.name}
        )
    if signer.pk == by.pk:
        raise AgreementError(
            _("You cannot name yourself. Another coordinator can name you; otherwise the default applies.")
        )
    deputies.check(match, signer, people=[person], now=now)
    choice, _created = SignerChoice.objects.update_or_create(
        agreement=agreement, whose=whose, defaults={"signer": signer, "chosen_by": by, "chosen_at": now}
    )
    event: dict[str, Value] = {"whose": whose, "signer": signer.pk, "by": by.pk}
    steps.note(agreement, "signer_chosen", event, by=by, now=now, whose=whose, signer=signer.pk)
    return choice


def lock(request: SignatureRequest, *, reason: str, by: User, now: datetime) -> SignatureRequest:
    """Lock a supervisor's request that is still open for a coordinator's decision, in the order in which signing locks."""
    presence.require_coordinator(by, request.version.agreement, now=now)
    if not plain_lines(reason).strip():
        raise AgreementError(_("Write why. The reason is on the certificate."))
    locked = decisions.hold(request)
    if locked.is_of_the_pair:
        raise AgreementError(_("Mentor and mentee sign themselves."))
    if locked.version.status != VersionStatus.SIGNING or not can_move(locked, SignatureStatus.WAIVED):
        raise AlreadyDecidedError(_("%(name)s no longer has to sign.") % {"name": locked.signer.name})
    return locked


def _settle(request: SignatureRequest, status: SignatureStatus, *, reason: str, by: User, now: datetime) -> None:
    move(request, status)
    request.remark = plain_lines(reason).strip()[:1000]
    request.settled_by, request.decided_at = by, now
    decisions.note_signer(request)
    request.save(update_fields=["status", "remark", "settled_by", "decided_at", "signer_name", "signer_address"])
    signing_links.revoke_all(request, now=now)


def _note(
    kind: str, request: SignatureRequest, *, by: User, agreed_by: User | None, now: datetime, **data: int
) -> None:
    event: dict[str, Value] = {
        "role": request.role,
        "by": by.pk,
        "agreed_by": agreed_by.pk if agreed_by else None,
        "evidence": evidence.of_decision(request, kind),
        **data,
    }
    steps.note(request, kind, event, by=by, now=now, **data)
