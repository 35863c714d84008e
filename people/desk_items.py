"""What those who keep the directory have to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from people import policy
from people.models import AddressChange, IdentityReplacement
from people.policy import Action
from people.todo import DeskItem

if TYPE_CHECKING:
    from datetime import datetime

    from people.models import User


def desk_items(user: User, *, now: datetime) -> list[DeskItem]:
    """Return what waits for a second administrator: new addresses (E-34) and other identities (E-35)."""
    if not policy.allows(user, Action.MANAGE_DIRECTORY):
        return []
    items = [
        DeskItem(
            key="people.addresses",
            title=_("Confirm new addresses"),
            count=AddressChange.objects.waiting().exclude(asked_by=user).exclude(person=user).count(),
            url=reverse("admin:people_addresschange_changelist"),
            body=_("They count once the people themselves or a second administrator confirm them."),
        ),
        DeskItem(
            key="people.identities",
            title=_("Look at sign-ins that were refused"),
            count=IdentityReplacement.objects.open().exclude(asked_by=user).exclude(person=user).count(),
            url=reverse("admin:people_identityreplacement_changelist"),
            body=_(
                "These people came with another account of your organisation than before. Two administrators can replace it."
            ),
        ),
    ]
    return [item for item in items if item.count]
