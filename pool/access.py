"""Finding what belongs to the reader. Everything else answers 404."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from people.reader import reader
from pool.models import Mentee, Mentor

if TYPE_CHECKING:
    from django.http import HttpRequest


def own_mentor(request: HttpRequest, pk: int) -> Mentor:
    """Return the reader's own application."""
    own = Mentor.objects.visible_to(reader(request)).select_related("program", "user__site", "decided_by")
    return get_object_or_404(own, pk=pk)


def own_mentee(request: HttpRequest, pk: int) -> Mentee:
    """Return the reader's own sign-up."""
    own = Mentee.objects.visible_to(reader(request)).select_related(
        "cohort__program", "cohort__guidelines", "user__site"
    )
    return get_object_or_404(own, pk=pk)
