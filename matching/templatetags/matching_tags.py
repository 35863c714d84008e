"""How states of matching look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from matching.models import MatchStatus
from matching.models.match_status import CAME_TO_NOTHING

if TYPE_CHECKING:
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
def time_here(person: User) -> str:
    """Say in which zone somebody lives, and what time it is there now."""
    now = timezone.now().astimezone(person.zone)
    return f"{formats.date_format(now, 'H:i')} ({person.zone_name.rsplit('/', 1)[-1].replace('_', ' ')})"
