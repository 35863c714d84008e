"""Changing an agreement that is in force: begin, or drop what was begun (P-28)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agreements.errors import AgreementError
from agreements.models import Agreement, VersionStatus
from agreements.writing import amendments
from agreements.writing.views import own_draft
from people.reader import reader

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_POST
def amend(request: HttpRequest, match_pk: int) -> HttpResponse:
    """Begin to change an agreement in force: a draft with its words (P-28)."""
    user = reader(request)
    agreement = get_object_or_404(Agreement.objects.visible_to(user), match=match_pk)
    try:
        draft = amendments.begin(agreement, by=user, now=timezone.now())
    except AgreementError as error:
        messages.error(request, str(error))
        return redirect("agreements:show", match_pk=match_pk)
    return redirect("agreements:edit" if draft.status == VersionStatus.DRAFT else "agreements:show", match_pk=match_pk)


@require_POST
def drop(request: HttpRequest, match_pk: int) -> HttpResponse:
    """Drop a change that is still being written."""
    version = own_draft(request, match_pk)
    try:
        amendments.give_up(version, by=reader(request), now=timezone.now())
    except AgreementError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The change is discarded. Your agreement in force stays as it is."))
    return redirect("agreements:show", match_pk=match_pk)
