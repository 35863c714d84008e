"""Open surveys on the desk: whether everyone's invitation went out (B-24)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.core.paginator import Paginator
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluation.models import SurveyPoint
from evaluation.survey.rounds import invitations, open_rounds, undelivered
from people.reader import reader
from programs.models import Cohort

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


A_PAGE = 25


def show_all(request: HttpRequest) -> HttpResponse:
    """List the surveys that are open."""
    rounds = open_rounds(reader(request), today=timezone.localdate())
    page = Paginator(rounds, A_PAGE).get_page(request.GET.get("page"))
    context = {**admin.site.each_context(request), "title": _("Open surveys"), "page_obj": page}
    return TemplateResponse(request, "evaluation/desk/rounds.html", context)


def show(request: HttpRequest, cohort: int, point: str) -> HttpResponse:
    """Show whose invitation to one of them could not be delivered, with “Send again”."""
    row = Cohort.objects.select_related("program").filter(pk=cohort).first()
    asked = invitations(reader(request), today=timezone.localdate()).filter(match__cohort=cohort, point=point)
    count = asked.count()
    if row is None or not count:
        raise Http404
    mails = undelivered(asked).select_related("recipient").order_by("recipient__name", "pk")
    context = {
        **admin.site.each_context(request),
        "title": _("Invitations to a survey"),
        "cohort": row,
        "point": SurveyPoint(point).label,
        "asked": count,
        "page_obj": Paginator(mails, A_PAGE).get_page(request.GET.get("page")),
    }
    return TemplateResponse(request, "evaluation/desk/round.html", context)
