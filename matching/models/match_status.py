"""Where a match can stand, and where it can go from there."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MatchStatus(models.TextChoices):
    """Where a match stands."""

    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Proposed")
    CONFIRMED = "confirmed", _("Confirmed")
    ACTIVE = "active", _("Active")
    COMPLETED = "completed", _("Completed")
    ENDED = "ended", _("Ended early")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("Not answered in time")
    WITHDRAWN = "withdrawn", _("Taken back")


TRANSITIONS: dict[str, set[str]] = {
    MatchStatus.DRAFT: {MatchStatus.PROPOSED},
    MatchStatus.PROPOSED: {
        MatchStatus.CONFIRMED,
        MatchStatus.DECLINED,
        MatchStatus.EXPIRED,
        MatchStatus.WITHDRAWN,
    },
    MatchStatus.CONFIRMED: {MatchStatus.ACTIVE, MatchStatus.ENDED},
    MatchStatus.ACTIVE: {MatchStatus.COMPLETED, MatchStatus.ENDED},
    MatchStatus.COMPLETED: set(),
    MatchStatus.ENDED: set(),
    MatchStatus.DECLINED: set(),
    MatchStatus.EXPIRED: set(),
    MatchStatus.WITHDRAWN: set(),
}

OPEN = [MatchStatus.PROPOSED, MatchStatus.CONFIRMED, MatchStatus.ACTIVE]
RUNNING = [MatchStatus.CONFIRMED, MatchStatus.ACTIVE]
# A relationship that is over, and a proposal that came to nothing.
OVER = [MatchStatus.COMPLETED, MatchStatus.ENDED]
CAME_TO_NOTHING = [MatchStatus.DECLINED, MatchStatus.EXPIRED, MatchStatus.WITHDRAWN]


class Reply(models.TextChoices):
    """What one of the two answered to the proposal."""

    NONE = "none", _("No answer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")


class Origin(models.TextChoices):
    """How a pair came about."""

    SCENARIO = "scenario", _("Matching run")
    HAND = "hand", _("Chosen by the coordinator")
    NEXT_CHOICE = "next_choice", _("Next choice after a decline")
    OFFER = "offer", _("A place for someone who is waiting")
    ASKED = "asked", _("Asked by the mentee")
