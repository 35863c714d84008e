"""Telling people that they signed, and that everybody has."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.documents import documents
from agreements.emails.shared import answers_to, facts_of, link_for, live_request, not_me_link, people
from agreements.models import AgreementVersion, SignatureRequest, SignatureStatus, VersionStatus
from notifications.links import absolute
from notifications.models import Category, Message
from notifications.outbox import Attachment, Button, Mail, queue, renders


def receipt(request: SignatureRequest, *, now: datetime) -> Message:
    """Tell a supervisor what was signed with their link (A-24)."""
    return queue("agreements.receipt", recipient=request.signer, subject=request, now=now)


@renders("agreements.receipt", title=gettext_lazy("Copy of what was signed"), category=Category.SIGNATURE)
def _receipt(message: Message, *, now: datetime) -> Mail | None:
    request = live_request(message, SignatureStatus.SIGNED)
    if request is None or request.decided_at is None:
        return None
    version = request.version
    facts = [
        (_("Reference"), request.reference),
        (_("Signed"), f"{formats.date_format(request.decided_at, 'DATETIME_FORMAT')} UTC"),
        *facts_of(version),
        (_("SHA-256 of the text"), version.text_hash),
    ]
    button = Button(_("Read what you signed"), link_for(request, now=now))
    return Mail(
        "agreements_receipt",
        people(version),
        button=button,
        escape=Button(_("This was not me"), not_me_link(request, now=now)),
        facts=facts,
        thread=f"agreement-{version.agreement_id}",
        reply_to=answers_to(request),
    )


def in_force(version: AgreementVersion, *, now: datetime) -> None:
    """Tell everybody who signed that the agreement is in force."""
    for request in version.requests.select_related("signer__site"):
        queue("agreements.in_force", recipient=request.signer, subject=request, now=now)


@renders("agreements.in_force", title=gettext_lazy("Agreement in force"), category=Category.SIGNATURE)
def _in_force(message: Message, *, now: datetime) -> Mail | None:
    request = live_request(message, SignatureStatus.SIGNED)
    if request is None or request.version.status != VersionStatus.IN_FORCE or not request.version.match.is_running:
        return None
    version = request.version
    document = documents.document_of(version, now=now)
    who = "pair" if request.is_of_the_pair else "supervisor"
    if request.is_of_the_pair:
        button = Button(_("See your agreement"), absolute(reverse("agreements:show", args=[version.match.pk])))
    else:
        button = Button(_("Read the agreement"), link_for(request, now=now))
    return Mail(
        "agreements_in_force",
        {
            **people(version),
            "who": who,
            "partner": version.match.other(request.signer),
            "attached": bool(document),
            "amendment": bool(version.amends_id),
            "last_day": version.until_on if version.until_on and version.until_on <= now.date() else None,
            "waived": version.requests.filter(status=SignatureStatus.WAIVED).exists(),
        },
        button=button,
        facts=[*facts_of(version), *([(_("SHA-256 of the PDF"), document.sha256)] if document else [])],
        attachments=[Attachment(documents.file_name(version), bytes(document.pdf), "application/pdf")]
        if document
        else [],
        reply_to=answers_to(request),
        thread=f"agreement-{version.agreement_id}",
    )
