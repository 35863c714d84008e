"""An agreement as its two people see it: where it stands, what it says, and the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from agreements.documents.documents import file_name
from agreements.hours.hours_used import progress_of
from agreements.models import Agreement, AgreementVersion, Document, SignatureRequest, VersionStatus
from agreements.models.signature import SignatureStatus
from agreements.standing.over import over_of
from agreements.standing.progress import steps_of
from agreements.text import canonical
from agreements.text.wording import signer_line
from people.reader import reader

if TYPE_CHECKING:
    from django.http import HttpRequest


def own_agreement(request: HttpRequest, match_pk: int) -> Agreement:
    """Return the reader's own agreement, or answer 404."""
    user = reader(request)
    return get_object_or_404(Agreement.objects.visible_to(user).with_people(), match=match_pk)


def own_version(request: HttpRequest, match_pk: int, number: int) -> AgreementVersion:
    """Return a version of the reader's own agreement, or answer 404."""
    versions = AgreementVersion.objects.visible_to(reader(request)).with_people()
    return get_object_or_404(versions, agreement__match=match_pk, number=number)


@never_cache
@require_safe
def show(request: HttpRequest, match_pk: int) -> HttpResponse:
    """Show where the agreement stands, with its signatures as steps and its text."""
    user = reader(request)
    agreement = own_agreement(request, match_pk)
    versions = list(agreement.versions.select_related("document").defer("document__pdf"))
    current = next((v for v in versions if v.status != VersionStatus.VOID), versions[0])
    current.agreement = agreement
    requests = list(current.requests.standing().select_related("signer", "replaces__signer").order_by("pk"))
    came_back = current.came_back and agreement.match.is_running
    returned = next((v for v in versions if v.number < current.number), None) if came_back else None
    in_force = next((v for v in versions if v.status == VersionStatus.IN_FORCE), None)
    mine = next((r for r in requests if r.can_be_decided_by(user)), None)
    rests, over = agreement.rests(), over_of(agreement.match)
    return render(
        request,
        "agreements/show.html",
        {
            "lead": f"agreements/show/_lead_{'over' if over else 'rests' if rests else current.status}.html",
            "next": next_step(current, has_to_sign=mine is not None, rests=rests, is_over=over is not None),
            "agreement": agreement,
            "match": agreement.match,
            "partner": agreement.match.other(user),
            "version": current,
            "older": [version for version in versions if version is not current],
            "steps": steps_of(current, requests, reader=user, rests=rests),
            "mine": mine,
            "lines": canonical.parse(current.text) if current.text else [],
            "returned": returned,
            "refusal": refusal_of(returned) if returned else None,
            "in_force": in_force if in_force is not current else None,
            "rests": rests,
            "can_amend": current.status == VersionStatus.IN_FORCE and agreement.match.is_running,
            "document": getattr(current, "document", None),
            "over": over,
        },
    )


def next_step(version: AgreementVersion, *, has_to_sign: bool, rests: bool, is_over: bool) -> str | None:
    """Return the template that says what the reader can do next; None where there is nothing to do.

    While the agreement is on hold nothing is signed or changed; what is in force can still be read.
    """
    if has_to_sign and not rests:
        return "agreements/show/_next_sign.html"
    writes = version.status == VersionStatus.DRAFT and not rests and not is_over
    if writes or version.status == VersionStatus.IN_FORCE:
        return f"agreements/show/_next_{version.status}.html"
    return None


@never_cache
@require_safe
def progress(request: HttpRequest, match_pk: int) -> HttpResponse:
    """Show the two the very page that their supervisors see."""
    agreement = own_agreement(request, match_pk)
    now = timezone.now()
    context = {"progress": progress_of(agreement, now=now), "match": agreement.match, "over": over_of(agreement.match)}
    return render(request, "agreements/progress.html", context)


def refusal_of(version: AgreementVersion) -> SignatureRequest | None:
    """Return the answer that made a version void, if an answer did."""
    refused = [SignatureStatus.CHANGE_ASKED, SignatureStatus.DECLINED]
    return version.requests.filter(status__in=refused).select_related("signer").first()


@never_cache
@require_safe
def version(request: HttpRequest, match_pk: int, number: int) -> HttpResponse:
    """Show one version's text, old ones too, and say if it is void."""
    row = own_version(request, match_pk, number)
    requests = row.requests.with_people().order_by("pk")
    return render(
        request,
        "agreements/version.html",
        {
            "version": row,
            "match": row.match,
            "over": over_of(row.match),
            "rests": row.agreement.rests(),
            "lines": canonical.parse(row.text),
            "refusal": refusal_of(row),
            "signatures": [(signer_line(signature), signature) for signature in requests],
        },
    )


@never_cache
@require_safe
def text(request: HttpRequest, match_pk: int, number: int) -> HttpResponse:
    """Give exactly the bytes whose hash was signed."""
    row = own_version(request, match_pk, number)
    return HttpResponse(row.text, content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def document(request: HttpRequest, match_pk: int, number: int) -> HttpResponse:
    """Give the PDF, or say that it is on its way."""
    row = own_version(request, match_pk, number)
    made = Document.objects.filter(version=row).first()
    if made is None:
        messages.info(request, _("The PDF is being made. Open it again in a minute."))
        return redirect("agreements:show", match_pk=match_pk)
    return pdf_response(made, row)


def pdf_response(made: Document, version: AgreementVersion) -> HttpResponse:
    """Return a PDF under a name that says whose agreement it is."""
    response = HttpResponse(bytes(made.pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{file_name(version)}"'
    return response
