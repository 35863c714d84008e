"""How states of matching look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils import formats, timezone

if TYPE_CHECKING:
    from people.models import User

register = template.Library()

TONES = {
    "accepted": "good",
    "active": "good",
    "applied": "wait",
    "completed": "good",
    "confirmed": "good",
    "draft": "info",
    "enrolled": "good",
    "failed": "stop",
    "nominated": "info",
    "paused": "wait",
    "proposed": "wait",
    "published": "good",
    "queued": "wait",
    "ready": "good",
    "talk": "wait",
    "training": "info",
}


@register.filter
def status_tone(status: str) -> str:
    """Return the badge tone of a status or a result."""
    return TONES.get(status, "")


@register.filter
def time_here(person: User) -> str:
    """Say in which zone somebody lives, and what time it is there now."""
    now = timezone.now().astimezone(person.zone)
    return f"{formats.date_format(now, 'H:i')} ({person.zone_name.rsplit('/', 1)[-1].replace('_', ' ')})"
