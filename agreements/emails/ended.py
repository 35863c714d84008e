"""Telling supervisors, once and in a sentence, that the mentoring which they agreed to is over (H-14, H-19)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.emails.shared import coordinators_of, link_for, people
from agreements.models import Agreement
from agreements.standing.over import day, over_of, supervisors_to_tell
from notifications.links import absolute
from notifications.models import Category, Message
from notifications.outbox import Button, Mail, queue, renders
from notifications.transport import quiet

if TYPE_CHECKING:
    from matching.models import Match


def mentoring_over(match: Match, *, now: datetime) -> None:
    """Tell those who keep time free for it, and those still asked to sign, on a working day; never who ended it, or why."""
    agreement, over = Agreement.objects.with_people().filter(match=match).first(), over_of(match)
    for supervisor in supervisors_to_tell(agreement, over).values() if agreement and over else ():
        queue(
            "agreements.mentoring_over",
            recipient=supervisor.user,
            subject=agreement,
            now=now,
            due_at=quiet.next_opening(now, supervisor.user.zone),
        )


@renders(
    "agreements.mentoring_over", title=gettext_lazy("End of a mentoring relationship"), category=Category.SIGNATURE
)
def _mentoring_over(message: Message, *, now: datetime) -> Mail | None:
    agreement = Agreement.objects.with_people().filter(pk=message.subject_id).first()
    over = over_of(agreement.match) if agreement else None
    if agreement is None or over is None:
        return None
    supervisor = supervisors_to_tell(agreement, over).get(message.recipient_id)
    if supervisor is None:
        return None
    return Mail(
        "agreements_mentoring_over",
        {
            **people(supervisor.request.version),
            "completed": over.completed,
            "was_in_force": over.since is not None,
            "day": day(over.ended_at),
        },
        button=Button(_("Read what you signed"), link_for(supervisor.request, now=now))
        if supervisor.has_signed
        else Button(_("Open the mentoring site"), absolute(reverse("home"))),
        thread=f"agreement-{agreement.pk}",
        reply_to=[user.email for user in coordinators_of(agreement.match.cohort.program)],
    )
