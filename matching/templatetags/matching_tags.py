"""How states of matching look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from matching.fit.criteria import best_of, words_of
from matching.models import MatchStatus
from matching.models.match_status import CAME_TO_NOTHING
from web import moments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matching.fit.criteria import Reason
    from matching.models import Match
    from people.models import User
    from programs.models import Program

register = template.Library()


@register.filter
def mentor_word(program: Program) -> str:
    """Return what a mentor is called in this program."""
    return program.mentor_word


@register.filter
def told(match: Match) -> str:
    """Say to the two where their match stands. Nobody is called declined."""
    if match.status in CAME_TO_NOTHING:
        return _("Did not go ahead")
    return _("Ended") if match.status == MatchStatus.ENDED else match.get_status_display()


@register.filter
def in_words(reason: Reason) -> str:
    """Say one part of a score."""
    return words_of(reason)


@register.filter
def best_part(reasons: Sequence[Reason]) -> str:
    """Say the part of a score that brings most points."""
    return best_of(reasons)


@register.filter
def parts(reasons: Sequence[Reason]) -> list[tuple[str, str]]:
    """Say every part of a score, with its points. Together, as a page shows some hundred of them."""
    points = _("%(points)s of %(of)s")
    return [(words_of(reason), points % reason) for reason in reasons]


@register.filter
def time_here(person: User) -> str:
    """Say in which zone somebody lives, and what time it is there now."""
    now = timezone.now().astimezone(person.zone)
    return moments.in_city(formats.time_format(now, "TIME_FORMAT"), moments.city(person.zone_name))
