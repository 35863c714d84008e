"""Telling supervisors, once and in a sentence, that the mentoring which they agreed to is over (H-14, H-19)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.emails.shared import coordinators_of, link_for, people
from agreements.models import Agreement, SignatureStatus
from agreements.over import day, over_of, supervisors_who_know
from notifications import quiet
from notifications.links import absolute
from notifications.models import Category, Message
from notifications.outbox import Button, Mail, queue, renders

if TYPE_CHECKING:
    from matching.models import Match


def mentoring_over(match: Match, *, now: datetime) -> None:
    """Tell each supervisor who was asked about the agreement, on a working day; never who ended it, or why."""
    agreement = Agreement.objects.filter(match=match).first()
    for request in supervisors_who_know(agreement) if agreement else ():
        queue(
            "agreements.mentoring_over",
            recipient=request.signer,
            subject=agreement,
            now=now,
            due_at=quiet.next_opening(now, request.signer.zone),
        )


@renders("agreements.mentoring_over", category=Category.SIGNATURE)
def _mentoring_over(message: Message, *, now: datetime) -> Mail | None:
    agreement = Agreement.objects.with_people().filter(pk=message.subject_id).first()
    over = over_of(agreement.match) if agreement else None
    if agreement is None or over is None:
        return None
    known = {request.signer_id: request for request in supervisors_who_know(agreement)}
    request = known.get(message.recipient_id)
    if request is None:
        return None
    signed = request.status == SignatureStatus.SIGNED
    return Mail(
        "agreements_mentoring_over",
        {
            **people(request.version),
            "completed": over.completed,
            "was_in_force": over.since is not None,
            "day": day(over.ended_at),
        },
        button=Button(_("Read what you signed"), link_for(request, now=now))
        if signed
        else Button(_("Open the mentoring site"), absolute(reverse("home"))),
        thread=f"agreement-{agreement.pk}",
        reply_to=[user.email for user in coordinators_of(agreement.match.cohort.program)],
    )
