"""A new address of one's own, on the home page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from people.models import AddressChange
from web.todo import Todo

if TYPE_CHECKING:
    from datetime import datetime

    from people.models import User


def todos_for(user: User, *, now: datetime) -> list[Todo]:
    """Return the change that waits, if one does."""
    change = AddressChange.objects.waiting().filter(person=user).first()
    if change is None:
        return []
    return [
        Todo(
            key=f"people.address.{change.pk}",
            title=_("Check your new email address"),
            body=_("Someone has asked us to change your address to %s.") % change.new,
            url=reverse("people:address"),
            action=_("Check the address"),
            rank=5,
        )
    ]
