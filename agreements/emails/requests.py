"""Asking someone to sign: the request, its reminders, and fresh links."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.emails.shared import answers_to, facts_of, link_for, live_request, people
from agreements.models import SignatureRequest, SignatureStatus
from agreements.signing.links import signing_links
from agreements.text.wording import whose_supervisor
from notifications.models import Category, Message
from notifications.outbox import Button, Mail, queue, renders
from notifications.transport import quiet


def signature_requested(request: SignatureRequest, *, now: datetime) -> Message:
    """Ask someone to read and sign."""
    return queue("agreements.signature_requested", recipient=request.signer, subject=request, now=now)


def signature_reminder(request: SignatureRequest, *, now: datetime) -> Message:
    """Remind someone of it, during their working day."""
    due_at = quiet.next_opening(now, request.signer.zone)
    occurrence = str(request.reminders)
    return queue(
        "agreements.signature_reminder",
        recipient=request.signer,
        subject=request,
        occurrence=occurrence,
        now=now,
        due_at=due_at,
    )


def fresh_link(request: SignatureRequest, *, now: datetime) -> Message:
    """Send someone the fresh link that they asked for."""
    return queue(
        "agreements.fresh_link", recipient=request.signer, subject=request, occurrence=now.isoformat(), now=now
    )


def count_fresh_links(request: SignatureRequest, *, since: datetime) -> int:
    """Count the fresh links that were asked for a request lately."""
    return Message.objects.filter(kind="agreements.fresh_link", subject_id=str(request.pk), queued_at__gt=since).count()


def knows_the_one_before(request: SignatureRequest) -> bool:
    """Whether the signer was asked about the version that this one changes."""
    return SignatureRequest.objects.filter(
        version=request.version.amends_id, signer=request.signer_id, asked_at__isnull=False
    ).exists()


def _asking(request: SignatureRequest, template: str, *, now: datetime) -> Mail:
    who = "pair" if request.is_of_the_pair else "supervisor"
    version = request.version
    context = {
        **people(version),
        "who": who,
        "partner": version.match.other(request.signer),
        "whose": whose_supervisor(request),
        "stands_in": bool(request.stands_in),
        "handed_over": request.replaces_id is not None,
        # To someone who was never asked about the version before, the whole agreement is new.
        "amendment": version.amends_id is not None and knows_the_one_before(request),
    }
    return Mail(
        template,
        context,
        button=Button(_("Read and sign"), link_for(request, now=now)),
        facts=facts_of(version),
        thread=f"agreement-{version.agreement_id}",
        reply_to=answers_to(request),
    )


@renders("agreements.signature_requested", title=gettext_lazy("Signature request"), category=Category.SIGNATURE)
def _signature_requested(message: Message, *, now: datetime) -> Mail | None:
    request = live_request(message, SignatureStatus.ASKED)
    return _asking(request, "agreements_signature_requested", now=now) if request else None


@renders("agreements.signature_reminder", title=gettext_lazy("Signature reminder"), category=Category.SIGNATURE)
def _signature_reminder(message: Message, *, now: datetime) -> Mail | None:
    request = live_request(message, SignatureStatus.ASKED)
    return _asking(request, "agreements_signature_reminder", now=now) if request else None


@renders("agreements.fresh_link", title=gettext_lazy("New signing link"), category=Category.SIGNATURE)
def _fresh_link(message: Message, *, now: datetime) -> Mail | None:
    request = live_request(message, SignatureStatus.ASKED, SignatureStatus.SIGNED)
    purpose = signing_links.purpose_of(request) if request else None
    if request is None or purpose is None or not signing_links.opens(request, purpose, now=now):
        return None
    signed = request.status == SignatureStatus.SIGNED
    label = _("Read what you signed") if signed else _("Read and sign")
    context = {**people(request.version), "signed": signed}
    return Mail(
        "agreements_fresh_link",
        context,
        button=Button(label, link_for(request, now=now)),
        thread=f"agreement-{request.version.agreement_id}",
    )
