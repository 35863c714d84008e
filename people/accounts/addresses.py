"""Changing someone's address (E-34): the person who asks for it cannot confirm it, and until then nothing moves.

The person's row keeps the earlier address while a change waits. So sign-in codes, resets, signing links and all other
mail go where they went before, an identity provider finds nobody by the new address, and no other part of the project
needs to know. Asking ends every session of the person, in case the one that is open is not theirs.

A change is confirmed by one of three: someone who reads mail at the earlier address, the person with a second step
that they had before, or an administrator who neither asked for it nor is the person; and neither of the two was appointed
by the other within the last week, nor both by the same one (`people.accounts.appointing.word_of`). It waits as long as nobody does. The desk, the import of files and its command come here.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from people import audit, policy
from people.accounts import appointing
from people.authentication.sign_in import vouch_for_addresses
from people.database import first_come
from people.errors import PeopleError
from people.models import AddressChange, AddressStatus, AuditEvent, Confirmation, User
from people.policy import Action
from people.signals import address_changed, address_stopped, address_withdrawn, addresses_asked
from people.status import move
from web import key_ring

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

PURPOSE = "people.accounts.addresses.link"
LINK_LIFETIME = timedelta(days=30)
# Anyone who has just typed a row may correct it: they could have typed the other address in the first place.
NEW_ROW = timedelta(days=1)


def problem(person: int | None, new: str) -> str:
    """Return why nobody (or nobody but this person) can have the address, as a sentence; nothing where they can."""
    new = new.strip().lower()
    own = [] if person is None else [person]
    if other := User.objects.filter(email=new).exclude(pk__in=own).first():
        return _("This address belongs to %s.") % other.name
    changes = AddressChange.objects.waiting().filter(new=new).exclude(person__in=own)
    change = changes.select_related("person").first()
    return _("This address is waiting to become %s’s new address.") % change.person.name if change else ""


def _taken() -> PeopleError:
    return PeopleError(_("Someone else has just taken or asked for this address. Check who has it now."), field="email")


@transaction.atomic
def ask(person: User, new: str, *, by: User | None, now: datetime) -> AddressChange | None:
    """Ask for one person's new address. Raises `PeopleError` where someone else has it or waits for it.

    Returns None if it is the present address, or waits already.
    """
    if sentence := problem(person.pk, new):
        raise PeopleError(sentence, field="email")
    return next(iter(ask_all({person.pk: new}, by=by, now=now)), None)


@transaction.atomic
def ask_all(wanted: Mapping[int, str], *, by: User | None, now: datetime, **details: str) -> list[AddressChange]:
    """Ask for the new addresses of many people, by their ids, and return the changes. `by` is None for a command.

    An address that someone asked for earlier and that still waits is replaced; the caller has looked for `problem`s.
    """
    people = User.objects.order_by("pk").select_for_update(of=("self",)).in_bulk(list(wanted))
    waiting = {change.person_id: change for change in AddressChange.objects.waiting().filter(person__in=people)}
    news = {pk: new.strip().lower() for pk, new in wanted.items()}
    news = {
        pk: new
        for pk, new in news.items()
        if new != people[pk].email and not (pk in waiting and waiting[pk].new == new)
    }
    replaced = [waiting[pk] for pk in news if pk in waiting]
    for change in replaced:
        _decide(change, AddressStatus.REPLACED, by=by, now=now)
    with first_come.taken(_taken()):
        changes = AddressChange.objects.bulk_create(
            AddressChange(person=people[pk], old=people[pk].email, new=new, asked_at=now, asked_by=by)
            for pk, new in news.items()
        )
    asked = [(change.person, {"change": change.pk}) for change in changes]
    audit.record_all("address.asked", asked, by=by, now=now, **details)
    own = _own_new_rows(changes, by=by, now=now)
    others = [change for change in changes if change not in own]
    end_sessions([change.person for change in others])
    if others:
        addresses_asked.send(sender=AddressChange, changes=others, now=now)
    for change in own:
        _change(change, how=Confirmation.NEW_ROW, by=by, now=now)
    return changes


def end_sessions(people: list[User]) -> None:
    """Sign people out everywhere, in the caller's transaction: sessions that are being used just now too."""
    User.objects.filter(pk__in=[person.pk for person in people]).update(session_round=F("session_round") + 1)


def _own_new_rows(changes: list[AddressChange], *, by: User | None, now: datetime) -> list[AddressChange]:
    """Return the changes of rows that their author has just added, and on which nothing depends yet."""
    if by is None:
        return []
    fresh = [
        change
        for change in changes
        if change.person.created_at > now - NEW_ROW
        and not (change.person.last_login or change.person.invited_at or change.person.is_staff)
        and not change.person.has_usable_password()
    ]
    if not fresh:
        return []
    ids = [change.person_id for change in fresh]
    created = AuditEvent.objects.filter(action="person.created", actor=by, object_id__in=map(str, ids))
    authored = set(created.values_list("object_id", flat=True))
    leading = set(User.objects.filter(supervisor__in=ids).values_list("supervisor", flat=True))
    return [change for change in fresh if str(change.person_id) in authored and change.person_id not in leading]


def problem_of_second(person: int, asked_by: int | None, *, by: User, now: datetime) -> str:
    """Return why an administrator cannot be the second one for what another asked for, as a sentence; nothing if they can."""
    if not policy.allows(by, Action.MANAGE_DIRECTORY):
        return _("Only organisation administrators can confirm this.")
    if by.pk == asked_by:
        return _("You asked for this change yourself. Another administrator has to confirm it.")
    if by.pk == person:
        return _("This is about your own account. Another administrator has to confirm it.")
    asker = User.objects.all().filter(pk=asked_by).first() if asked_by else None
    if asker and appointing.word_of(by, now=now) & appointing.word_of(asker, now=now):
        return _(
            "One of you has been an administrator for less than a week, and was appointed by the other or by the "
            "same person. Another administrator has to confirm this."
        )
    return ""


