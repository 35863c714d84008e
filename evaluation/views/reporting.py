"""Reading reports, and proposing what should change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evaluation.errors import EvaluationError
from evaluation.forms import ProposalForm
from evaluation.models import Report
from evaluation.report import reading, reports
from evaluation.report.export import as_csv
from people.authentication import proof
from people.policy import Action, allows
from people.reader import reader

if TYPE_CHECKING:
    from django.http import HttpRequest

    from evaluation.report.shown import ReportPage
    from people.models import User


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """List the reports that the person may read."""
    rows = Report.objects.visible_to(reader(request)).with_program()
    page_obj = Paginator(rows, 20).get_page(request.GET.get("page"))
    return render(request, "evaluation/report_list.html", {"page_obj": page_obj})


def page_of(row: Report, user: User) -> ReportPage:
    """Return what the person may see of a report: how groups fare is for committee and coordinators (E-13)."""
    return reading.read(row, with_groups=allows(user, Action.SEE_GROUPS, row))


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one report, as it was made."""
    user = reader(request)
    row = get_object_or_404(Report.objects.visible_to(user).with_program(), pk=pk)
    reports.note_reading(row, by=user, now=timezone.now())
    context = {
        "report": row,
        "page": page_of(row, user),
        "proposals": row.proposals.select_related("taken_into"),
        "can_propose": allows(user, Action.MANAGE_PROGRAM, row),
    }
    return render(request, "evaluation/report.html", context)


@require_safe
def report_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the figures that the page shows, to someone who has just proved who they are (E-36)."""
    proof.require_fresh(request)
    user = reader(request)
    row = get_object_or_404(Report.objects.visible_to(user).with_program(), pk=pk)
    name = f"report-{row.pk}-{row.made_at:%Y-%m-%d}.csv"
    content = "\ufeff" + as_csv(page_of(row, user))
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Turn a finding into a proposal to the committee."""
    user = reader(request)
    row = get_object_or_404(Report.objects.managed_by(user).with_program(), pk=pk)
    form = ProposalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reports.propose(row, **form.cleaned_data, by=user, now=timezone.now())
        except EvaluationError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Your recommendation has been added to the report."))
        return redirect("evaluation:report", row.pk)
    return render(request, "evaluation/propose.html", {"report": row, "form": form})
