"""Signing by an emailed link, without an account: exchange the link by POST, read, answer, keep the receipt.

No GET here changes a row (A-05). All that does not open looks the same (A-14). Headers are set by
`agreements.signing.links.middleware.SigningHeaders`, on errors too (A-10).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements import emails
from agreements.errors import AgreementError, AlreadyDecidedError
from agreements.hours.hours_used import progress_of
from agreements.models import Document, LinkPurpose, SignatureRequest, SignatureStatus, SigningSession
from agreements.signing import disputes
from agreements.signing.forms import DecisionForm, OpeningForm
from agreements.signing.links import dead_links, fresh_links, signing_links, used_links
from agreements.signing.views_shared import decide, reading
from agreements.standing.over import over_of
from agreements.views import pdf_response
from agreements.visitors import client_address
from web.typed import comes_back

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.http import HttpRequest


def cookie_name() -> str:
    """Return the cookie's name; over HTTPS with the prefix that ties it to this host."""
    return "__Host-signing" if settings.SECURE else "signing"


def page(request: HttpRequest, template: str, context: Mapping[str, object], *, status: int = 200) -> HttpResponse:
    """Render a page for someone without an account. Django's messages stay unread: reading them writes a row."""
    return render(request, template, {**context, "messages": ()}, status=status)


def closed(request: HttpRequest, *, token: str = "", reference: str = "") -> HttpResponse:
    """Answer everything that does not open, without saying whether it ever did."""
    return page(request, "agreements/link_closed.html", {"token": token, "reference": reference}, status=404)


@sensitive_variables()
def used(request: HttpRequest, token: str, *, now: datetime) -> HttpResponse:
    """Say what became of the request that a link was for. One that never was gets the same status, at the same cost."""
    number, known, rests = signing_links.known(token)
    if dead_links.count(client_address(request), request=number):
        return page(request, "agreements/link_slow.html", {}, status=429)
    outcome = used_links.outcome_of(known, rests=rests, now=now) if known else None
    if known is None or outcome is None:
        return closed(request, token=token)
    context = {"token": token, "outcome": outcome, "program": known.version.match.cohort.program}
    return page(request, "agreements/link_used.html", context, status=404)


@sensitive_variables("secret")
def set_cookie(response: HttpResponse, request: SignatureRequest, purpose: LinkPurpose) -> HttpResponse:
    """Give the browser the cookie that opens this request for half an hour (A-06)."""
    secret = signing_links.begin_session(request, purpose=purpose, now=timezone.now())
    response.set_cookie(
        cookie_name(),
        secret,
        max_age=int(signing_links.SESSION_LIFETIME.total_seconds()),
        httponly=True,
        secure=settings.SECURE,
        samesite="Lax",
        path="/",
    )
    return response


@sensitive_variables()
def session_of(request: HttpRequest, *purposes: LinkPurpose) -> SigningSession | None:
    """Return what the browser's cookie opens for one of these purposes, or None."""
    session = signing_links.find_session(request.COOKIES.get(cookie_name(), ""), now=timezone.now())
    return session if session and session.purpose in purposes else None


@sensitive_variables()
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@comes_back()
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the link is for, without anyone's name; POST exchanges it for the cookie."""
    now = timezone.now()
    row = signing_links.find(token, now=now)
    if row is None:
        return used(request, token, now=now)
    form = OpeningForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            signature = signing_links.exchange(token, now=now)
        except signing_links.LinkError:
            return closed(request, token=token)
        return opened(signature, LinkPurpose(row.purpose))
    context = {"program": row.request.version.match.cohort.program, "purpose": row.purpose, "form": form}
    return page(request, "agreements/link.html", context)


TARGETS = {LinkPurpose.RECEIPT: "agreements:sign_receipt", LinkPurpose.NOT_ME: "agreements:sign_not_me"}


def opened(signature: SignatureRequest, purpose: LinkPurpose) -> HttpResponse:
    """Lead to the page without a token in its address."""
    target = (
        redirect("agreements:sign_read")
        if purpose == LinkPurpose.SIGN
        else redirect(TARGETS[purpose], reference=signature.reference)
    )
    return set_cookie(target, signature, purpose)


@sensitive_variables()
@login_not_required
@require_POST
@comes_back()
def fresh(request: HttpRequest, token: str) -> HttpResponse:
    """Send a fresh link to the person who was asked, whatever the token (A-13)."""
    fresh_links.request_by_token(token, now=timezone.now())
    return page(request, "agreements/link_sent.html", {})


@login_not_required
@require_POST
@comes_back()
def fresh_receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """Send a link to a receipt that someone kept as a bookmark."""
    fresh_links.request_by_reference(reference, now=timezone.now())
    return page(request, "agreements/link_sent.html", {})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@comes_back("remark", by_link=True)
