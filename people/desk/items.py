"""What those who keep the directory have to do."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from people import policy
from people.models import AddressChange, IdentityReplacement, User
from people.policy import Action
from web.todo import DeskItem

if TYPE_CHECKING:
    from datetime import datetime

A_YEAR = timedelta(days=365)
OVERDUE = timedelta(days=396)


def desk_items(user: User, *, now: datetime) -> list[DeskItem]:
    """Return what waits for a second administrator: new addresses (E-34), other identities (E-35), the yearly look (E-36)."""
    if not policy.allows(user, Action.MANAGE_DIRECTORY):
        return []
    administrators = User.objects.get_queryset().exclude(pk=user.pk)
    overdue = administrators.unconfirmed_since(now - OVERDUE).exists()
    items = [
        DeskItem(
            key="people.addresses",
            title=_("Confirm new addresses"),
            count=AddressChange.objects.waiting().exclude(asked_by=user).exclude(person=user).count(),
            url=reverse("admin:people_addresschange_changelist"),
            body=_("They take effect once the people themselves or a second administrator confirm them."),
        ),
        DeskItem(
            key="people.identities",
            title=_("Check sign-ins that were refused"),
            count=IdentityReplacement.objects.open().exclude(asked_by=user).exclude(person=user).count(),
            url=reverse("admin:people_identityreplacement_changelist"),
            body=_(
                "These people came with another account of your organisation than before. Two administrators can replace it."
            ),
        ),
        DeskItem(
            key="people.administrators",
            title=_("Confirm who is an administrator"),
            count=administrators.unconfirmed_since(now - A_YEAR).count(),
            url=f"{reverse('admin:people_user_changelist')}?employment=administrators",
            body=_("Once a year, check that each of them still needs the role, or remove it."),
            tone="stop" if overdue else "wait",
        ),
    ]
    return [item for item in items if item.count]
