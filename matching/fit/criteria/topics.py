"""What the mentee wants to learn, what the mentor offers, and the other way round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

import numpy as np
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from matching.fit.columns import membership
from matching.fit.criteria.criterion import HIGH, MEDIUM, OFF, Criterion, everywhere, having
from matching.models.scenario import Importance
from programs.models.program import Format

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from matching.fit.criteria.criterion import Details, Grades
    from matching.fit.facts import MenteeFacts, MentorFacts, Roster

    Set = frozenset[int]

RELATED = 0.5


class Topics(Criterion):
    """What the mentee wants to learn, and the mentor offers. A related topic meets half of the wish."""

    code = "topics"
    label = gettext_lazy("Topics")
    about = gettext_lazy("How many of the topics that the mentee wants the mentor offers. A related topic counts half.")
    usual = everywhere(HIGH)
    steps = 2

    def wishes(self, roster: Roster, mentee: MenteeFacts) -> Sequence[Hashable]:
        return sorted(mentee.topics)

    def rows(self, roster: Roster, wishes: Sequence[Hashable]) -> Grades:
        return offered(roster, cast("Sequence[int]", wishes))

    def found(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> tuple[Set, Set]:
        """Return the wanted topics that are offered, and what is offered near the others."""
        shared = mentee.topics & mentor.topics
        near = (roster.related.get(topic, frozenset()) & mentor.topics for topic in mentee.topics - shared)
        return shared, frozenset().union(*near)

    def details(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> Details:
        shared, near = self.found(roster, mentee, mentor)
        return {"shared": names(roster, shared), "near": names(roster, near), "total": len(mentee.topics)}

    def words(self, details: Mapping[str, Any]) -> str:
        shared, near, total = details["shared"], details["near"], details["total"]
        if not shared and not near:
            return _("None of the wanted topics is offered.")
        if not shared:
            return _("Offers something related to a wanted topic: %s.") % listed(near)
        found = {"shared": len(shared), "total": total, "names": listed(shared), "near": listed(near)}
        if near:
            return (
                _(
                    "Offers %(shared)d of the %(total)d wanted topics: %(names)s. "
                    "Offers something related to another: %(near)s."
                )
                % found
            )
        return (
            ngettext(
                "The wanted topic is offered: %(names)s.",
                "Offers %(shared)d of the %(total)d wanted topics: %(names)s.",
                total,
            )
            % found
        )


class BothWays(Criterion):
    """Both teach and both learn: of the two directions the weaker one counts (M-06).

    A mentor who has not said what they would like to learn offers no second direction, so nothing is met.
    """

    code = "both_ways"
    label = gettext_lazy("Both teach, both learn")
    about = gettext_lazy(
        "Whether each offers what the other wants to learn; the weaker direction counts. For mentees who say what they "
        "can pass on."
    )
    usual: ClassVar[dict[Format, Importance]] = {Format.PEER: MEDIUM, Format.REVERSE: OFF, Format.ONBOARDING: OFF}

    def wishes(self, roster: Roster, mentee: MenteeFacts) -> Sequence[Hashable]:
        return ((mentee.topics, mentee.topics_back),) if mentee.topics and mentee.topics_back else ()

    def rows(self, roster: Roster, wishes: Sequence[Hashable]) -> Grades:
        asked = cast("Sequence[tuple[Set, Set]]", wishes)
        wanted, given = [one for one, _other in asked], [other for _one, other in asked]
        topics = sorted(roster.topic_names)
        asks = membership(wanted, topics).T.astype(np.float32)
        there = (asks / asks.sum(axis=1, keepdims=True)) @ offered(roster, topics)
        asked_back = having(roster, "topics_back", topics).astype(np.float32)
        back = helping(roster, topics, given) @ (asked_back / np.maximum(asked_back.sum(axis=0), 1))
        weaker: Grades = np.minimum(there, back, out=there)
        return weaker

    def details(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> Details:
        return {
            "asks": bool(mentor.topics_back),
            "there": names(roster, mentee.topics & mentor.topics),
            "back": names(roster, mentor.topics_back & mentee.topics_back),
        }

    def words(self, details: Mapping[str, Any]) -> str:
        there, back = listed(details["there"]), listed(details["back"])
        if not details["asks"]:
            return _("The mentor has not said what they would like to learn.")
        if there and back:
            return _("Both can learn: the mentee %(there)s, the mentor %(back)s.") % {"there": there, "back": back}
        return (
            _("Only one of them would find a topic of theirs.")
            if there or back
            else _("No topics in common, in either direction.")
        )


def offered(roster: Roster, topics: Sequence[int]) -> Grades:
    """Return how well each mentor offers each topic, 1, a half for a related one, or 0; float32 [topics, mentors]."""
    exact = having(roster, "topics", topics)
    found = exact.astype(np.float32)
    for row, topic in enumerate(topics):
        if near := roster.related.get(topic):
            related = having(roster, "topics", sorted(near)).any(axis=0)
            found[row, related & ~exact[row]] = RELATED
    return found


def helping(roster: Roster, topics: Sequence[int], given: Sequence[Set]) -> Grades:
    """Return how well what each mentee can pass on meets each topic, float32 [given, topics]."""
    near = np.zeros((len(topics), len(topics)), dtype=bool)
    place = {topic: index for index, topic in enumerate(topics)}
    for row, topic in enumerate(topics):
        near[row, [place[other] for other in roster.related.get(topic, frozenset()) if other in place]] = True
    exact = membership(given, topics)
    related = near.astype(np.float32) @ exact.astype(np.float32) > 0
    return np.where(exact, np.float32(1), np.where(related, np.float32(RELATED), np.float32(0))).T


def names(roster: Roster, topics: Iterable[int]) -> list[str]:
    """Return what the organisation calls these topics, in the order of the alphabet."""
    return sorted(roster.topic_names[topic] for topic in topics)


def listed(names: Sequence[str]) -> str:
    """Return names as a list in words."""
    return str(get_text_list(list(names), _("and")))
