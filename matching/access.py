"""Finding what belongs to the reader. Everything else answers 404."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from matching.models import Match
from people.reader import reader

if TYPE_CHECKING:
    from django.http import HttpRequest


def own_match(request: HttpRequest, pk: int) -> Match:
    """Return a match of which the reader is one of the two, from the proposal on."""
    return get_object_or_404(Match.objects.visible_to(reader(request)).with_people(), pk=pk)
