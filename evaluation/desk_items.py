"""What coordinators have to do in evaluation."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluation.models import ContactRequest, Proposal, Report, SurveyInvitation
from evaluation.survey.contacting import due_at
from evaluation.survey.rounds import invitations, undelivered
from matching.models import Match, MatchStatus
from matching.models.match_status import OVER
from people.policy import Action
from pool.models import Mentee
from programs.models import Cohort, Program
from programs.models.cohort import CohortStatus
from web.todo import DeskItem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.db.models import QuerySet

    from people.models import User

LOW = 0.5  # a response below which a word from the coordinator helps
SOON = timedelta(days=6)  # how many days before a window closes


def desk_items(user: User, *, now: datetime) -> list[DeskItem]:
    """Contact requests, invitations that came back, surveys that few answer, reports to make, proposals to decide."""
    programs = Program.objects.where_allowed(user, Action.MAKE_REPORTS)
    return [
        *contacts(user, now=now),
        *invitations_that_came_back(user, now=now),
        *surveys(programs, now=now),
        *reports(programs, now=now),
        *proposals(user),
    ]


def contacts(user: User, *, now: datetime) -> Iterator[DeskItem]:
    """People who wait for a call; those who wait too long first."""
    waiting = list(ContactRequest.objects.managed_by(user).open().values_list("asked_at", flat=True))
    count, late = len(waiting), sum(due_at(asked_at) <= now for asked_at in waiting)
    if not count:
        return
    overdue = ngettext(
        "%(late)s has waited longer than two working days.", "%(late)s have waited longer than two working days.", late
    ) % {"late": late}
    yield DeskItem(
        key="evaluation.contacts",
        title=ngettext("Contact request", "Contact requests", count),
        count=count,
        url=reverse("admin:evaluation_contactrequest_changelist") + "?answered_at__isempty=1",
        body=overdue if late else _("Answer within two working days."),
        tone="stop" if late else "wait",
    )


def invitations_that_came_back(user: User, *, now: datetime) -> Iterator[DeskItem]:
    """People who were to be asked, and whose mail could not be delivered (B-24)."""
    count = undelivered(invitations(user, today=now.date())).count()
    if count:
        yield DeskItem(
            key="evaluation.invitations",
            title=ngettext(
                "Survey invitation that could not be delivered", "Survey invitations that could not be delivered", count
            ),
            count=count,
            url=reverse("admin:evaluation_surveyrules_rounds"),
            body=_("Check the address of each, then send it again while the survey is open."),
            tone="stop",
        )


def surveys(programs: QuerySet[Program], *, now: datetime) -> Iterator[DeskItem]:
    """Surveys that close within days and that fewer than half have answered. Counts only, no names (D-03)."""
    today = now.date()
    groups = (
        SurveyInvitation.objects.counted()
        .filter(match__cohort__program__in=programs, opens_on__lte=today, closes_on__range=(today, today + SOON))
        .order_by()
        .values("match__cohort", "point")
        .annotate(asked=Count("pk"), answered=Count("pk", filter=Q(answered_on__isnull=False)))
    )
    low = [group for group in groups if group["answered"] < LOW * group["asked"]]
    answered = sum(group["answered"] for group in low)
    if low:
        yield DeskItem(
            key="evaluation.surveys",
            title=ngettext("Survey with few answers", "Surveys with few answers", len(low)),
            count=len(low),
            url=reverse("admin:programs_cohort_changelist"),
            body=ngettext(
                "%(answered)s of %(asked)s has answered, and they close soon. A reminder in your next meeting helps.",
                "%(answered)s of %(asked)s have answered, and they close soon. A reminder in your next meeting helps.",
                answered,
            )
            % {"answered": answered, "asked": sum(g["asked"] for g in low)},
        )


def reports(programs: QuerySet[Program], *, now: datetime) -> Iterator[DeskItem]:
    """Cohorts that are over and have no report since (L-22).

    Over is a cohort that is closed; and one that runs, once no pair goes on and its days have passed, or once pairs have
    completed and nobody waits for another. A proposal that came to nothing ends no cohort.
    """
    open_pairs = Match.objects.open().filter(cohort=OuterRef("pk"))
    made = Report.objects.filter(cohort=OuterRef("pk"))
    ended = Match.objects.filter(cohort=OuterRef("pk"), status__in=OVER)
    waiting = Mentee.objects.waiting().filter(cohort=OuterRef("pk"))
    past = (Q(ends_on__isnull=True) | Q(ends_on__lt=now.date())) & Exists(ended)
    done = Exists(ended.filter(status=MatchStatus.COMPLETED)) & ~Exists(waiting)
    finished = Q(status=CohortStatus.CLOSED) | Q(status=CohortStatus.RUNNING) & (past | done)
    count = (
        Cohort.objects.filter(finished, program__in=programs, always_on=False)
        .exclude(Exists(open_pairs))
        .exclude(Exists(made))
        .count()
    )
    if count:
        yield DeskItem(
            key="evaluation.reports",
            title=ngettext("Report to make", "Reports to make", count),
            count=count,
            url=reverse("admin:evaluation_report_add"),
            body=ngettext(
                "A cohort is over. The committee is waiting for its report.",
                "Cohorts are over. The committee is waiting for their reports.",
                count,
            ),
        )


def proposals(user: User) -> Iterator[DeskItem]:
    """Proposals that nobody has decided."""
    count = Proposal.objects.managed_by(user).open().count()
    if count:
        yield DeskItem(
            key="evaluation.proposals",
            title=ngettext("Open recommendation", "Open recommendations", count),
            count=count,
            url=reverse("admin:evaluation_proposal_changelist") + "?state__exact=open",
            body=_("Adopt them in the next version of the guidelines, or mark them as not adopted."),
            tone="info",
        )
