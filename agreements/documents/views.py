"""Anyone who holds a sealed file can check it here, without an account: valid, changed or unknown, and no more (A-25)."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from agreements.documents.forms import CheckForm
from agreements.documents.uploads import InMemory, may_upload
from agreements.visitors import client_address
from web.typed import comes_back

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@csrf_exempt  # checked by answer(): the check reads the file, and how it is to be read has to be said before
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@comes_back()
def verify(request: HttpRequest) -> HttpResponse:
    """Show the form, or say what a file is. Anyone who sends too many waits, before anything of the file is read."""
    if request.method == "POST" and not may_upload(client_address(request)):
        return private(render(request, "agreements/verify_wait.html", status=HTTPStatus.TOO_MANY_REQUESTS))
    request.upload_handlers = [InMemory(request)]
    return private(answer(request))


@csrf_protect
def answer(request: HttpRequest) -> HttpResponse:
    """Check the file with every certificate this organisation has sealed with. Nothing of it is kept."""
    form = CheckForm(request.POST, request.FILES) if request.method == "POST" else CheckForm()
    state = ""
    if form.is_bound and form.is_valid():
        from agreements.documents import seals  # noqa: PLC0415 - what checks loads X.509, with the first file
        from agreements.sealing.check import check  # noqa: PLC0415 - as above

        state = check(form.cleaned_data["file"], seals.known_certificates()).state.value
        form = CheckForm()
    return render(request, "agreements/verify.html", {"form": form, "state": state})


def private(response: HttpResponse) -> HttpResponse:
    """Keep a page out of caches and search engines."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
