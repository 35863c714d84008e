"""What coordinators have to do about meetings: look after pairs that do not meet. Never what pairs talk about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from meetings.models import Pair
from meetings.pairs import pair_health
from meetings.pairs.health import Health
from web.todo import DeskItem

NAMED = 5

if TYPE_CHECKING:
    from datetime import datetime

    from people.models import User


def desk_items(user: User, *, now: datetime) -> list[DeskItem]:
    """Count the pairs that need a check-in, name the first of them, and lead to each and to all."""
    pairs = pair_health.with_dates(pair_health.bare(Pair.objects.managed_by(user)), now=now)
    states = {pair.pk: pair_health.state_of(pair, now=now) for pair in pairs}
    flagged = [pk for pk, state in states.items() if state.needs_check_in]
    if not flagged:
        return []
    # Those that have waited longest, by name: from here each is one click away.
    flagged.sort(key=lambda pk: (states[pk].flagged_at, pk))
    named = Pair.objects.select_related("mentor__user", "mentee__user").in_bulk(flagged[:NAMED])
    return [
        DeskItem(
            key="meetings.check_in",
            title=_("Pairs that do not meet"),
            count=len(flagged),
            url=f"{reverse('admin:meetings_pair_changelist')}?health={Health.NEEDS_CHECK_IN}",
            body=_(
                "See why, when they meet next, and what you can do. It is up to them whether they tell you the reason."
            ),
            first=[
                (f"{named[pk].mentee} – {named[pk].mentor}", reverse("admin:meetings_pair_change", args=[pk]))
                for pk in flagged[:NAMED]
            ],
        )
    ]
