"""Inviting people of the directory to sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from people import audit
from people.authentication.sign_in import may_sign_in
from people.errors import PeopleError
from people.models import User
from people.signals import person_invited

if TYPE_CHECKING:
    from datetime import datetime


@transaction.atomic
def invite(user: User, *, by: User, now: datetime) -> User:
    """Invite someone by mail to sign in, and return their fresh row. Again on another day sends another mail.

    Refuses people who have left or may not sign in, and people who have signed in before.
    """
    user = User.objects.all().select_for_update(of=("self",)).get(pk=user.pk)
    if not may_sign_in(user, now=now):
        raise PeopleError(_("%s has left or may not sign in.") % user.name)
    if user.last_login:
        raise PeopleError(_("%s has already signed in.") % user.name)
    user.invited_at = now
    user.save(update_fields=["invited_at"])
    audit.record("person.invited", user, by=by, now=now)
    person_invited.send(sender=User, user=user, by=by, now=now)
    return user
