"""What matching answers when the pool asks about relationships."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, Subquery

from matching.models import Match, MatchStatus
from matching.models.match_status import OPEN
from matching.pairs.choosing import mentor_requests
from matching.pairs.waiting.waiting_list import place_of
from pool.models import Mentor
from pool.relationships import Relationships

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable

    from pool.models import Mentee


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

    def status_page(self, person: Mentor | Mentee) -> dict[str, object]:
        """Say what is open, and to a mentee also what was, their place in the line, and whether they may ask."""
        asked = person.requests.open().with_people().order_by("asked_at", "pk")
        if isinstance(person, Mentor):
            return {"matches": person.matches.filter(status__in=OPEN).with_people(), "asked": asked}
        completed = person.matches.filter(status=MatchStatus.COMPLETED)
        return {
            "match": person.matches.known_to_mentees().open().with_people().first(),
            "place": place_of(person),
            "chooses": mentor_requests.may_ask(person),
            "asked": asked,
            "last": completed.with_people().order_by("-ended_at").first(),
        }
