"""Editing the directory by hand: what keeps it sound, and the record of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from people import audit
from people.errors import PeopleError
from people.models import User
from people.reporting import superiors
from people.sign_in import vouch_for_addresses

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


def problems(user: User) -> list[str]:
    """Return why the row cannot be kept as it is, as sentences: circles, and the last administrator."""
    found: list[str] = []
    if user.pk and user.supervisor_id:
        line = dict(User.objects.values_list("pk", "supervisor_id"))
        if user.pk in (user.supervisor_id, *superiors(user.supervisor_id, line)):
            found.append(_("%s reports to this person, directly or further up.") % user.supervisor)
    if user.pk and not (user.is_organization_administrator and user.is_active):
        others = User.objects.all().filter(is_organization_administrator=True, is_active=True).exclude(pk=user.pk)
        was = User.objects.all().filter(pk=user.pk, is_organization_administrator=True).exists()
        if was and not others.exists():
            found.append(_("This is the only organization administrator. Appoint another one first."))
    return found


@transaction.atomic
def keep(user: User, *, changed: Sequence[str], by: User, now: datetime) -> User:
    """Save a new or changed row, and record which fields changed. Raises `PeopleError` where `problems` finds any."""
    if found := problems(user):
        raise PeopleError(" ".join(found))
    if user._state.adding:  # noqa: SLF001 - Django's own way to say that the row is new
        user.set_unusable_password()
        user.save()
        vouch_for_addresses([user])
        audit.record("person.created", user, by=by, now=now)
        return user
    user.save()
    if "email" in changed:
        vouch_for_addresses([user])
    audit.record("person.changed", user, by=by, now=now, fields=list(changed))
    return user
