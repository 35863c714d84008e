"""Fetching what is the reader's own; anything else answers 404."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from meetings.models import Appointment, Meeting
from people.reader import reader

if TYPE_CHECKING:
    from django.http import HttpRequest


def own_meeting(request: HttpRequest, pk: int) -> Meeting:
    """Return one of the reader's meetings, with both people."""
    return get_object_or_404(Meeting.objects.visible_to(reader(request)).with_people(), pk=pk)


def own_appointment(request: HttpRequest, pk: int) -> Appointment:
    """Return one of the reader's standing appointments, with both people."""
    return get_object_or_404(Appointment.objects.visible_to(reader(request)).with_people(), pk=pk)
