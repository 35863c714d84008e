"""What coordinators have to do about meetings: look after pairs that do not meet. Never what pairs talk about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from meetings import pair_health
from meetings.health import Health
from meetings.models import Pair
from people.todo import DeskItem

if TYPE_CHECKING:
    from datetime import datetime

    from people.models import User


def desk_items(user: User, *, now: datetime) -> list[DeskItem]:
    """Count the pairs that need a check-in, and lead to their list."""
    pairs = pair_health.with_dates(pair_health.bare(Pair.objects.managed_by(user)), now=now)
    count = sum(pair_health.state_of(pair, now=now).needs_check_in for pair in pairs)
    if not count:
        return []
    return [
        DeskItem(
            key="meetings.check_in",
            title=_("Pairs that do not meet"),
            count=count,
            url=f"{reverse('admin:meetings_pair_changelist')}?health={Health.NEEDS_CHECK_IN}",
            body=_("Both were asked by mail how it goes. Talk to them; the reason is theirs to tell."),
        )
    ]