@transaction.atomic
def confirm_for(change: AddressChange, *, by: User, now: datetime) -> AddressChange:
    """Confirm a change as a second administrator."""
    change = _take(change)
    if sentence := problem_of_second(change.person_id, change.asked_by_id, by=by, now=now):
        raise PeopleError(sentence)
    return _change(change, how=Confirmation.ADMINISTRATOR, by=by, now=now)


@transaction.atomic
def confirm_own(change: AddressChange, *, how: Confirmation, by: User | None = None, now: datetime) -> AddressChange:
    """Confirm a change as the person. The caller has seen the proof that `how` names; `by` is None for a link."""
    return _change(_take(change), how=how, by=by, now=now)


@transaction.atomic
def stop(change: AddressChange, *, by: User | None = None, now: datetime) -> AddressChange:
    """Stop a change that the person says is wrong. `by` is None for a link, which needs no account."""
    change = _take(change)
    _decide(change, AddressStatus.STOPPED, by=by, now=now)
    address_stopped.send(sender=AddressChange, change=change, now=now)
    return change


@transaction.atomic
def withdraw(change: AddressChange, *, by: User, now: datetime) -> AddressChange:
    """Take a change back: the administrator who asked for it may, and so may any other. The earlier address hears of it."""
    policy.require(by, Action.MANAGE_DIRECTORY)
    change = _take(change)
    _decide(change, AddressStatus.WITHDRAWN, by=by, now=now)
    address_withdrawn.send(sender=AddressChange, change=change, now=now)
    return change


@transaction.atomic
def release(person: User, *, by: User, now: datetime) -> AddressChange:
    """Take the address from a person who has left, so that a new colleague can have it, with a row of their own.

    What stands there instead can receive no mail (RFC 2606), so it opens the account to nobody. Anyone who comes back gets
    an address that waits to be confirmed like any other.
    """
    policy.require(by, Action.MANAGE_DIRECTORY)
    person = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if person.is_employed(now.astimezone(person.zone).date()):
        raise PeopleError(_("%s works here and keeps the address.") % person.name)
    if is_released(person):
        raise PeopleError(_("The address of %s is already free.") % person.name)
    for change in AddressChange.objects.waiting().filter(person=person):
        _decide(change, AddressStatus.REPLACED, by=by, now=now)
    new = f"{person.public_id}@left.invalid"
    change = AddressChange.objects.create(person=person, old=person.email, new=new, asked_at=now, asked_by=by)
    audit.record("address.asked", person, by=by, now=now, change=change.pk)
    return _change(change, how=Confirmation.RELEASED, by=by, now=now)


def is_released(person: User) -> bool:
    """Whether the person's address was given free."""
    return person.email.endswith("@left.invalid")


@transaction.atomic
def mint(change: AddressChange) -> str:
    """Return a token for the link in the mail to the earlier address. Call it when the mail is written, and keep it nowhere."""
    token = secrets.token_urlsafe(32)
    change = _take(change)
    change.link_digests = [*change.link_digests, key_ring.digest(token, purpose=PURPOSE)]
    change.save(update_fields=["link_digests"])
    return token


def find(token: str, *, now: datetime) -> AddressChange | None:
    """Return the waiting change that a link opens, or None for everything else. Changes nothing."""
    known = key_ring.digests(token, purpose=PURPOSE)
    changes = AddressChange.objects.waiting().with_people().filter(link_digests__overlap=known)
    change = changes.filter(asked_at__gt=now - LINK_LIFETIME).first()
    return change if change and change.is_marked() else None


def _take(change: AddressChange) -> AddressChange:
    """Lock the person and then the change, if it still waits."""
    User.objects.select_for_update(of=("self",)).get(pk=change.person_id)
    change = AddressChange.objects.with_people().select_for_update(of=("self",)).get(pk=change.pk)
    if not change.waits:
        raise PeopleError(_("This change is no longer waiting: %s.") % change.get_status_display())
    if not change.is_marked():
        raise PeopleError(_("Nobody asked for this change here, so it cannot be decided. Please tell the operator."))
    return change


def _change(change: AddressChange, *, how: Confirmation, by: User | None, now: datetime) -> AddressChange:
    """Make the new address the person's, sign them out everywhere, and tell both addresses."""
    if sentence := problem(change.person_id, change.new):
        raise PeopleError(sentence)
    person = User.objects.select_for_update(of=("self",)).get(pk=change.person_id)
    person.email = change.new
    person.session_round += 1
    with first_come.taken(_taken()):
        person.save(update_fields=["email", "session_round"])
    vouch_for_addresses([person])
    change.person = person
    change.confirmation = how
    _decide(change, AddressStatus.CONFIRMED, by=by, now=now)
    address_changed.send(sender=AddressChange, change=change, now=now)
    return change


def _decide(change: AddressChange, status: AddressStatus, *, by: User | None, now: datetime) -> None:
    move(change, status)
    change.decided_at = now
    change.decided_by = by
    change.save(update_fields=["status", "confirmation", "decided_at", "decided_by"])
    how = {"how": str(change.confirmation)} if change.confirmation else {}
    audit.record(f"address.{status}", change.person, by=by, now=now, change=change.pk, **how)
