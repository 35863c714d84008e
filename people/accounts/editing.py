"""Editing the directory by hand: what keeps it sound, and the record of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from people import audit
from people.accounts import addresses, appointing
from people.authentication.sign_in import vouch_for_addresses
from people.database import first_come
from people.errors import PeopleError
from people.models import User
from people.reporting import superiors
from web.fields.texts import paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

# Fields whose change gives somebody more than they had.
GRANTS = ("is_organization_administrator", "is_staff")


def problems(user: User, *, on: date) -> list[str]:
    """Return why the row cannot be kept as it is, as sentences: circles, the last administrator, another's address."""
    sentences: list[str] = []
    if user.pk and user.supervisor_id:
        line = dict(User.objects.values_list("pk", "supervisor_id"))
        if user.pk in (user.supervisor_id, *superiors(user.supervisor_id, line)):
            sentences.append(_("%s reports to this person, directly or further up.") % user.supervisor)
    if user.pk and not (user.is_organization_administrator and user.is_active and user.is_employed(on)):
        administrators = appointing.administrators(on)
        if administrators.filter(pk=user.pk).exists() and not administrators.exclude(pk=user.pk).exists():
            sentences.append(_("This is the only organisation administrator. Appoint another one first."))
    if taken := addresses.problem(user.pk, user.email):
        sentences.append(taken)
    return sentences


@transaction.atomic
def keep(user: User, *, changed: Sequence[str], by: User, now: datetime) -> User:
    """Save a new or changed row, and record which fields changed. Raises `PeopleError` where `problems` finds any.

    A changed address is asked for and not written: the row comes back with the one that counts (`people.accounts.addresses`).
    """
    appointing.lock_administrators()
    if sentences := problems(user, on=now.date()):
        raise PeopleError(paragraph(*sentences))
    if user._state.adding:  # noqa: SLF001 - Django's own way to say that the row is new
        user.set_unusable_password()
        appointing.note_appointment(user, by=by, now=now)
        with first_come.taken(_taken()):
            user.save()
        vouch_for_addresses([user])
        audit.record("person.created", user, by=by, now=now)
        appointing.announce(user, by=by, now=now)
        return user
    before = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    wanted, user.email = user.email, before.email
    user.session_round = before.session_round
    if user.is_organization_administrator and not before.is_organization_administrator:
        appointing.note_appointment(user, by=by, now=now)
    with first_come.taken(_taken()):
        user.save()
    if fields := [name for name in changed if name != "email"]:
        audit.record("person.changed", user, by=by, now=now, fields=fields)
        appointing.announce(user, by=by, now=now)
    if "email" in changed:
        addresses.ask(user, wanted, by=by, now=now)
        user.refresh_from_db(fields=["email", "session_round"])
    return user


def _taken() -> PeopleError:
    return PeopleError(
        _(
            "Someone else has just saved a person with this email address or employee number. "
            "Look for them in the list before you try again."
        )
    )
