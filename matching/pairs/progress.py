"""Where a pair is, step by step. Pages of the apps to the left are linked where this installation has them."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from matching.models import Match, MatchStatus
from pool.models import Mentee, MenteeStatus, MentorStatus
from programs.models.cohort import CohortStatus

ORDER = [MatchStatus.PROPOSED, MatchStatus.CONFIRMED, MatchStatus.ACTIVE, MatchStatus.COMPLETED]


def link(name: str, *args: object) -> str:
    """Return the address of a page, or nothing where there is none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def standing_of_partner(match: Match, *, is_mentor: bool) -> str:
    """Say what the partner is to the reader now: “your mentor”, “your mentor until 3 June 2026” (H-19)."""
    said = {"role": match.cohort.program.mentor_word}
    if match.is_over and match.ended_at:
        said["day"] = date_format(timezone.localtime(match.ended_at), "DATE_FORMAT")
        return (_("your mentee until %(day)s") if is_mentor else _("your %(role)s until %(day)s")) % said
    if match.is_running:
        return (_("your mentee") if is_mentor else _("your %(role)s")) % said
    if match.status == MatchStatus.PROPOSED:
        return (_("proposed as your mentee") if is_mentor else _("proposed as your %(role)s")) % said
    return (_("was proposed as your mentee") if is_mentor else _("was proposed as your %(role)s")) % said


def is_free_again(match: Match, *, is_mentor: bool) -> bool:
    """Whether the reader of a past match has a free place, or waits for somebody else, now: not what was true then."""
    if is_mentor:
        taken = Match.objects.open().filter(mentor=match.mentor_id).count()
        return match.mentor.status == MentorStatus.ACCEPTED and taken < match.mentor.capacity
    closed = match.cohort.status == CohortStatus.CLOSED
    return not closed and Mentee.objects.waiting().filter(pk=match.mentee_id).exists()


def is_free_after(match: Match, *, is_mentor: bool) -> bool:
    """Whether the reader of a match that still runs can be matched with somebody else once it has ended."""
    if is_mentor:
        others = Match.objects.open().filter(mentor=match.mentor_id).exclude(pk=match.pk).count()
        return match.mentor.status == MentorStatus.ACCEPTED and others < match.mentor.capacity
    return match.cohort.status != CohortStatus.CLOSED and match.mentee.status == MenteeStatus.ENROLLED


def steps_of_pair(match: Match) -> list[dict[str, str]]:
    """Return the steps from the proposal to the close; none for a proposal or relationship that came to nothing."""
    if match.status not in ORDER:
        return []
    reached = ORDER.index(MatchStatus(match.status))
    confirmed = _("On %s") % date_format(match.confirmed_at, "DATE_FORMAT") if match.confirmed_at else ""
    last = timezone.localtime(match.ended_at).date() if match.is_over and match.ended_at else match.ends_on
    until = _("Until %s") % date_format(last, "DATE_FORMAT") if last else ""
    agreement = link("agreements:show", match.pk) if reached else ""
    meetings = link("meetings:list") if reached > 1 else ""
    rows = [
        (_("Both say yes"), confirmed, ""),
        (_("Write and sign your agreement"), _("Together, in about half an hour") if reached == 1 else "", agreement),
        (_("Meet, and work on your goals"), until, meetings),
        (_("Close, and look back"), _("Each writes a short summary"), ""),
    ]
    return [
        {"title": title, "body": body, "url": url, "state": state_of(index, reached)}
        for index, (title, body, url) in enumerate(rows)
    ]


def state_of(index: int, reached: int) -> str:
    """Return whether a step is done, is now, or comes later. A completed pair has done them all."""
    if index < reached or reached == len(ORDER) - 1:
        return "done"
    return "now" if index == reached else "next"
