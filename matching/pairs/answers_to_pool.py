"""What matching answers when the pool asks about relationships."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, Subquery

from matching.models import Match, MatchStatus
from matching.models.match_status import OPEN
from matching.pairs.choosing import mentor_requests
from matching.pairs.waiting.waiting_list import place_of
from pool.relationships import Relationships

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable

    from matching.models import MentorRequest
    from pool.models import Mentee, Mentor


class Matches(Relationships):
    """Answers from the rows of matches."""

    def open(self) -> Q:
        """Proposed, confirmed or active."""
        return Q(matches__status__in=OPEN)

    def proposed(self) -> Q:
        """Waiting for an answer."""
        return Q(matches__status=MatchStatus.PROPOSED)

    def agreed(self) -> Q:
        """Ask for those to which both have said yes and that are not over."""
        return Q(matches__status__in=[MatchStatus.CONFIRMED, MatchStatus.ACTIVE])

    def status_of_open_match(self) -> Combinable:
        """Of a mentee; nobody has two."""
        return Subquery(Match.objects.filter(mentee=OuterRef("pk"), status__in=OPEN).values("status")[:1])

    def name_of_status(self, status: str) -> str:
        return str(MatchStatus(status).label)

    def known_to_the_desk(self, person: Mentor | Mentee) -> QuerySet[Match]:
        """All but drafts, which belong to the lab."""
        return person.matches.exclude(status=MatchStatus.DRAFT).with_people()

    def page_of_mentor(self, mentor: Mentor) -> dict[str, object]:
        """Say what is open."""
        return {"matches": mentor.matches.filter(status__in=OPEN).with_people(), "asked": questions_of(mentor)}

    def page_of_mentee(self, mentee: Mentee) -> dict[str, object]:
        """Say what is open, what was, their place in the line, and whether they may ask."""
        completed = mentee.matches.filter(status=MatchStatus.COMPLETED)
        return {
            "match": mentee.matches.known_to_mentees().open().with_people().first(),
            "place": place_of(mentee),
            "chooses": mentor_requests.may_ask(mentee),
            "asked": questions_of(mentee),
            "last": completed.with_people().order_by("-ended_at").first(),
        }


def questions_of(person: Mentor | Mentee) -> QuerySet[MentorRequest]:
    """Return what waits for an answer, the oldest first."""
    return person.requests.open().with_people().order_by("asked_at", "pk")
