"""Signing: one decision of one person, at most once, whatever arrives in parallel (A-21).

Every decision locks the version and then the request, looks again, and writes the answer, its event and its mails
in one transaction. Links, the portal, tests and the demo all come through here.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from agreements import emails
from agreements.errors import AgreementError, AlreadyDecidedError
from agreements.models import AgreementVersion, SignatureRequest, SignatureStatus
from agreements.record import evidence, steps
from agreements.signing import presence, voiding
from agreements.signing.consent import ACKNOWLEDGEMENTS, VERSION, acknowledgements_for, words_hash
from agreements.signing.links import signing_links
from agreements.signing.turns import go_on
from agreements.signing.typed_name import is_same_name
from matching.pairs import relationships
from people.status import move
from web.fields import names

if TYPE_CHECKING:
    from agreements.record.chain import Value

ALL_TICKED = frozenset(ACKNOWLEDGEMENTS)
# What a decision writes; nothing else of a request ever changes with it.
DECISION = (
    "status",
    "decided_at",
    "typed_name",
    "consent_version",
    "consent_hash",
    "remark",
    "ip_address",
    "user_agent",
    "signer_name",
    "signer_address",
)


def hold(request: SignatureRequest) -> SignatureRequest:
    """Lock a request and what it stands on, and return its fresh row, whatever it says by now.

    The match comes first, then the version, then the request: the order in which ending a match locks them too.
    """
    relationships.hold_match(request.version.match)
    # Only the lock is wanted: what the version says is read below, once nobody else can change it.
    AgreementVersion.objects.select_for_update().values_list("pk").get(pk=request.version_id)
    return SignatureRequest.objects.with_people().select_for_update(of=("self",)).get(pk=request.pk)


def lock(request: SignatureRequest, *, now: datetime) -> SignatureRequest:
    """Lock a request that is still open, for a signer who is still here; `AlreadyDecidedError` if it is not open.

    Asked here and not where someone came from: a link that was opened, a page and a code all outlive what they show.
    """
    locked = hold(request)
    if not locked.is_open:
        raise AlreadyDecidedError(_("This agreement is no longer waiting for your signature."))
    presence.require_here(locked.signer, now=now)
    if locked.version.agreement.rests():
        raise AgreementError(_("This agreement is on hold while we verify a signature. Nothing can be signed now."))
    return locked


@transaction.atomic
def sign(
    request: SignatureRequest,
    *,
    typed_name: str,
    consent: bool,
    acknowledged: Collection[str] = ALL_TICKED,
    now: datetime,
    ip_address: str | None = None,
    user_agent: str = "",
) -> SignatureRequest:
    """Sign, and let the agreement go on: ask the next, or come into force with the last signature."""
    request = lock(request, now=now)
    if request.version.until_on and request.version.until_on < now.date():
        # What is signed by nobody else either is returned to the two by the next sweep (`agreements.signing.lapsing`).
        raise AgreementError(
            _(
                "The last day of this version has passed, so it can no longer be signed. Mentor "
                "and mentee have been told."
            )
        )
    if not consent:
        raise AgreementError(_("Tick that you agree to sign electronically."))
    if set(acknowledgements_for(request)) - set(acknowledged):
        raise AgreementError(_("Tick each of the statements above your name."))
    if not is_same_name(typed_name, request.signer.name):
        raise AgreementError(_("Type your own name as it is written here: %(name)s") % {"name": request.signer.name})
    request.typed_name = names.plain(typed_name)[:200]
    request.consent_version, request.consent_hash = VERSION, words_hash()
    _decide(request, SignatureStatus.SIGNED, now=now, ip_address=ip_address, user_agent=user_agent)
    in_force = go_on(request.version, now=now)
    if not request.is_of_the_pair:
        emails.receipt(request, now=now)
        if not in_force:  # else the two hear that it is in force, which says the same and more
            emails.supervisor_signed(request, now=now)
    return request


@transaction.atomic
def ask_for_change(
    request: SignatureRequest, *, remark: str, now: datetime, ip_address: str | None = None, user_agent: str = ""
) -> SignatureRequest:
    """Ask the two to change something: the version is void, and a new draft waits for them with the remark."""
    return _refuse(
        request, SignatureStatus.CHANGE_ASKED, remark=remark, now=now, ip_address=ip_address, user_agent=user_agent
    )


@transaction.atomic
def decline_to_sign(
    request: SignatureRequest, *, remark: str, now: datetime, ip_address: str | None = None, user_agent: str = ""
) -> SignatureRequest:
    """Decline with a reason: the version is void, a new draft waits, and the coordinator is told."""
    return _refuse(
        request, SignatureStatus.DECLINED, remark=remark, now=now, ip_address=ip_address, user_agent=user_agent
    )


@transaction.atomic
def say_wrong_person(request: SignatureRequest, *, note: str, now: datetime) -> SignatureRequest:
    """Tell the coordinator that someone else should sign. The request stays open until they act."""
    request = lock(request, now=now)
    if request.is_of_the_pair:
        raise AgreementError(_("Only you can sign your own agreement."))
    request.wrong_person_at, request.wrong_person_note = now, _remark(note)
    request.save(update_fields=["wrong_person_at", "wrong_person_note"])
    digest = evidence.of_words(request.reference, request.wrong_person_note)
    steps.note(request, "wrong_person", {"words": digest}, by=request.signer, now=now)
    emails.wrong_person(request, now=now)
    return request


def _refuse(
    request: SignatureRequest,
    answer: SignatureStatus,
    *,
    remark: str,
    now: datetime,
    ip_address: str | None,
    user_agent: str,
) -> SignatureRequest:
    request = lock(request, now=now)
    request.remark = _remark(remark)
    _decide(request, answer, now=now, ip_address=ip_address, user_agent=user_agent)
    voiding.return_to_draft(request.version, reason=request.remark, now=now, refused=request)
    return request


def _remark(text: str) -> str:
    if not (remark := names.plain_lines(text).strip()):
        raise AgreementError(_("Write a sentence, so that the others know what to do."))
    return remark[:4000]


def _decide(
    request: SignatureRequest,
    answer: SignatureStatus,
    *,
    now: datetime,
    ip_address: str | None,
    user_agent: str,
) -> None:
    """Write the answer with its evidence, kill the request's links, and add the event."""
    move(request, answer, AlreadyDecidedError(_("This agreement is no longer waiting for your signature.")))
    request.decided_at = now
    request.ip_address, request.user_agent = ip_address, user_agent[:300]
    note_signer(request)
    request.save(update_fields=DECISION)
    signing_links.revoke_all(request, now=now)
    text, proof = request.version.text_hash, evidence.of_decision(request, answer)
    event: dict[str, Value] = {"role": request.role, "text": text, "evidence": proof}
    steps.note(request, answer.value, event, by=request.signer, now=now)


def note_signer(request: SignatureRequest) -> None:
    """Keep by which name and address someone was known when their request was decided, for the caller to save."""
    request.signer_name, request.signer_address = request.signer.name, request.signer.email
