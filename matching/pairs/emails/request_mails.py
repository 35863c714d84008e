"""Mails about a question that a mentee asks a mentor themselves: the question, the reminder, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from matching.models import MentorRequest, RequestStatus
from matching.pairs.emails.parts import at_work, moment
from notifications.links import absolute
from notifications.models import Category
from notifications.outbox import Button, Mail, queue, renders
from pool.models import Mentee
from programs.emails import addresses_of_coordinators
from programs.models.cohort import CohortStatus

if TYPE_CHECKING:
    from datetime import datetime

    from matching.pairs.emails.parts import Facts
    from notifications.models import Message
    from people.models import User


def mentor_asked(request: MentorRequest, *, now: datetime) -> Message:
    """Tell a mentor who would like to learn from them. Why the two fit is read on the page, never in a mail (E-24)."""
    return queue("matching.mentor_asked", recipient=request.mentor.user, subject=request, now=now)


@renders("matching.mentor_asked", title=_("Mentor request"), category=Category.TRANSACTIONAL)
def _mentor_asked(message: Message, *, now: datetime) -> Mail | None:
    return question_mail(message, "matching_mentor_asked")


def request_reminder(request: MentorRequest, *, last: bool, now: datetime) -> Message:
    """Remind a mentor to answer: after three days, and on the last day."""
    occurrence = "last" if last else "first"
    return queue(
        "matching.request_reminder", recipient=request.mentor.user, subject=request, occurrence=occurrence, now=now
    )


@renders("matching.request_reminder", title=_("Mentor request reminder"), category=Category.PROGRAM)
def _request_reminder(message: Message, *, now: datetime) -> Mail | None:
    return question_mail(message, "matching_request_reminder")


def question_mail(message: Message, template: str) -> Mail | None:
    """Write to a mentor about a question that still waits for their answer."""
    request, reader = find(message, RequestStatus.OPEN), message.recipient
    if request is None or not request.can_be_answered_by(reader):
        return None
    facts: Facts = [(_("From"), request.mentee.user)]
    if at_work(request.mentee.user):
        facts.append((_("At work"), at_work(request.mentee.user)))
    program = request.mentee.cohort.program
    facts += [(_("Program"), program), (_("Please answer by"), moment(request.reply_by, reader))]
    return Mail(
        template,
        {"partner": request.mentee.user, "program": program},
        button=Button(_("Read and answer"), absolute(reverse("matching:request", args=[request.pk]))),
        facts=facts,
        reply_to=addresses_of_coordinators(program),
        thread=f"request.{request.pk}",
    )


def request_closed(request: MentorRequest, *, recipient: User, now: datetime) -> Message:
    """Tell one of the two, kindly, that nothing comes of a question."""
    return queue("matching.request_closed", recipient=recipient, subject=request, now=now)


@renders("matching.request_closed", title=_("Mentor request closed"), category=Category.TRANSACTIONAL)
def _request_closed(message: Message, *, now: datetime) -> Mail | None:
    reader = message.recipient
    request = find(message, RequestStatus.CLOSED, RequestStatus.DECLINED, RequestStatus.EXPIRED)
    if request is None:
        return None
    as_mentor = reader.pk == request.mentor.user_id
    if not as_mentor and not Mentee.objects.waiting().filter(pk=request.mentee_id).exists():
        return None
    is_over = request.mentee.cohort.status == CohortStatus.CLOSED
    if as_mentor:
        button = Button(_("See your page"), absolute(reverse("pool:mentor", args=[request.mentor_id])))
    elif is_over:
        button = Button(_("See the programs"), absolute(reverse("programs:list")))
    else:
        choices = reverse("matching:suggestions", args=[request.mentee_id])
        button = Button(_("See who else would fit"), absolute(choices))
    return Mail(
        "matching_request_closed",
        {
            "partner": request.mentee.user if as_mentor else request.mentor.user,
            "program": request.mentee.cohort.program,
            "is_mentor": as_mentor,
            "status": request.status,
            "is_over": is_over,
        },
        button=button,
        reply_to=addresses_of_coordinators(request.mentee.cohort.program),
        thread=f"request.{request.pk}",
    )


def find(message: Message, *statuses: RequestStatus) -> MentorRequest | None:
    """Return the recipient's request that a message is about, if it still stands where the message says."""
    own = MentorRequest.objects.concerning(message.recipient).with_people().filter(status__in=statuses)
    return next(iter(own.filter(pk=message.subject_id).order_by()), None)
