"""Why two people were brought together, in words for one of them: what each can learn, and what they share (E-12).

Only names, topics, places of work, languages and times: what somebody wrote in a form stays on the page (E-24).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matching.models import Match, MatchRequest, Topic
    from people.models import User

# The mentee's own ranking is told to the mentee alone, and what the mentor would rather have to the mentor alone.
FOR_MENTEE, FOR_MENTOR = {"ranking", "experience", "years"}, {"mentor_wishes"}
# What makes the mentor worth listening to; said about the mentor, so to the mentee.
ABOUT_MENTOR = {"experience", "years"}


@dataclass
class Why:
    """Sentences: what the reader can learn, what the partner can learn, what the two share."""

    learn: list[str] = field(default_factory=list)
    pass_on: list[str] = field(default_factory=list)
    share: list[str] = field(default_factory=list)

    def best(self, count: int) -> list[str]:
        """Return the first few, for a mail or a card."""
        return [*self.learn, *self.pass_on, *self.share][:count]

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.learn or self.pass_on or self.share)


def why(pair: Match | MatchRequest, reader: User) -> Why:
    """Say to one of the two why they were brought together. The words follow the reasons of the score."""
    as_mentor = reader.pk == pair.mentor.user_id
    hidden = FOR_MENTEE if as_mentor else FOR_MENTOR
    found = Why()
    for reason in pair.reasons:
        code, text = reason["code"], str(reason["text"])
        if not reason["points"] or code in hidden:
            continue
        if code == "topics":
            (found.pass_on if as_mentor else found.learn).append(_wanted(pair, as_mentor=as_mentor) or text)
        elif code == "both_ways":
            (found.learn if as_mentor else found.pass_on).extend(_back(pair, as_mentor=as_mentor))
        elif code == "across" and (sentences := _across(pair, as_mentor=as_mentor)):
            found.learn.append(sentences[0])
            found.pass_on.append(sentences[1])
        else:
            (found.learn if code in ABOUT_MENTOR else found.share).append(text)
    return found


def _wanted(pair: Match | MatchRequest, *, as_mentor: bool) -> str:
    """Name the topics that the mentee wants and the mentor offers; nothing where the answers have changed since."""
    topics = _common(pair.mentee.topics.all(), pair.mentor.topics.all())
    if not topics:
        return ""
    if as_mentor:
        words, name = _("%(topics)s: %(name)s wants to learn it, and you offer it."), pair.mentee.user.first_name
    else:
        words, name = _("%(topics)s: you want to learn it, and %(name)s offers it."), pair.mentor.user.first_name
    return words % {"topics": topics, "name": name}


def _back(pair: Match | MatchRequest, *, as_mentor: bool) -> list[str]:
    """Name the topics that the mentor would like to learn and the mentee can pass on (M-06)."""
    topics = _common(pair.mentor.topics_back.all(), pair.mentee.topics_back.all())
    if not topics:
        return []
    if as_mentor:
        words = _("%(topics)s: you would like to learn it, and %(name)s can pass it on.")
        return [words % {"topics": topics, "name": pair.mentee.user.first_name}]
    words = _("%(topics)s: %(name)s would like to learn it, and you can pass it on.")
    return [words % {"topics": topics, "name": pair.mentor.user.first_name}]


def _common(ones: Iterable[Topic], others: Iterable[Topic]) -> str:
    """Return the names of the topics that are in both, as a list in words."""
    there = {topic.pk for topic in others}
    return str(get_text_list(sorted(topic.name for topic in ones if topic.pk in there), _("and")))


def _across(pair: Match | MatchRequest, *, as_mentor: bool) -> tuple[str, str] | None:
    """Say what two departments can learn from each other: first the reader, then the partner."""
    mine, theirs = (pair.mentor.user, pair.mentee.user) if as_mentor else (pair.mentee.user, pair.mentor.user)
    if not (mine.department and theirs.department) or mine.department_id == theirs.department_id:
        return None
    return (
        _("How things are done in %(department)s.") % {"department": theirs.department},
        _("%(name)s gets to know %(department)s through you.")
        % {"name": theirs.first_name, "department": mine.department},
    )
