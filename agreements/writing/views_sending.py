"""The check before an agreement goes out, and sending it out for signature (F-12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from agreements.errors import AgreementError, StaleDraftError
from agreements.signing.signers import mark, signers_of
from agreements.text import canonical
from agreements.writing import completeness, drafts, review
from agreements.writing.views import ORDER, own_draft, section_url
from people.reader import reader
from web.fields.names import marked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse

    from agreements.models import AgreementVersion
    from agreements.models.signature import Signer


@never_cache
@require_safe
def check(request: HttpRequest, match_pk: int) -> HttpResponse:
    """Show the complete text, and what keeps it from going out, before anyone is asked to sign (F-12)."""
    version = own_draft(request, match_pk)
    now = timezone.now()
    findings = [*completeness.findings(version, now=now), *review.remarks(review.proposals_of(version))]
    rows = [(finding, section_url(match_pk, finding.section) + "?from=check") for finding in findings]
    error, lines, signers, seen = "", [], [], ""
    try:
        signers = signers_of(version, on=now.date())
        text = canonical.render(version, signers)
        lines, seen = canonical.parse(text), mark(text, signers)
    except AgreementError as problem:
        error = str(problem)
    return render(
        request,
        "agreements/check.html",
        {
            "version": version,
            "match": version.match,
            "partner": version.match.other(reader(request)),
            "lines": lines,
            "stops": [(finding, url) for finding, url in rows if finding.stops],
            "remarks": [(finding, url) for finding, url in rows if not finding.stops],
            "error": error,
            "seen": seen,
            "signers": [*who_signs(version, signers)],
            "parts": [(section.label, section_url(match_pk, section) + "?from=check") for section in ORDER],
        },
    )


def who_signs(version: AgreementVersion, signers: list[Signer]) -> Iterator[str]:
    """Yield who will be asked, by name: the text says it by role, and someone may have been named by a coordinator."""
    match = version.match
    chosen = {choice.signer_id: choice for choice in version.agreement.signer_choices.select_related("chosen_by")}
    for signer in signers:
        pair = (match.mentee.user.name, match.mentor.user.name)
        line = canonical.describe(signer.role, signer.stands_in, marked(signer.user.name), *pair)
        choice = chosen.get(signer.user.pk) if signer.stands_in else None
        yield _("%(line)s (named by %(by)s)") % {"line": line, "by": choice.chosen_by.name} if choice else line


@require_POST
def send(request: HttpRequest, match_pk: int) -> HttpResponse:
    """Send the agreement out for signature, and let the sender sign."""
    version = own_draft(request, match_pk)
    user = reader(request)
    try:
        sent = drafts.send_for_signature(version, seen=request.POST.get("seen", ""), by=user, now=timezone.now())
    except StaleDraftError as error:
        messages.warning(request, _("%(change)s Please read it again, and then send it.") % {"change": error})
        return redirect("agreements:check", match_pk=match_pk)
    except AgreementError as error:
        messages.error(request, str(error))
        return redirect("agreements:check", match_pk=match_pk)
    messages.success(request, _("The agreement is out for signature. You can sign now."))
    return redirect("agreements:sign", pk=sent.requests.get(signer=user).pk)
