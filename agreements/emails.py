"""The mails about agreements. Names, dates and links; never goals, remarks or the text itself (E-24)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from agreements import documents, links
from agreements.models import (
    AgreementVersion,
    LinkPurpose,
    SignatureRequest,
    SignatureStatus,
    VersionStatus,
)
from agreements.wording import when, whose_supervisor
from notifications import quiet
from notifications.links import absolute
from notifications.models import Category, Message
from notifications.outbox import Attachment, Button, Mail, queue, renders
from people.models import User
from people.policy import Role
from programs.models import Membership

if TYPE_CHECKING:
    from programs.models import Program

LONGEST_NAME = 24


def short(user: User) -> str:
    """Return a first name that fits into a subject line."""
    name = user.first_name
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}."


def coordinators_of(program: Program) -> Iterable[User]:
    """Return those who run the program now."""
    current = Membership.objects.current().filter(program=program, role=Role.COORDINATOR.value)
    return User.objects.filter(pk__in=current.values("user"))


def _request(message: Message, *statuses: SignatureStatus) -> SignatureRequest | None:
    """Return the request of a message if it is still in one of these states; else the mail is pointless."""
    requests = SignatureRequest.objects.with_people().filter(pk=message.subject_id, status__in=statuses)
    return requests.filter(version__status__in=[VersionStatus.SIGNING, VersionStatus.IN_FORCE]).first()


def _people(version: AgreementVersion) -> dict[str, object]:
    """Return what every template about an agreement may use."""
    match = version.match
    return {
        "program": match.cohort.program,
        "mentee": match.mentee.user,
        "mentor": match.mentor.user,
        "mentee_short": short(match.mentee.user),
        "version": version.number,
    }


def _facts(version: AgreementVersion) -> list[tuple[str, object]]:
    match = version.match
    return [
        (_("Program"), match.cohort.program),
        (_("Mentee"), match.mentee.user),
        (_("Mentor"), match.mentor.user),
        (_("Meetings"), when(version)),
        (_("Until"), formats.date_format(version.until_on, "j F Y") if version.until_on else ""),
    ]


def _link(request: SignatureRequest, *, now: datetime) -> str:
    """Return where this signer reads and signs: the portal for the two, a fresh token for a supervisor (A-03, A-12)."""
    if request.is_of_the_pair:
        return absolute(reverse("agreements:sign", args=[request.pk]))
    purpose = links.purpose_of(request) or LinkPurpose.SIGN
    return absolute(reverse("agreements:sign_link", args=[links.mint(request, purpose=purpose, now=now)]))


def signature_requested(request: SignatureRequest, *, now: datetime) -> Message:
    """Ask somebody to read and sign."""
    return queue("agreements.signature_requested", recipient=request.signer, subject=request, now=now)


def signature_reminder(request: SignatureRequest, *, now: datetime) -> Message:
    """Remind somebody of it, during their working day."""
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
    """Send somebody the fresh link that they asked for."""
    return queue(
        "agreements.fresh_link", recipient=request.signer, subject=request, occurrence=now.isoformat(), now=now
    )


def count_fresh_links(request: SignatureRequest, *, since: datetime) -> int:
    """Count the fresh links that were asked for a request lately."""
    return Message.objects.filter(kind="agreements.fresh_link", subject_id=str(request.pk), queued_at__gt=since).count()


def _asking(request: SignatureRequest, template: str, *, now: datetime) -> Mail:
    who = "pair" if request.is_of_the_pair else "supervisor"
    version = request.version
    context = {
        **_people(version),
        "who": who,
        "partner": version.match.other(request.signer),
        "whose": whose_supervisor(request),
        "stands_in": bool(request.stands_in),
    }
    button = Button(_("Read and sign"), _link(request, now=now))
    return Mail(template, context, button=button, facts=_facts(version), thread=f"agreement-{version.agreement_id}")


@renders("agreements.signature_requested", category=Category.SIGNATURE)
def _signature_requested(message: Message, *, now: datetime) -> Mail | None:
    request = _request(message, SignatureStatus.ASKED)
    return _asking(request, "agreements_signature_requested", now=now) if request else None


@renders("agreements.signature_reminder", category=Category.SIGNATURE)
def _signature_reminder(message: Message, *, now: datetime) -> Mail | None:
    request = _request(message, SignatureStatus.ASKED)
    return _asking(request, "agreements_signature_reminder", now=now) if request else None


@renders("agreements.fresh_link", category=Category.SIGNATURE)
def _fresh_link(message: Message, *, now: datetime) -> Mail | None:
    request = _request(message, SignatureStatus.ASKED, SignatureStatus.SIGNED)
    if request is None:
        return None
    signed = request.status == SignatureStatus.SIGNED
    label = _("Read what you signed") if signed else _("Read and sign")
    context = {**_people(request.version), "signed": signed}
    return Mail(
        "agreements_fresh_link",
        context,
        button=Button(label, _link(request, now=now)),
        thread=f"agreement-{request.version.agreement_id}",
    )


def receipt(request: SignatureRequest, *, now: datetime) -> Message:
    """Tell a supervisor what was signed with their link (A-24)."""
    return queue("agreements.receipt", recipient=request.signer, subject=request, now=now)


@renders("agreements.receipt", category=Category.SIGNATURE)
def _receipt(message: Message, *, now: datetime) -> Mail | None:
    request = _request(message, SignatureStatus.SIGNED)
    if request is None or request.decided_at is None:
        return None
    version = request.version
    facts = [
        (_("Reference"), request.reference),
        (_("Signed"), f"{formats.date_format(request.decided_at, 'j F Y, H:i')} UTC"),
        *_facts(version),
        (_("SHA-256 of the text"), version.text_hash),
    ]
    button = Button(_("Read what you signed"), _link(request, now=now))
    return Mail(
        "agreements_receipt", _people(version), button=button, facts=facts, thread=f"agreement-{version.agreement_id}"
    )


def in_force(version: AgreementVersion, *, now: datetime) -> None:
    """Tell everybody who signed that the agreement is in force."""
    for request in version.requests.select_related("signer__site"):
        queue("agreements.in_force", recipient=request.signer, subject=request, now=now)


@renders("agreements.in_force", category=Category.SIGNATURE)
def _in_force(message: Message, *, now: datetime) -> Mail | None:
    request = _request(message, SignatureStatus.SIGNED)
    if request is None or request.version.status != VersionStatus.IN_FORCE:
        return None
    version = request.version
    document = documents.make_document(version, now=now)
    who = "pair" if request.is_of_the_pair else "supervisor"
    if request.is_of_the_pair:
        button = Button(_("See your agreement"), absolute(reverse("agreements:show", args=[version.match.pk])))
    else:
        button = Button(_("Read the agreement"), _link(request, now=now))
    return Mail(
        "agreements_in_force",
        {**_people(version), "who": who, "partner": version.match.other(request.signer)},
        button=button,
        facts=_facts(version),
        attachments=[Attachment(documents.file_name(version), bytes(document.pdf), "application/pdf")],
        thread=f"agreement-{version.agreement_id}",
    )


def returned_to_draft(
    version: AgreementVersion,
    *,
    asked: Iterable[SignatureRequest],
    refused: SignatureRequest | None,
    now: datetime,
) -> None:
    """Tell the two, and the supervisors who had been asked, that this version is void; a decline tells coordinators."""
    match = version.match
    context = {"refused": refused.pk if refused else None}
    for user in (match.mentee.user, match.mentor.user):
        if refused is None or refused.signer_id != user.pk:
            queue("agreements.returned", recipient=user, subject=version, context=context, now=now)
    for request in asked:
        if not request.is_of_the_pair and (refused is None or refused.pk != request.pk):
            queue("agreements.no_longer_asked", recipient=request.signer, subject=request, now=now)
    if refused and refused.status == SignatureStatus.DECLINED:
        tell_coordinators("declined", refused, now=now)


@renders("agreements.returned", category=Category.SIGNATURE)
def _returned(message: Message, *, now: datetime) -> Mail | None:
    version = AgreementVersion.objects.with_people().filter(pk=message.subject_id).first()
    if version is None or not version.agreement.versions.open().exists():
        return None
    refused = SignatureRequest.objects.select_related("signer").filter(pk=message.context.get("refused")).first()
    context = {
        **_people(version),
        "partner": version.match.other(message.recipient),
        "by": refused.signer if refused else None,
        "declined": bool(refused and refused.status == SignatureStatus.DECLINED),
    }
    button = Button(_("Change the agreement"), absolute(reverse("agreements:show", args=[version.match.pk])))
    return Mail("agreements_returned", context, button=button, thread=f"agreement-{version.agreement_id}")


@renders("agreements.no_longer_asked", category=Category.SIGNATURE)
def _no_longer_asked(message: Message, *, now: datetime) -> Mail | None:
    request = SignatureRequest.objects.with_people().filter(pk=message.subject_id).first()
    if request is None or request.status != SignatureStatus.VOID:
        return None
    button = Button(_("Open the mentoring site"), absolute(reverse("home")))
    thread = f"agreement-{request.version.agreement_id}"
    return Mail("agreements_no_longer_asked", _people(request.version), button=button, thread=thread)


def wrong_person(request: SignatureRequest, *, now: datetime) -> None:
    """Tell the coordinators that somebody says another person should sign."""
    tell_coordinators("wrong_person", request, now=now)


def tell_coordinators(what: str, request: SignatureRequest, *, now: datetime) -> None:
    """Queue news of a request for everybody who runs the program."""
    for user in coordinators_of(request.version.match.cohort.program):
        queue("agreements.desk", recipient=user, subject=request, occurrence=what, context={"what": what}, now=now)


@renders("agreements.desk", category=Category.TRANSACTIONAL)
def _desk(message: Message, *, now: datetime) -> Mail | None:
    request = SignatureRequest.objects.with_people().filter(pk=message.subject_id).first()
    if request is None:
        return None
    version = request.version
    context = {**_people(version), "signer": request.signer, "what": message.context.get("what", "")}
    path = reverse("admin:agreements_agreement_change", args=[version.agreement_id])
    return Mail(
        "agreements_desk",
        context,
        button=Button(_("Look at the agreement"), absolute(path)),
        thread=f"agreement-{version.agreement_id}",
    )
