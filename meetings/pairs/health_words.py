"""Relationship health in words: what it means, and why a pair needs a check-in. The numbers come from `meetings.pairs.health`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from agreements.models.hours import Rhythm
from meetings.pairs.health import IN_A_ROW, SILENT_IN_A_ROW, TIME_TO_RECORD, CheckInReason, limits_of

if TYPE_CHECKING:
    from meetings.pairs.health import Limits, PairState


def definition() -> list[str]:
    """Say when a pair needs a check-in, one sentence for each rule, and what does not count."""
    weekly, fortnightly, monthly = (limits_of(rhythm) for rhythm in (Rhythm.WEEKLY, Rhythm.FORTNIGHTLY, Rhythm.MONTHLY))
    return [
        _(
            "No first meeting took place within %(weekly)d days (every two weeks: %(fortnightly)d, every four weeks: "
            "%(monthly)d), and none is planned or a planned one did not take place. The days are counted from "
            "the agreement’s first day, or from when it came into force if that was later."
        )
        % {
            "weekly": weekly.first.days,
            "fortnightly": fortnightly.first.days,
            "monthly": monthly.first.days,
        },
        _("The last %(count)d meetings in a row did not take place.") % {"count": IN_A_ROW},
        _("Nobody has said whether the last %(count)d meetings took place, and each ended at least %(days)d days ago.")
        % {"count": SILENT_IN_A_ROW, "days": TIME_TO_RECORD.days},
        _(
            "No meeting is planned, and the last one was %(weekly)d days ago (every two weeks and onboarding: "
            "%(fortnightly)d, every four weeks: %(monthly)d), and the relationship still has longer than that to run."
        )
        % {
            "weekly": weekly.following.days,
            "fortnightly": fortnightly.following.days,
            "monthly": monthly.following.days,
        },
        _(
            "They have not met for %(weeks)d weeks (every four weeks: %(monthly)d), for example because "
            "meetings were cancelled."
        )
        % {"weeks": weekly.apart.days // 7, "monthly": monthly.apart.days // 7},
        _(
            "Where a pair meets less often than every week, its own rhythm counts: the time from one meeting to "
            "the next, and %(days)d days to record it. Meetings cancelled beforehand, for a holiday or leave, "
            "do not count as missed. Until the first meeting it is "
            "too early to tell."
        )
        % {"days": TIME_TO_RECORD.days},
    ]


def why(state: PairState, *, rhythm: str) -> list[str]:
    """Say in whole sentences why a pair needs a check-in, what weighs most first."""
    limits = limits_of(rhythm)
    return [_sentence(reason, limits) for reason in CheckInReason if reason in state.since]


def _sentence(reason: CheckInReason, limits: Limits) -> str:
    return {
        CheckInReason.LEFT: _("According to the directory, one of the two has left."),
        CheckInReason.FIRST: _("They have not had a first meeting, although %(days)d days or more have passed.")
        % {"days": limits.first.days},
        CheckInReason.IN_A_ROW: _("Their last %(count)d meetings in a row did not take place.") % {"count": IN_A_ROW},
        CheckInReason.SILENT: _("Neither has said whether their last %(count)d meetings took place.")
        % {"count": SILENT_IN_A_ROW},
        CheckInReason.NOTHING_PLANNED: _("No next meeting has been planned for %(days)d days.")
        % {"days": limits.following.days},
        CheckInReason.APART: _("They have not met for %(weeks)d weeks or longer.") % {"weeks": limits.apart.days // 7},
    }[reason]
