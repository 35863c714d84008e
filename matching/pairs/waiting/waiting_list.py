"""The waiting list, as somebody on it sees it: their place in it, an honest reason, and what happens next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from matching.models import Match, Unmatched
from matching.models.match_status import OPEN
from matching.pairs.waiting.offers import cohorts_with_a_line
from matching.pairs.waiting.pairing import silent_mentees
from pool.models import Mentee, Mentor
from web.fields.texts import paragraph

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from programs.models import Cohort

# Codes of `Unmatched`: taken apart by hand, changed before anybody was asked, possible but full.
BY_HAND, CHANGED, PLACES = "by_hand", "changed", "places"


@dataclass(frozen=True)
class PlaceInLine:
    """Where somebody stands: `number` of `of`; 0 for somebody who let a proposal pass and is not in line any more."""

    number: int
    of: int
    reason: str
    next: str


def line_of(cohort: Cohort) -> QuerySet[Mentee]:
    """Return those who wait, whoever signed up first first.

    Somebody whose mentor is asked first does not know of it, so they are still in line for everybody.
    """
    known = Match.objects.known_to_mentees().open().filter(mentee__cohort=cohort)
    waiting = cohort.mentees.enrolled().exclude(pk__in=known.values("mentee")).exclude(pk__in=silent_mentees(cohort))
    return waiting.order_by("enrolled_at", "pk")


def place_of(mentee: Mentee) -> PlaceInLine | None:
    """Say where a mentee stands in line; nothing where there is no line, or where they need not wait."""
    cohort = mentee.cohort
    if mentee.status != "enrolled" or mentee.matches.known_to_mentees().open().exists():
        return None
    if not cohorts_with_a_line().filter(pk=cohort.pk).exists():
        return None
    if mentee.pk in silent_mentees(cohort):
        passed = _("The time to answer your last proposal ran out, so we won’t ask you again automatically.")
        return PlaceInLine(0, 0, passed, _("If you would still like a mentor, write to the coordinator."))
    line = list(line_of(cohort).values_list("pk", flat=True))
    return PlaceInLine(line.index(mentee.pk) + 1, len(line), reason_for(mentee), what_next(cohort))


def reason_for(mentee: Mentee) -> str:
    """Say why this mentee has nobody yet: what is true now, else what the last matching found."""
    if not free_mentors(mentee.cohort).exists():
        return _("Every mentor in the pool has as many mentees as they want.")
    found = Unmatched.objects.filter(mentee=mentee, scenario__published_at__isnull=False)
    last = found.order_by("-scenario__published_at", "-pk").first()
    if last is not None and last.code == BY_HAND:
        return _("The coordinator is looking for a mentor for you personally.")
    if last is not None and last.code == CHANGED:
        return _("There was a mentor for you, but something changed before you were both asked.")
    if last is not None and last.code != PLACES:
        return _("Some mentors have a free place, but the rules of the program do not allow a match with you.")
    if last is not None:
        return _("The mentors who fit you have as many mentees as they want.")
    return _("There is no suitable place for you yet.")


def free_mentors(cohort: Cohort) -> QuerySet[Mentor]:
    """Return the mentors of the pool who have a place."""
    taken = Count("matches", filter=Q(matches__status__in=OPEN))
    pool = Mentor.objects.in_pool().filter(program=cohort.program_id)
    return pool.annotate(taken=taken).filter(capacity__gt=F("taken"))


def what_next(cohort: Cohort) -> str:
    """Say what happens when a place opens up."""
    fits = _("When a suitable place opens up, it goes to the person who has waited longest.")
    if cohort.guidelines and cohort.guidelines.offers_at_once:
        return paragraph(fits, _("You’ll get a proposal by email, and you have seven days to say yes or no."))
    return paragraph(fits, _("The coordinator looks at it first, and then you get a proposal by email."))
