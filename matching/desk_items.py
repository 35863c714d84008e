"""What matching puts on the coordinators' desk."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from matching.models import Match, MatchStatus, MentorRequest, Scenario, ScenarioStatus
from people.policy import Action
from pool.models import Mentee, Mentor, MentorStatus
from programs.models import Program
from programs.models.cohort import CohortStatus
from web.todo import DeskItem

if TYPE_CHECKING:
    from datetime import datetime

    from people.models import User
    from pool.models.mentee import MenteeQuerySet

UNANSWERED_AFTER = timedelta(days=3)


def desk_items(user: User, *, now: datetime) -> list[DeskItem]:
    """Return one line for each kind of work that there is, in a fixed number of queries."""
    programs = Program.objects.where_allowed(user, Action.RUN_MATCHING).open()
    applications = Mentor.objects.managed_by(user).filter(status=MentorStatus.APPLIED).count()
    waiting = Mentee.objects.managed_by(user).waiting().filter(cohort__program__in=programs)
    # Anyone who has asked a mentor, or has an offer that waits for the coordinator, is in another line below.
    unhelped = waiting.exclude(pk__in=MentorRequest.objects.open().values("mentee"))
    unhelped = unhelped.exclude(pk__in=Match.objects.offers().values("mentee"))
    alone = unhelped.filter(cohort__status__in=[CohortStatus.MATCHING, CohortStatus.RUNNING]).count()
    scenarios = Scenario.objects.managed_by(user).filter(cohort__program__in=programs)
    ready = scenarios.filter(status=ScenarioStatus.READY, matched__gt=0).exclude(
        cohort__scenarios__status=ScenarioStatus.PUBLISHED
    )
    silent = Q(status=MatchStatus.PROPOSED, proposed_at__lte=now - UNANSWERED_AFTER)
    offers = Q(pk__in=Match.objects.offers().filter(cohort__program__in=programs).order_by().values("pk"))
    matches = Match.objects.managed_by(user).aggregate(
        silent=Count("pk", filter=silent), offers=Count("pk", filter=offers)
    )
    questions = MentorRequest.objects.managed_by(user).open().filter(mentor__program__in=programs).count()
    items = [
        DeskItem(
            key="matching.applications",
            title=_("Decide on mentor applications"),
            count=applications,
            url=changelist("pool_mentor", "applied"),
            body=_("Read what they offer and how they see themselves."),
        ),
        DeskItem(
            key="matching.alone",
            title=_("Mentees without a match"),
            count=alone,
            url=changelist("pool_mentee", "waiting"),
            body=_("Run another scenario, or choose a mentor by hand."),
            tone="stop",
        ),
        DeskItem(
            key="matching.ready",
            title=_("Scenarios ready to publish"),
            count=ready.values("cohort").distinct().count(),
            url=f"{reverse('admin:matching_scenario_changelist')}?status__exact=ready",
            body=_("Compare them, then publish one."),
        ),
        DeskItem(
            key="matching.silent",
            title=_("Proposals not answered"),
            count=matches["silent"],
            url=changelist("matching_match", "proposed"),
            body=_("For three days or more. They lapse after seven."),
            tone="info",
        ),
        DeskItem(
            key="matching.offers",
            title=_("Place offers to review"),
            count=matches["offers"],
            url=reverse("admin:matching_match_offers"),
            body=_("There is a suitable place for someone who is waiting. Send the proposal, or withhold it."),
        ),
        DeskItem(
            key="matching.questions",
            title=_("Mentor requests without an answer"),
            count=questions,
            url=changelist("matching_mentorrequest", "open"),
            body=_("Mentors are reminded after three days. After seven, a mentor request lapses."),
            tone="info",
        ),
        DeskItem(
            key="matching.topics",
            title=_("Topics without a mentor"),
            count=topics_without_mentor(waiting),
            url=reverse("admin:matching_scenario_coverage"),
            body=_("Mentees want them, and nobody in the pool offers them."),
            tone="info",
        ),
    ]
    return [item for item in items if item.count]


def changelist(model: str, state: str) -> str:
    """Return the address of a list that opens on one state."""
    return f"{reverse(f'admin:{model}_changelist')}?state={state}"


def topics_without_mentor(waiting: MenteeQuerySet) -> int:
    """Count topics that waiting mentees want and nobody in the pool of their program offers (P-15)."""
    wanted = set(waiting.filter(topics__isnull=False).order_by().values_list("cohort__program", "topics"))
    if not wanted:
        return 0
    programs = {program for program, _topic in wanted}
    offered = Mentor.objects.in_pool().filter(program__in=programs, topics__isnull=False)
    return len(wanted - set(offered.order_by().values_list("program", "topics")))
