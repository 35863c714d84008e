"""What the members of a group share (M-10): the group is described, not listed. Kept as codes, said to the reader."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, TypedDict

from django.utils.translation import gettext as _

from people.languages import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pool.models import Mentee

# What so many of a group have in common is worth saying.
MOST_OF_THEM = 0.7

What = Literal["topic", "site", "department", "level", "language"]


class Shared(TypedDict):
    """One thing that `count` of the `of` members share: its name, as the organisation writes it, or a language's code."""

    what: What
    name: str
    count: int
    of: int


def shared_by_most(people: Sequence[Mentee]) -> list[Shared]:
    """Return what nearly all of these mentees have in common: topics, site, department, level, only language."""
    if len(people) < 2:  # noqa: PLR2004 - nobody to share with
        return []
    parts: list[tuple[What, Iterable[str]]] = [
        ("topic", (topic.name for one in people for topic in one.topics.all())),
        ("site", (str(one.user.site) for one in people if one.user.site)),
        ("department", (str(one.user.department) for one in people if one.user.department)),
        ("level", (str(one.user.level) for one in people if one.user.level)),
        ("language", (one.languages[0] for one in people if len(one.languages) == 1)),
    ]
    return [
        Shared(what=what, name=name, count=count, of=len(people))
        for what, names in parts
        for name, count in Counter(names).most_common(2)
        if count >= MOST_OF_THEM * len(people)
    ]


def in_words(shared: Shared) -> str:
    """Say it of all of them, or of how many."""
    words = {**shared, "name": name_of(shared["name"]) if shared["what"] == "language" else shared["name"]}
    if shared["count"] == shared["of"]:
        return {
            "topic": _("All of them want “%(name)s”."),
            "site": _("All of them work at %(name)s."),
            "department": _("All of them work in %(name)s."),
            "level": _("All of them are on level %(name)s."),
            "language": _("All of them speak only %(name)s."),
        }[shared["what"]] % words
    return {
        "topic": _("%(count)d of %(of)d want “%(name)s”."),
        "site": _("%(count)d of %(of)d work at %(name)s."),
        "department": _("%(count)d of %(of)d work in %(name)s."),
        "level": _("%(count)d of %(of)d are on level %(name)s."),
        "language": _("%(count)d of %(of)d speak only %(name)s."),
    }[shared["what"]] % words
