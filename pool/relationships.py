"""What the pool asks about relationships, which it does not know itself. An app to the left answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Q, QuerySet, Value

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

    from pool.models import Mentee, Mentor


class Relationships:
    """The questions, answered as if nobody were matched with anybody. Matching answers them from its rows."""

    def open(self) -> Q:
        """Return the condition on mentors or mentees that a match is proposed, confirmed or active."""
        return Q(pk__in=[])

    def proposed(self) -> Q:
        """Return the condition that a match waits for an answer."""
        return Q(pk__in=[])

    def agreed(self) -> Q:
        """Return the condition that both have said yes, and it is not over."""
        return Q(pk__in=[])

    def status_of_open_match(self) -> Combinable:
        """Return an expression over mentees: the status of the open match, or null."""
        return Value(None, output_field=CharField(null=True))

    def name_of_status(self, status: str) -> str:
        """Return what people read for such a status."""
        return status

    def known_to_the_desk(self, person: Mentor | Mentee) -> QuerySet[Any]:
        """Return the matches of somebody that their coordinators see on the person's page."""
        return type(person).objects.none()

    def page_of_mentor(self, mentor: Mentor) -> dict[str, object]:
        """Return what a mentor's own page says about matches and questions, for the template."""
        return {}

    def page_of_mentee(self, mentee: Mentee) -> dict[str, object]:
        """Return what a mentee's own page says about them, for the template."""
        return {}


_answers: list[Relationships] = [Relationships()]


def answer_with(answers: Relationships) -> None:
    """Have these answers given from now on. Called once, when the application starts."""
    _answers[:] = [answers]


def relationships() -> Relationships:
    return _answers[0]
