"""Mails that ask for room in the mentor pool: one more place, or one more mentor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notifications.links import absolute
from notifications.models import Category
from notifications.outbox import Button, Mail, queue, renders
from pool.emails.parts import rhythm_of
from pool.models import ExtraPlaceRequest, Mentor
from programs.emails import addresses_of_coordinators
from programs.models import Program

if TYPE_CHECKING:
    from datetime import datetime

    from notifications.models import Message
    from people.models import User


def place_wanted(request: ExtraPlaceRequest, *, now: datetime) -> Message:
    """Ask a mentor for one more place (M-10)."""
    return queue("pool.place_wanted", recipient=request.mentor.user, subject=request, now=now)


@renders("pool.place_wanted", title=_("Extra-place request"), category=Category.TRANSACTIONAL)
def _place_wanted(message: Message, *, now: datetime) -> Mail | None:
    waiting = (
        ExtraPlaceRequest.objects.visible_to(message.recipient).waiting().select_related("cohort__program", "mentor")
    )
    request = waiting.filter(pk=message.subject_id).first()
    if request is None:
        return None
    program = request.cohort.program
    return Mail(
        "pool_place_wanted",
        {"program": program, "capacity": request.mentor.capacity, "more": request.mentor.capacity + 1},
        button=Button(_("Read and answer"), absolute(reverse("pool:place", args=[request.pk]))),
        facts=[(_("Program"), program), (_("Mentees you take now"), request.mentor.capacity)],
        reply_to=addresses_of_coordinators(program),
    )


def mentor_wanted(program: Program, *, recipient: User, now: datetime) -> Message:
    """Ask a colleague whether they would like to be a mentor; once for each program."""
    return queue("pool.mentor_wanted", recipient=recipient, subject=program, now=now)


@renders("pool.mentor_wanted", title=_("Mentor wanted"), category=Category.TRANSACTIONAL)
def _mentor_wanted(message: Message, *, now: datetime) -> Mail | None:
    program = Program.objects.filter(pk=message.subject_id).first()
    if program is None or Mentor.objects.filter(program=program, user=message.recipient).exists():
        return None
    return Mail(
        "pool_mentor_wanted",
        {"program": program, "rhythm": rhythm_of(program)},
        button=Button(_("Read what it means"), absolute(reverse("pool:apply", args=[program.slug]))),
        facts=[(_("Program"), program)],
        reply_to=addresses_of_coordinators(program),
    )
