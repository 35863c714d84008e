"""The page for those who sent more than a page takes (E-37)."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def answer(request: HttpRequest) -> HttpResponse:
    """Say how much it may be, and what to do."""
    most = {"most": settings.DATA_UPLOAD_MAX_MEMORY_SIZE}
    return render(request, "errors/too_large.html", most, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


@login_not_required
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Answer for a reverse proxy that stops such requests itself (deploy/nginx.conf)."""
    return answer(request)
