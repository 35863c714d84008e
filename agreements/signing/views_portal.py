"""Signing in the portal, for mentor and mentee, and for supervisors who have an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from agreements import emails
from agreements.errors import AgreementError, AlreadyDecidedError
from agreements.models import SignatureRequest, SignatureStatus
from agreements.signing.forms import DecisionForm
from agreements.signing.views_shared import decide, reading
from people.reader import reader
from web.typed import comes_back

if TYPE_CHECKING:
    from django.http import HttpRequest


def own_request(request: HttpRequest, pk: int) -> SignatureRequest:
    """Return what the reader is asked to sign or has answered, or answer 404."""
    return get_object_or_404(SignatureRequest.objects.visible_to(reader(request)).with_people(), pk=pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@comes_back("remark")
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the text that is signed, and take the answer."""
    signature = own_request(request, pk)
    if signature.status != SignatureStatus.ASKED:
        return redirect("agreements:answered", pk=pk)
    form = DecisionForm(request.POST or None, request=signature)
    if request.method == "POST" and form.is_valid():
        try:
            decide(signature, form, request)
        except AlreadyDecidedError:
            return redirect("agreements:answered", pk=pk)
        except AgreementError as error:
            form.add_error(None, str(error))
        else:
            return redirect("agreements:answered", pk=pk)
    return render(request, "agreements/sign.html", {**reading(signature), "form": form})


@never_cache
@require_safe
def answered(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm the answer: reference, what happens next, whom to ask (F-14). Can be opened again at any time."""
    signature = own_request(request, pk)
    if signature.status == SignatureStatus.ASKED and not signature.wrong_person_at:
        return redirect("agreements:sign", pk=pk)
    return render(
        request,
        "agreements/answered.html",
        {
            **reading(signature),
            "is_mine": signature.version.match.includes(reader(request)),
            "waiting": open_names(signature),
            "coordinators": emails.coordinators_of(signature.version.match.cohort.program),
        },
    )


def open_names(signature: SignatureRequest) -> list[str]:
    """Return who of those that were asked has not answered yet."""
    others = signature.version.requests.awaiting().exclude(pk=signature.pk).select_related("signer")
    return [other.signer.name for other in others]