def read(request: HttpRequest) -> HttpResponse:
    """Show the text to someone with the cookie, and take the answer to it: to this one, and no other that was open."""
    session = session_of(request, LinkPurpose.SIGN, LinkPurpose.RECEIPT)
    if session is None:
        return closed(request)
    if request.method == "POST" and request.GET.get("about") != session.request.reference:
        return page(request, "agreements/link_another.html", {"remark": request.POST.get("remark", "")}, status=409)
    if session.purpose == LinkPurpose.RECEIPT:
        return redirect("agreements:sign_receipt", reference=session.request.reference)
    signature = SignatureRequest.objects.with_people().get(pk=session.request_id)
    put_back = {"remark": request.POST.get("remark", "")} if "put_back" in request.POST else None
    form = DecisionForm(None if put_back else request.POST or None, initial=put_back, request=signature)
    if form.is_valid():
        try:
            return answered(request, decide(signature, form, request))
        except AlreadyDecidedError:
            return answered(request, SignatureRequest.objects.with_people().get(pk=signature.pk))
        except AgreementError as error:
            form.add_error(None, str(error))
    context = {**reading(signature), "form": form, "about": signature.reference, "put_back": put_back}
    return page(request, "agreements/link_read.html", context)


def answered(request: HttpRequest, signature: SignatureRequest) -> HttpResponse:
    """Lead a signature to its receipt; confirm every other answer at once, since no link opens it again."""
    if signature.status == SignatureStatus.SIGNED:
        return opened(signature, LinkPurpose.RECEIPT)
    return page(request, "agreements/link_answered.html", after(signature))


def after(signature: SignatureRequest) -> dict[str, object]:
    """Return what a confirmation shows: the answer, what comes next, and whom to ask."""
    return {
        **reading(signature),
        "coordinators": emails.coordinators_of(signature.version.match.cohort.program),
        "document": Document.objects.filter(version=signature.version_id).defer("pdf").first(),
    }


@login_not_required
@require_safe
def text(request: HttpRequest) -> HttpResponse:
    """Give exactly the bytes that are signed."""
    session = session_of(request, LinkPurpose.SIGN)
    if session is None:
        return closed(request)
    return HttpResponse(session.request.version.text, content_type="text/plain; charset=utf-8")


def receipt_session(request: HttpRequest, reference: str, *more: LinkPurpose) -> SigningSession | None:
    """Return what the cookie opens if it is this receipt, or None; `more` are other purposes that will do."""
    session = session_of(request, LinkPurpose.RECEIPT, *more)
    return session if session and session.request.reference == reference else None


@login_not_required
@require_safe
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what was signed, when and as whom. The address can be kept; without the cookie it offers a fresh link."""
    session = receipt_session(request, reference)
    if session is None:
        return closed(request, reference=reference)
    signature = SignatureRequest.objects.with_people().get(pk=session.request_id)
    return page(request, "agreements/link_receipt.html", after(signature))


@login_not_required
@require_safe
def progress(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a supervisor how it goes: signed, on track, hours used against hours protected, and nothing else."""
    session = receipt_session(request, reference)
    if session is None:
        return closed(request, reference=reference)
    now = timezone.now()
    state = progress_of(session.request.version.agreement, now=now)
    over = over_of(session.request.version.match)
    context = {"progress": state, "reference": reference, "over": over}
    return page(request, "agreements/link_progress.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@comes_back()
def not_me(request: HttpRequest, reference: str) -> HttpResponse:
    """Let someone say that the signature in their name is not theirs (A-24). Nothing happens before they confirm."""
    session = receipt_session(request, reference, LinkPurpose.NOT_ME)
    if session is None:
        return closed(request, reference=reference)
    signature = SignatureRequest.objects.with_people().get(pk=session.request_id)
    error = ""
    if request.method == "POST":
        try:
            disputes.say_not_me(signature, now=timezone.now())
        except AgreementError as problem:
            error = str(problem)
    context = {
        "signature": signature,
        "match": signature.version.match,
        "rests": signature.version.agreement.rests(),
        "settled": signature.disputes.confirmed().select_related("repeated").first(),
        "error": error,
        "coordinators": emails.coordinators_of(signature.version.match.cohort.program),
    }
    return page(request, "agreements/link_not_me.html", context)


@login_not_required
@require_safe
def document(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the PDF to someone with the receipt's cookie."""
    session = receipt_session(request, reference)
    if session is None:
        return closed(request, reference=reference)
    version = session.request.version
    made = Document.objects.filter(version=version).first()
    return pdf_response(made, version) if made else redirect("agreements:sign_receipt", reference=reference)
