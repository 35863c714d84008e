"""The end of a relationship: it is completed when its time is over, and each of the two writes a summary (P-34)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from evaluation.errors import EvaluationError
from evaluation.models import Summary
from matching.errors import MatchingError
from matching.models import Match, MatchStatus
from matching.pairs import relationships
from people import audit

if TYPE_CHECKING:
    from datetime import date, datetime

    from people.models import User

BEFORE = timedelta(days=14)
AFTER = timedelta(days=60)


def close_finished(*, now: datetime) -> int:
    """Complete the matches whose last day has passed for both, and return how many. Closing never waits for a survey."""
    closed = 0
    for match in Match.objects.with_people().filter(status=MatchStatus.ACTIVE, ends_on__lt=now.date()):
        if not has_passed(match, now=now):
            continue
        try:
            relationships.complete(match, by=None, now=now)
        except MatchingError:  # it ended in another way while we looked
            continue
        closed += 1
    return closed


def has_passed(match: Match, *, now: datetime) -> bool:
    """Whether the last day is over where both of the two are: a meeting in its evening still takes place (L-16)."""
    people = (match.mentor.user, match.mentee.user)
    return match.ends_on is not None and all(match.ends_on < now.astimezone(person.zone).date() for person in people)


def summary_from(match: Match) -> date | None:
    """From which day on the two can write their summaries."""
    if match.status in {MatchStatus.COMPLETED, MatchStatus.ENDED} and match.ended_at:
        return match.ended_at.date()
    return match.ends_on - BEFORE if match.status == MatchStatus.ACTIVE and match.ends_on else None


def summary_until(match: Match) -> date | None:
    """Until which day they can write or change them."""
    if match.ended_at:
        return match.ended_at.date() + AFTER
    return match.ends_on + AFTER if match.ends_on else None


def can_be_summed_up(match: Match, *, on: date) -> bool:
    """Whether it is time for summaries."""
    first, last = summary_from(match), summary_until(match)
    return first is not None and last is not None and first <= on <= last


@transaction.atomic
def write_summary(
    match: Match,
    *,
    author: User,
    now: datetime,
    learnt: str,
    passed_on: str = "",
    worked: str = "",
    share_with_partner: bool = False,
) -> Summary:
    """Write or change the summary of one of the two."""
    fresh = Match.objects.with_people().get(pk=match.pk)
    if not fresh.includes(author):
        raise EvaluationError(_("Only the two people in a relationship can write its summaries."))
    if not can_be_summed_up(fresh, on=now.date()):
        raise EvaluationError(_("Summaries are written in the last two weeks of a relationship and 60 days after it."))
    if not learnt.strip():
        raise EvaluationError(_("Write what you learnt. One sentence is enough."))
    texts = {
        "learnt": learnt.strip(),
        "passed_on": passed_on.strip(),
        "worked": worked.strip(),
        "share_with_partner": share_with_partner,
    }
    if before := Summary.objects.filter(match=fresh, author=author, **texts).first():
        return before
    summary, made = Summary.objects.update_or_create(match=fresh, author=author, defaults={**texts, "written_at": now})
    audit.record("summary.written" if made else "summary.changed", summary, by=author, now=now)
    return summary
