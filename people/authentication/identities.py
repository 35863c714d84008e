"""One identity a person at the organisation's provider, replaced only by two administrators (E-35).

An identity is the issuer and its `sub`, never an address: a first sign-in with a verified address ties the two
together, and from then on the address plays no part.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils.translation import gettext as _

from people import audit, policy
from people.accounts.addresses import end_sessions, problem_of_second
from people.database import first_come
from people.errors import PeopleError
from people.models import IdentityReplacement, ReplacementStatus, User
from people.policy import Action
from people.signals import identity_replaced
from people.status import move

if TYPE_CHECKING:
    from datetime import datetime


def uid_of(issuer: str, subject: str) -> str:
    """Return the one key of an identity: another issuer's `sub` of the same letters is another identity."""
    return hashlib.sha256(f"{issuer}\n{subject}".encode()).hexdigest()


def has_one(person: User) -> bool:
    """Whether the person is tied to an identity already."""
    return SocialAccount.objects.filter(user=person).exists()


@transaction.atomic
def note_attempt(person: User, *, provider: str, uid: str, now: datetime) -> IdentityReplacement:
    """Write down that another identity came with this person's verified address, and was refused."""
    row, created = IdentityReplacement.objects.open().get_or_create(
        person=person, provider=provider, uid=uid, defaults={"tried_at": now}
    )
    if created:
        audit.record("identity.refused", person, by=None, now=now, replacement=row.pk)
    return row


@transaction.atomic
def ask(row: IdentityReplacement, *, by: User, now: datetime) -> IdentityReplacement:
    """Ask for the replacement, as a first administrator, who has made sure with the person that it is theirs."""
    policy.require(by, Action.MANAGE_DIRECTORY)
    row = _take(row, ReplacementStatus.TRIED)
    if by.pk == row.person_id:
        raise PeopleError(_("This is your own sign-in. Two other administrators have to replace it."))
    move(row, ReplacementStatus.ASKED)
    row.asked_at, row.asked_by = now, by
    row.save(update_fields=["status", "asked_at", "asked_by"])
    audit.record("identity.asked", row.person, by=by, now=now, replacement=row.pk)
    return row


@transaction.atomic
def confirm(row: IdentityReplacement, *, by: User, now: datetime) -> IdentityReplacement:
    """Replace the identity, as the second administrator: the earlier one opens nothing any more."""
    row = _take(row, ReplacementStatus.ASKED)
    if sentence := problem_of_second(row.person_id, row.asked_by_id, by=by, now=now):
        raise PeopleError(sentence)
    if SocialAccount.objects.filter(provider=row.provider, uid=row.uid).exclude(user=row.person).exists():
        raise PeopleError(_("This identity now belongs to another person."))
    SocialAccount.objects.filter(user=row.person).delete()
    with first_come.taken(PeopleError(_("This identity now belongs to another person."))):
        SocialAccount.objects.create(user=row.person, provider=row.provider, uid=row.uid)
    end_sessions([row.person])
    _decide(row, ReplacementStatus.CONFIRMED, by=by, now=now)
    identity_replaced.send(sender=IdentityReplacement, replacement=row, now=now)
    return row


@transaction.atomic
def refuse(row: IdentityReplacement, *, by: User, now: datetime) -> IdentityReplacement:
    """Let things stay as they are."""
    policy.require(by, Action.MANAGE_DIRECTORY)
    row = _take(row, ReplacementStatus.TRIED, ReplacementStatus.ASKED)
    _decide(row, ReplacementStatus.REFUSED, by=by, now=now)
    return row


def _take(row: IdentityReplacement, *statuses: ReplacementStatus) -> IdentityReplacement:
    """Lock the person and then the row, if it stands where it has to."""
    User.objects.select_for_update(of=("self",)).get(pk=row.person_id)
    row = IdentityReplacement.objects.with_people().select_for_update(of=("self",)).get(pk=row.pk)
    if row.status not in statuses:
        raise PeopleError(_("This cannot be done now: %s.") % row.get_status_display())
    if not row.is_marked():
        raise PeopleError(_("Nobody asked for this here, so it cannot be decided. Please tell the operator."))
    return row


def _decide(row: IdentityReplacement, status: ReplacementStatus, *, by: User, now: datetime) -> None:
    move(row, status)
    row.decided_at, row.decided_by = now, by
    row.save(update_fields=["status", "decided_at", "decided_by"])
    audit.record(f"identity.{status}", row.person, by=by, now=now, replacement=row.pk)
