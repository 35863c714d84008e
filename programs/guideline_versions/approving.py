"""The page on which a committee member reads a version and decides. Two buttons are two views; a GET changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from people.reader import reader
from programs.errors import ProgramError
from programs.forms import ApprovalForm
from programs.guideline_versions import guidelines, plain_words
from programs.models import Approval, Guidelines
from programs.models.approval import Decision

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def find(request: HttpRequest, pk: int) -> Approval:
    """Return what the signed-in person was asked, or answer 404."""
    asked = Approval.objects.visible_to(reader(request)).select_related("guidelines__program", "guidelines__created_by")
    return get_object_or_404(asked, pk=pk)


def page(request: HttpRequest, approval: Approval, form: ApprovalForm) -> HttpResponse:
    """Show the version, what was decided so far, and the form as long as the person can decide."""
    version = Guidelines.objects.with_rules().select_related("program", "created_by").get(pk=approval.guidelines_id)
    given = version.approvals.filter(round=version.round, decision=Decision.APPROVED).count()
    return render(
        request,
        "programs/approval.html",
        {
            "approval": approval,
            "guidelines": version,
            "program": version.program,
            "sections": plain_words.sections(version),
            "decisions": version.approvals.select_related("member"),
            "given": given,
            "missing": max(version.approvals_needed - given, 0),
            "can_decide": approval.can_be_decided_by(reader(request)),
            "form": form,
        },
        status=422 if form.errors else 200,
    )


@require_safe
def show_approval(request: HttpRequest, pk: int) -> HttpResponse:
    return page(request, find(request, pk), ApprovalForm())


@require_http_methods(["GET", "HEAD", "POST"])
def approve_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve, with remarks if there are any."""
    return decide(request, pk, returning=False)


@require_http_methods(["GET", "HEAD", "POST"])
def return_version(request: HttpRequest, pk: int) -> HttpResponse:
    return decide(request, pk, returning=True)


def decide(request: HttpRequest, pk: int, *, returning: bool) -> HttpResponse:
    """Take the answer. Anyone who comes here by a link, such as after signing in again, gets the page to read first."""
    approval = find(request, pk)
    if request.method != "POST":
        return redirect("programs:approval", pk)
    form = ApprovalForm(request.POST, returning=returning)
    if not form.is_valid():
        return page(request, approval, form)
    process = guidelines.ask_for_changes if returning else guidelines.approve
    try:
        process(approval, remarks=form.cleaned_data["remarks"], by=reader(request), now=timezone.now())
    except ProgramError as error:
        messages.error(request, str(error))
    else:
        message = (
            _("We’ve told the coordinator what should change.") if returning else _("Your approval has been recorded.")
        )
        messages.success(request, message)
    return redirect("programs:approval", pk)
