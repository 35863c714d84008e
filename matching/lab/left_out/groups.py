"""What the members of a group share, in words (M-10): the group is described, not listed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from people.languages import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pool.models import Mentee

# What so many of a group have in common is worth saying.
MOST_OF_THEM = 0.7


def described(people: Sequence[Mentee]) -> list[str]:
    """Return what nearly all of these mentees have in common: topics, site, department, level, only language."""
    if len(people) < 2:  # noqa: PLR2004 - nobody to share with
        return []
    parts = [
        (_("want “%s”"), (topic.name for one in people for topic in one.topics.all())),
        (_("work at %s"), (str(one.user.site) for one in people if one.user.site)),
        (_("work in %s"), (str(one.user.department) for one in people if one.user.department)),
        (_("are on level %s"), (str(one.user.level) for one in people if one.user.level)),
        (_("speak only %s"), (name_of(one.languages[0]) for one in people if len(one.languages) == 1)),
    ]
    return [sentence % name + share for sentence, names in parts for name, share in _most(names, len(people))]


def _most(names: Iterable[str], of: int) -> list[tuple[str, str]]:
    found = [(name, count) for name, count in Counter(names).most_common(2) if count >= MOST_OF_THEM * of]
    return [
        (name, "" if count == of else _(" (%(count)d of %(of)d)") % {"count": count, "of": of}) for name, count in found
    ]
