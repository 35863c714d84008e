"""News of signatures for the two: that a supervisor has signed, that an agreement rests, and that it goes on (A-24)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.emails.returned import tell_coordinators
from agreements.emails.shared import people
from agreements.models import Dispute, SignatureRequest, SignatureStatus
from notifications.links import absolute
from notifications.models import Category, Message
from notifications.outbox import Button, Mail, queue, renders

if TYPE_CHECKING:
    from people.models import User


def supervisor_signed(request: SignatureRequest, *, now: datetime) -> None:
    """Tell the two at once that someone signed with a link."""
    match = request.version.match
    for user in (match.mentee.user, match.mentor.user):
        queue("agreements.supervisor_signed", recipient=user, subject=request, now=now)


@renders("agreements.supervisor_signed", title=gettext_lazy("Supervisor has signed"), category=Category.SIGNATURE)
def _supervisor_signed(message: Message, *, now: datetime) -> Mail | None:
    request = SignatureRequest.objects.with_people().filter(pk=message.subject_id).first()
    if request is None or request.status != SignatureStatus.SIGNED:
        return None
    return to_the_pair("agreements_supervisor_signed", request, message)


def to_the_pair(template: str, request: SignatureRequest, message: Message, **more: object) -> Mail:
    """Return a mail to one of the two about a signature, with their agreement's page behind the button."""
    version = request.version
    partner = version.match.other(message.recipient)
    return Mail(
        template,
        {**people(version), "partner": partner, "signer": request.signer, **more},
        button=Button(_("See your agreement"), absolute(reverse("agreements:show", args=[version.match.pk]))),
        thread=f"agreement-{version.agreement_id}",
    )


def disputed(dispute: Dispute, *, now: datetime, by: User | None) -> None:
    """Tell the two that their agreement rests, and the coordinators why, unless one of them looks into it anew."""
    if by is None:
        tell_coordinators("not_me", dispute.request, now=now)
    _tell_the_pair(dispute, "rests", now=now)


def disputed_again(settled: Dispute, *, now: datetime) -> None:
    """Tell the coordinators, once, that someone says again that a signature is not theirs which was found right."""
    tell_coordinators("not_me_again", settled.request, now=now, occurrence=f"not_me_again-{settled.pk}")


def dispute_settled(dispute: Dispute, *, now: datetime) -> None:
    """Tell the two that their agreement goes on."""
    _tell_the_pair(dispute, "goes_on", now=now)


def _tell_the_pair(dispute: Dispute, what: str, *, now: datetime) -> None:
    match = dispute.request.version.match
    for user in (match.mentee.user, match.mentor.user):
        queue(
            "agreements.rests",
            recipient=user,
            subject=dispute.request,
            occurrence=f"{dispute.pk}-{what}",
            context={"dispute": dispute.pk, "what": what},
            now=now,
        )


@renders("agreements.rests", title=gettext_lazy("Agreement on hold"), category=Category.SIGNATURE)
def _rests(message: Message, *, now: datetime) -> Mail | None:
    dispute = Dispute.objects.filter(pk=message.context.get("dispute")).first()
    request = SignatureRequest.objects.with_people().filter(pk=message.subject_id).first()
    is_open = dispute is not None and dispute.outcome == Dispute.Outcome.OPEN
    if request is None or is_open != (message.context.get("what") == "rests"):
        return None
    return to_the_pair("agreements_rests", request, message, rests=is_open, over=request.version.match.is_over)
