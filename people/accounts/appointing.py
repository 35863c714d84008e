"""Making someone an organisation administrator: the first one from the command line, the next ones on the desk."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from people import audit, policy
from people.errors import PeopleError
from people.models import User
from people.signals import administrator_appointed

if TYPE_CHECKING:
    from datetime import date, datetime

    from people.models import UserQuerySet

# Nobody makes a second administrator today to agree with what they want themselves.
SETTLED = timedelta(days=7)


def administrators(on: date) -> UserQuerySet:
    """Return those who run the organisation's side and can sign in on the day."""
    return User.objects.employed(on).filter(is_organization_administrator=True, is_active=True)


def keep_one(*, on: date) -> None:
    """Refuse what has left nobody to run the organisation's side. The caller rolls back."""
    if User.objects.get_queryset().filter(is_organization_administrator=True).exists() and not administrators(on):
        raise PeopleError(_("No organisation administrator would be left. Appoint another one first."))


def lock_administrators() -> None:
    """Let two who take each other's role away do so one after the other."""
    rows = User.objects.get_queryset().filter(is_organization_administrator=True).order_by("pk")
    list(rows.select_for_update(of=("self",)).values_list("pk"))


@transaction.atomic
def appoint_administrator(user: User, *, by: User | None, now: datetime) -> User:
    """Let a person of the directory run everything. `by` is None for the person who operates the installation."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if not user.is_active or not user.is_employed(now.date()):
        raise PeopleError(_("%(name)s cannot sign in, so they cannot be an administrator.") % {"name": user.name})
    if not user.is_organization_administrator:
        user.is_organization_administrator = True
        note_appointment(user, by=by, now=now)
    user.is_staff = True
    user.save(update_fields=["is_organization_administrator", "is_staff", "administrator_since", "appointed_by"])
    audit.record("person.appointed_administrator", user, by=by, now=now)
    announce(user, by=by, now=now)
    return user


@transaction.atomic
def confirm_administrator(user: User, *, by: User, now: datetime) -> User:
    """Say, as another administrator, that someone should still run the organisation's side. Once a year is enough (E-36)."""
    policy.require(by, policy.Action.MANAGE_DIRECTORY)
    user = User.objects.get_queryset().select_for_update(of=("self",)).get(pk=user.pk)
    if not user.is_organization_administrator:
        raise PeopleError(_("%s is not an organisation administrator.") % user.name)
    if user.pk == by.pk:
        raise PeopleError(_("Someone else has to confirm your own role."))
    if user.pk in word_of(by, now=now):
        raise PeopleError(
            _("%s appointed you less than a week ago. Another administrator has to confirm their role.") % user.name
        )
    user.administrator_confirmed_at, user.administrator_confirmed_by = now, by
    user.save(update_fields=["administrator_confirmed_at", "administrator_confirmed_by"])
    audit.record("person.administrator_confirmed", user, by=by, now=now)
    return user


def word_of(administrator: User, *, now: datetime) -> set[int]:
    """Return by their ids whose word an administrator's is: their own, and for a week that of the one who appointed them.

    It goes on to those who appointed that one, so that a second puppet made by the first is no second person either.
    """
    hands: set[int] = set()
    person: User | None = administrator
    while person and person.pk not in hands:
        hands.add(person.pk)
        is_new = person.administrator_since and person.administrator_since > now - SETTLED
        person = person.appointed_by if is_new else None
    return hands


def lately_appointed_by(pk: int, *, now: datetime) -> list[int]:
    """Return who made this person an administrator within the last week; nobody, if that is longer ago or never was."""
    rows = User.objects.get_queryset().filter(pk=pk, is_organization_administrator=True, appointed_by__isnull=False)
    return list(rows.filter(administrator_since__gt=now - SETTLED).values_list("appointed_by_id", flat=True))


def announce(user: User, *, by: User | None, now: datetime) -> None:
    """Let the other administrators hear of one who was appointed at `now`; of an earlier appointment they heard then."""
    if user.is_organization_administrator and user.administrator_since == now:
        administrator_appointed.send(sender=User, user=user, by=by, now=now)


def note_appointment(user: User, *, by: User | None, now: datetime) -> None:
    """Write down on the row who made someone an administrator, and when; the caller saves it."""
    if user.is_organization_administrator:
        user.administrator_since = now
        user.appointed_by = by
        user.administrator_confirmed_at = user.administrator_confirmed_by = None
