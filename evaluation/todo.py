"""What someone has to do in evaluation: answer a survey, write a summary, get in touch, read a report."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluation import closing
from evaluation.instruments import questions_for
from evaluation.models import ContactRequest, Report, Summary, SurveyInvitation
from evaluation.report.reports import read_by
from evaluation.survey.contacting import due_at
from matching.models import Match, MatchStatus
from web.todo import Todo, TodoState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from people.models import User

CONTACT, SURVEY, SUMMARY, REPORT = 10, 40, 45, 60  # what is to be done first
VISIBLE = timedelta(days=30)  # how long something done stays in sight


def todos_for(user: User, *, now: datetime) -> list[Todo]:
    """Everything in evaluation that waits for the person, and what they have done lately."""
    return [
        *contacts(user, now=now),
        *surveys(user, now=now),
        *summaries(user, now=now),
        *reports(user, now=now),
    ]


def contacts(user: User, *, now: datetime) -> Iterator[Todo]:
    """People who asked for this person."""
    rows = ContactRequest.objects.visible_to(user).with_people()
    rows = rows.filter(Q(answered_at__isnull=True) | Q(answered_at__gte=now - VISIBLE))
    for wish in rows.only("asked_at", "answered_at", "user__name", "to__id", "match__cohort__program__name"):
        yield Todo(
            key=f"contact-{wish.pk}",
            title=_("Get in touch with %(name)s") % {"name": wish.user.name},
            body=_("They take part in %(program)s and asked for you.") % {"program": wish.match.cohort.program},
            url=reverse("evaluation:contact", args=[wish.pk]),
            action=_("See how to reach them"),
            state=TodoState.DONE if wish.answered_at else TodoState.NOW,
            due_on=due_at(wish.asked_at).date(),
            rank=CONTACT,
        )


def surveys(user: User, *, now: datetime) -> Iterator[Todo]:
    """Surveys that are open, and those that were answered lately."""
    today = now.astimezone(user.zone).date()
    mine = SurveyInvitation.objects.visible_to(user)
    for row in (mine.open_on(today) | mine.filter(answered_on__gte=today - VISIBLE)).with_names():
        count = len(questions_for(row))
        yield Todo(
            key=f"survey-{row.pk}",
            title=ngettext(
                "Answer %(count)s question about your mentoring with %(name)s",
                "Answer %(count)s questions about your mentoring with %(name)s",
                count,
            )
            % {"count": count, "name": row.match.other(user).first_name},
            body=_("Anonymous. It takes a few minutes."),
            url=reverse("evaluation:answer", args=[row.pk]),
            action=_("Answer the questions"),
            state=TodoState.DONE if row.answered_on else TodoState.NOW,
            due_on=row.closes_on,
            rank=SURVEY,
        )


def summaries(user: User, *, now: datetime) -> Iterator[Todo]:
    """Summaries at the end of a relationship. Someone who ended early may write one, and is not asked to."""
    mine = Match.objects.visible_to(user).filter(status__in=[MatchStatus.ACTIVE, MatchStatus.COMPLETED])
    mine = mine.filter(ends_on__range=(now.date() - closing.AFTER, now.date() + closing.BEFORE)).with_names()
    written = set(Summary.objects.filter(author=user).values_list("match", flat=True)) if mine else set()
    for match in mine:
        done = match.pk in written
        if not (done or closing.can_be_summed_up(match, on=now.date())):
            continue
        page = "evaluation:summary_written" if done else "evaluation:summary"
        yield Todo(
            key=f"summary-{match.pk}",
            title=_("Write your summary of the mentoring with %(name)s") % {"name": match.other(user).first_name},
            body=_("What you learnt, what you passed on, what should change."),
            url=reverse(page, args=[match.pk]),
            action=_("Write your summary"),
            state=TodoState.DONE if done else TodoState.NOW,
            due_on=closing.summary_until(match),
            rank=SUMMARY,
        )


def reports(user: User, *, now: datetime) -> Iterator[Todo]:
    """Reports of the last weeks that others made for this person to read."""
    rows = Report.objects.visible_to(user).filter(made_at__gte=now - VISIBLE).exclude(made_by=user)
    rows = rows.select_related("cohort__program").only("cohort__program__name")
    seen = read_by(user) if rows else set()
    for report in rows:
        yield Todo(
            key=f"report-{report.pk}",
            title=_("Read the report of %(program)s") % {"program": report.cohort.program},
            url=reverse("evaluation:report", args=[report.pk]),
            action=_("Read the report"),
            state=TodoState.DONE if str(report.pk) in seen else TodoState.NOW,
            rank=REPORT,
        )
