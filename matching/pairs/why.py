"""Why two people were brought together, in words for one of them: what each can learn, and what they share (E-12).

Only names, topics, places of work, languages and times: what somebody wrote in a form stays on the page (E-24).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.fit.criteria import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matching.models import Match, MentorRequest
    from people.models import User
    from pool.models import Topic

# The mentee's own ranking is told to the mentee alone, and what the mentor would rather have to the mentor alone.
FOR_MENTEE, FOR_MENTOR = {"ranking"}, {"mentor_wishes"}


@dataclass
class Why:
    """Sentences: what the reader can learn, what the partner can learn, what the two share."""

    learn: list[str] = field(default_factory=list)
    pass_on: list[str] = field(default_factory=list)
    share: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.learn or self.pass_on or self.share)


def why(pair: Match | MentorRequest, reader: User) -> Why:
    """Say to one of the two why they were brought together. The words follow the reasons of the score.

    Of a pair that is over, or never became one, nothing is said: what someone can learn from the other is not so any
    more, and what either answers for another partner is not for this one (H-19).
    """
    found = Why()
    if not pair.is_open:
        return found
    as_mentor = reader.pk == pair.mentor.user_id
    hidden = FOR_MENTEE if as_mentor else FOR_MENTOR
    for reason in pair.reasons:
        code = reason["code"]
        if not reason["points"] or code in hidden:
            continue
        if code == "topics":
            (found.pass_on if as_mentor else found.learn).append(_wanted(pair, as_mentor=as_mentor) or words_of(reason))
        elif code == "both_ways":
            (found.learn if as_mentor else found.pass_on).extend(_back(pair, as_mentor=as_mentor))
        elif code == "across" and (sentences := _across(pair, as_mentor=as_mentor)):
            found.learn.append(sentences[0])
            found.pass_on.append(sentences[1])
        elif code in {"experience", "years"}:
            found.learn.extend([] if as_mentor else _ahead(pair, code))
        elif code == "reach":
            found.share.extend(_meeting(pair))
        else:
            found.share.append(words_of(reason))
    return found


def _wanted(pair: Match | MentorRequest, *, as_mentor: bool) -> str:
    """Name the topics that the mentee wants and the mentor offers; nothing where the answers have changed since."""
    topics, count = _common(pair.mentee.topics.all(), pair.mentor.topics.all())
    if not count:
        return ""
    if as_mentor:
        name, words = pair.mentee.user.first_name, ngettext(
            "%(topics)s: %(name)s wants to learn it, and you offer it.",
            "%(topics)s: %(name)s wants to learn them, and you offer them.",
            count,
        )  # fmt: skip
    else:
        name, words = pair.mentor.user.first_name, ngettext(
            "%(topics)s: you want to learn it, and %(name)s offers it.",
            "%(topics)s: you want to learn them, and %(name)s offers them.",
            count,
        )  # fmt: skip
    return words % {"topics": topics, "name": name}


def _back(pair: Match | MentorRequest, *, as_mentor: bool) -> list[str]:
    """Name the topics that the mentor would like to learn and the mentee can pass on (M-06)."""
    topics, count = _common(pair.mentor.topics_back.all(), pair.mentee.topics_back.all())
    if not count:
        return []
    if as_mentor:
        name, words = pair.mentee.user.first_name, ngettext(
            "%(topics)s: you would like to learn it, and %(name)s can pass it on.",
            "%(topics)s: you would like to learn them, and %(name)s can pass them on.",
            count,
        )  # fmt: skip
    else:
        name, words = pair.mentor.user.first_name, ngettext(
            "%(topics)s: %(name)s would like to learn it, and you can pass it on.",
            "%(topics)s: %(name)s would like to learn them, and you can pass them on.",
            count,
        )  # fmt: skip
    return [words % {"topics": topics, "name": name}]


def _common(ones: Iterable[Topic], others: Iterable[Topic]) -> tuple[str, int]:
    """Return the names of the topics that are in both, as a list in words, and how many they are."""
    there = {topic.pk for topic in others}
    names = sorted(topic.name for topic in ones if topic.pk in there)
    return str(get_text_list(names, _("and"))), len(names)


def _across(pair: Match | MentorRequest, *, as_mentor: bool) -> tuple[str, str] | None:
    """Say what two departments can learn from each other: first the reader, then the partner."""
    mine, theirs = (pair.mentor.user, pair.mentee.user) if as_mentor else (pair.mentee.user, pair.mentor.user)
    if not (mine.department and theirs.department) or mine.department_id == theirs.department_id:
        return None
    return (
        _("You get to know how things are done in %(department)s.") % {"department": theirs.department},
        _("%(name)s gets to know %(department)s through you.")
        % {"name": theirs.first_name, "department": mine.department},
    )


def _ahead(pair: Match | MentorRequest, code: str) -> list[str]:
    """Say to the mentee in what the mentor is ahead; nothing where that is not so."""
    mentor, mentee = pair.mentor, pair.mentee
    name = {"name": mentor.user.first_name}
    if code == "experience":
        ahead = (mentor.experience or 0) > (mentee.experience or 0)
        return [_("%(name)s has more experience with these topics.") % name] if ahead else []
    hired = mentor.user.hired_on, mentee.user.hired_on
    longer = hired[0] is not None and hired[1] is not None and hired[0] < hired[1]
    return [_("%(name)s has been here longer.") % name] if longer else []


def _meeting(pair: Match | MentorRequest) -> list[str]:
    """Say that the two can meet in person; how they talk from afar is said by what both like."""
    both = pair.mentor.user.site_id is not None and pair.mentor.user.site_id == pair.mentee.user.site_id
    return [_("You work at the same site, so you can meet in person.")] if both else []
