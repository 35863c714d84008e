"""Why two people were brought together, in words for one of them: what each can learn, and what they share (E-12).

Only names, topics, places of work, languages and times: what somebody wrote in a form stays on the page (E-24).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from matching.models import Match

if TYPE_CHECKING:
    from matching.models import MatchRequest
    from people.models import User

# The mentee's own ranking is told to the mentee alone, and says nothing about the two.
PRIVATE_TO_MENTEE = "ranking"


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
    found = Why()
    for reason in pair.reasons:
        code, text = reason["code"], str(reason["text"])
        if not reason["points"] or (as_mentor and code == PRIVATE_TO_MENTEE):
            continue
        if code == "topics":
            (found.pass_on if as_mentor else found.learn).append(about_topics(pair, as_mentor=as_mentor) or text)
        elif code == "across" and (sentences := across(pair, as_mentor=as_mentor)):
            found.learn.append(sentences[0])
            found.pass_on.append(sentences[1])
        else:
            found.share.append(text)
    return found


def about_topics(pair: Match | MatchRequest, *, as_mentor: bool) -> str:
    """Name the topics that the mentee wants and the mentor offers; nothing where the answers have changed since."""
    offered = {topic.pk for topic in pair.mentor.topics.all()}
    both = sorted(topic.name for topic in pair.mentee.topics.all() if topic.pk in offered)
    if not both:
        return ""
    names = get_text_list(both, _("and"))
    if as_mentor:
        return _("%(topics)s: %(name)s wants to learn it, and you offer it.") % {
            "topics": names, "name": pair.mentee.user.first_name,
        }  # fmt: skip
    return _("%(topics)s: you want to learn it, and %(name)s offers it.") % {
        "topics": names, "name": pair.mentor.user.first_name,
    }  # fmt: skip


def across(pair: Match | MatchRequest, *, as_mentor: bool) -> tuple[str, str] | None:
    """Say what two departments can learn from each other: first the reader, then the partner."""
    mine, theirs = (pair.mentor.user, pair.mentee.user) if as_mentor else (pair.mentee.user, pair.mentor.user)
    if not (mine.department and theirs.department) or mine.department_id == theirs.department_id:
        return None
    return (
        _("How things are done in %(department)s.") % {"department": theirs.department},
        _("%(name)s gets to know %(department)s through you.")
        % {"name": theirs.first_name, "department": mine.department},
    )
