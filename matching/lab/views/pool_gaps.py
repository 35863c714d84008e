"""Where the mentor pool has gaps, whom the rules leave out before a matching runs, and inviting somebody who could help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from matching.errors import MatchingError
from matching.lab.left_out import invitations
from matching.lab.left_out.by_rules import left_by_rules, left_in
from matching.lab.left_out.coverage import coverage_of
from matching.lab.views.invitation_pages import candidates_in
from matching.lab.views.pages import page
from people.models import User
from people.policy import Action
from people.reader import reader
from pool.models import Mentor
from programs.models import Cohort, Program
from web.fields.texts import is_number

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Show whom the rules leave without any mentor, and what mentees want and mentors offer, topic by topic."""
    now = timezone.now()
    programs = Program.objects.where_allowed(reader(request), Action.DECIDE_APPLICATIONS).open().order_by("name")
    wanted = request.GET.get("program", "")
    chosen = get_object_or_404(programs, pk=wanted) if is_number(wanted) else programs.first()
    left = left_in(chosen, now=now) if chosen else []
    return page(
        request,
        "coverage",
        _("Gaps in the mentor pool"),
        opts=Mentor._meta,  # one comes here from the list of mentors, and goes back there
        programs=programs,
        chosen=chosen,
        coverage=coverage_of(chosen, on=now.date()) if chosen else None,
        left=list(zip(left, candidates_in(left, now=now), strict=True)),
    )


def invite_to_pool(request: HttpRequest, pk: int, user: int) -> HttpResponse:
    """Ask a colleague to join the pool, for those of a cohort whom the rules leave without any mentor."""
    cohorts = Cohort.objects.select_related("program", "guidelines").filter(
        program__in=Program.objects.where_allowed(reader(request), Action.RUN_MATCHING).open()
    )
    cohort = get_object_or_404(cohorts, pk=pk)
    if request.method == "POST":
        person, now = get_object_or_404(User, pk=user, is_active=True), timezone.now()
        left = left_by_rules(cohort, now=now)
        try:
            invitations.invite_to_pool(
                cohort, mentees=left.mentees, user=person, terms=left.terms, by=reader(request), now=now
            )
        except MatchingError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("%s is asked by email.") % person)
    return redirect(f"{reverse('admin:matching_scenario_coverage')}?program={cohort.program_id}#without")
