"""What evaluation writes to people. No mail says what a survey asks, what somebody answered or wrote (E-24)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from evaluation.instruments import instrument_for, questions_for
from evaluation.models import ContactRequest, Report, Summary, SurveyInvitation
from matching.models import Match, MatchStatus
from notifications.links import absolute
from notifications.models import Category
from notifications.outbox import Button, Mail, queue, renders
from people.policy import Role

if TYPE_CHECKING:
    from datetime import date, datetime

    from notifications.models import Message
    from people.models import User
    from programs.models import Program


def in_words(day: date) -> str:
    """Return a day with its month's name."""
    return date_format(day, "DATE_FORMAT")


def coordinators_of(program: Program) -> list[str]:
    """Where answers to a mail go."""
    return [person.email for person in program.people_with(Role.COORDINATOR)]


def survey_opened(invitation: SurveyInvitation, *, now: datetime) -> Message:
    """Ask somebody to answer the questions of a point."""
    return queue("evaluation.survey_opened", recipient=invitation.user, subject=invitation, now=now)


def survey_reminder(invitation: SurveyInvitation, number: int, *, now: datetime) -> Message:
    """Ask again, the first or the second time. Only those who have not answered (D-03)."""
    return queue(
        "evaluation.survey_reminder", recipient=invitation.user, subject=invitation, occurrence=str(number), now=now
    )


@renders("evaluation.survey_opened", title=_("Survey invitation"), category=Category.PROGRAM)
def _survey_opened(message: Message, *, now: datetime) -> Mail | None:
    return _survey("evaluation_survey_opened", message, now=now)


@renders("evaluation.survey_reminder", title=_("Survey reminder"), category=Category.PROGRAM)
def _survey_reminder(message: Message, *, now: datetime) -> Mail | None:
    return _survey("evaluation_survey_reminder", message, now=now)


def _survey(template: str, message: Message, *, now: datetime) -> Mail | None:
    """Write either mail, unless the person has answered, the window is over or the pair has ended."""
    today = now.astimezone(message.recipient.zone).date()
    mine = SurveyInvitation.objects.visible_to(message.recipient).open_on(today).with_names()
    invitation = mine.filter(pk=message.subject_id).first()
    if invitation is None:
        return None
    program = invitation.match.cohort.program
    count = len(questions_for(invitation))
    return Mail(
        template,
        {
            "program": program,
            "partner": invitation.match.other(message.recipient),
            "count": count,
            "minutes": instrument_for(program.format, invitation.point).minutes,
            "closes_on": in_words(invitation.closes_on),
        },
        button=Button(_("Answer the questions"), absolute(reverse("evaluation:answer", args=[invitation.pk]))),
        facts=[(_("Program"), program), (_("Questions"), count), (_("Open until"), in_words(invitation.closes_on))],
        reply_to=coordinators_of(program),
    )


def summary_asked(match: Match, *, recipient: User, now: datetime) -> Message:
    """Ask one of the two to write a summary."""
    return queue("evaluation.summary_asked", recipient=recipient, subject=match, now=now)


@renders("evaluation.summary_asked", title=_("Closing summary asked for"), category=Category.PROGRAM)
def _summary_asked(message: Message, *, now: datetime) -> Mail | None:
    mine = Match.objects.visible_to(message.recipient).with_people().filter(status=MatchStatus.COMPLETED)
    match = next(iter(mine.filter(pk=message.subject_id).order_by()), None)
    if match is None or Summary.objects.filter(match=match, author=message.recipient).exists():
        return None
    return Mail(
        "evaluation_summary_asked",
        {"program": match.cohort.program, "partner": match.other(message.recipient)},
        button=Button(_("Write your summary"), absolute(reverse("evaluation:summary", args=[match.pk]))),
        facts=[(_("Program"), match.cohort.program), (_("With"), match.other(message.recipient))],
        reply_to=coordinators_of(match.cohort.program),
    )


def contact_asked(request: ContactRequest, *, now: datetime) -> Message:
    """Tell the chosen person that somebody wishes to be contacted."""
    return queue("evaluation.contact_asked", recipient=request.to, subject=request, now=now)


def contact_escalated(request: ContactRequest, recipient: User, *, now: datetime) -> Message:
    """Tell everybody who runs the program that a wish is still open."""
    return queue("evaluation.contact_escalated", recipient=recipient, subject=request, now=now)


@renders("evaluation.contact_asked", title=_("Contact request"), category=Category.TRANSACTIONAL)
def _contact_asked(message: Message, *, now: datetime) -> Mail | None:
    return _contact("evaluation_contact_asked", message)


@renders("evaluation.contact_escalated", title=_("Contact request without an answer"), category=Category.TRANSACTIONAL)
def _contact_escalated(message: Message, *, now: datetime) -> Mail | None:
    return _contact("evaluation_contact_escalated", message)


def _contact(template: str, message: Message) -> Mail | None:
    """Write either mail, unless somebody has been in touch already."""
    mine = ContactRequest.objects.visible_to(message.recipient).open().with_people()
    request = mine.filter(pk=message.subject_id).first()
    if request is None:
        return None
    return Mail(
        template,
        {"person": request.user, "program": request.match.cohort.program},
        button=Button(_("See how to reach them"), absolute(reverse("evaluation:contact", args=[request.pk]))),
        facts=[(_("Who"), request.user), (_("Program"), request.match.cohort.program)],
    )


def report_made(report: Report, *, recipient: User, now: datetime) -> Message:
    """Tell somebody who helps to run the program that there is a report to read."""
    return queue("evaluation.report_made", recipient=recipient, subject=report, now=now)


@renders("evaluation.report_made", title=_("New report"), category=Category.PROGRAM)
def _report_made(message: Message, *, now: datetime) -> Mail | None:
    report = Report.objects.visible_to(message.recipient).with_program().filter(pk=message.subject_id).first()
    if report is None:
        return None
    return Mail(
        "evaluation_report_made",
        {"program": report.cohort.program},
        button=Button(_("Read the report"), absolute(reverse("evaluation:report", args=[report.pk]))),
        facts=[
            (_("Program"), report.cohort.program),
            (_("Cohort"), report.cohort.name),
            (_("As of"), in_words(report.made_at.date())),
        ],
        reply_to=coordinators_of(report.cohort.program),
    )
