"""“Not with”: a private wish never to be paired with someone (P-21)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from pool.errors import PoolError
from pool.models import NotWith

if TYPE_CHECKING:
    from datetime import datetime

    from people.models import User


@transaction.atomic
def keep_apart(user: User, *, other: User, now: datetime) -> None:
    """Never pair these two. Nobody but the matching and the person themselves ever reads it; no event is recorded."""
    if user.pk == other.pk:
        raise PoolError(_("Choose someone other than yourself."))
    NotWith.objects.get_or_create(user=user, other=other, defaults={"created_at": now})


@transaction.atomic
def stop_keeping_apart(user: User, *, other: User) -> None:
    """Take the wish back."""
    NotWith.objects.visible_to(user).filter(other=other).delete()
