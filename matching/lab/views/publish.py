"""Publishing: which pairs, who is asked first, and what they will read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.errors import MatchingError, NewerDraftsError
from matching.lab import scenarios
from matching.lab.drafts import edition
from matching.lab.forms import PublishForm
from matching.lab.publishing import sample_mails
from matching.lab.views.pages import fetch, lab_page
from matching.models import MatchStatus, ScenarioStatus
from people.reader import reader
from web.fields.texts import searched

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

A_PAGE = 50
LEFT_OUT = 10


def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who would get which mail; a POST sends them."""
    scenario, now = fetch(request, pk), timezone.now()
    if scenario.status != ScenarioStatus.READY:
        return redirect("admin:matching_scenario_change", pk)
    drafts = scenario.matches.filter(status=MatchStatus.DRAFT)
    scores = dict(drafts.order_by().values_list("pk", "score"))
    form = PublishForm(request.POST if request.method == "POST" else None, scores=scores)
    if request.method == "POST" and form.is_valid():
        chosen = form.matches()
        staged = form.cleaned_data["order"] == "mentor"
        try:
            scenarios.publish(
                scenario,
                matches=chosen,
                staged=staged,
                by=reader(request),
                now=now,
                seen=request.POST.get("seen", ""),
            )
        except NewerDraftsError as error:
            form.add_error("which", str(error))
        except MatchingError as error:
            messages.error(request, str(error))
        else:
            asked = scenario.matches.filter(proposed_at=now).count()
            message = (
                ngettext("Published. The mentor of the pair is asked first.", "Published. The mentors of %(count)d pairs are asked first.", asked)
                if staged
                else ngettext("Published. Both people of the pair are asked by email.", "Published. Both people of each of the %(count)d pairs are asked by email.", asked)
            )  # fmt: skip
            messages.success(request, message % {"count": asked})
        if not form.errors:
            return redirect("admin:matching_scenario_change", pk)
    plan = scenarios.preview(scenario, now=now)
    search = searched(request.GET)
    shown = [match for match in plan.pairs if search.lower() in f"{match.mentee}\n{match.mentor}".lower()]
    mails = sample_mails(plan.pairs[0], staged=False, now=now) if plan.pairs else []
    return lab_page(
        request,
        "publish",
        _("Publish %s") % scenario.name,
        400 if form.errors else 200,
        scenario=scenario,
        tab="publish",
        plan=plan,
        more_left_out=max(0, len(plan.left_out) - LEFT_OUT),
        page_obj=Paginator(shown, A_PAGE).get_page(request.GET.get("page")),
        words=search,
        form=form,
        seen=edition(scenario),
        mails=mails,
        ticked={int(pk) for pk in request.POST.getlist("match") if pk.isdecimal()},
    )
