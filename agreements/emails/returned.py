"""Telling people that an agreement came back from signing, and coordinators what they have to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.emails.shared import coordinators_of, people
from agreements.models import AgreementVersion, SignatureRequest, SignatureStatus
from notifications.links import absolute
from notifications.models import Category, Message
from notifications.outbox import Button, Mail, queue, renders

NO_LONGER_ASKED = {SignatureStatus.VOID, SignatureStatus.HANDED_OVER, SignatureStatus.WAIVED}


def returned_to_draft(
    version: AgreementVersion,
    *,
    asked: Iterable[SignatureRequest],
    refused: SignatureRequest | None,
    lapsed: bool = False,
    now: datetime,
) -> None:
    """Tell the two, and the supervisors who had been asked, that this version is void; a decline tells coordinators."""
    match = version.match
    context = {"refused": refused.pk if refused else None, "lapsed": lapsed}
    for user in (match.mentee.user, match.mentor.user):
        if refused is None or refused.signer_id != user.pk:
            queue("agreements.returned", recipient=user, subject=version, context=context, now=now)
    for request in asked:
        if not request.is_of_the_pair and (refused is None or refused.pk != request.pk):
            no_longer_asked(request, now=now)
    if refused and refused.status == SignatureStatus.DECLINED:
        tell_coordinators("declined", refused, now=now)


@renders("agreements.returned", title=gettext_lazy("Agreement returned"), category=Category.SIGNATURE)
def _returned(message: Message, *, now: datetime) -> Mail | None:
    version = AgreementVersion.objects.with_people().filter(pk=message.subject_id).first()
    if version is None or not version.agreement.versions.open().exists():
        return None
    refused = SignatureRequest.objects.select_related("signer").filter(pk=message.context.get("refused")).first()
    context = {
        **people(version),
        "partner": version.match.other(message.recipient),
        "by": refused.signer if refused else None,
        "declined": bool(refused and refused.status == SignatureStatus.DECLINED),
        "amendment": version.amends_id is not None and version.in_force_at is None,
        "lapsed": bool(message.context.get("lapsed")),
        "was_in_force": version.in_force_at is not None,
    }
    button = Button(_("Change the agreement"), absolute(reverse("agreements:show", args=[version.match.pk])))
    return Mail("agreements_returned", context, button=button, thread=f"agreement-{version.agreement_id}")


def no_longer_asked(request: SignatureRequest, *, now: datetime) -> Message:
    """Tell a supervisor who was asked that nothing is asked of them any more."""
    return queue("agreements.no_longer_asked", recipient=request.signer, subject=request, now=now)


@renders("agreements.no_longer_asked", title=gettext_lazy("Signature no longer needed"), category=Category.SIGNATURE)
def _no_longer_asked(message: Message, *, now: datetime) -> Mail | None:
    request = SignatureRequest.objects.with_people().filter(pk=message.subject_id).first()
    if request is None or request.status not in NO_LONGER_ASKED:
        return None
    if request.status == SignatureStatus.VOID and request.version.match.is_over:
        return None  # no new version comes; `mentoring_over` says so
    button = Button(_("Open the mentoring site"), absolute(reverse("home")))
    thread = f"agreement-{request.version.agreement_id}"
    context = {**people(request.version), "changing": request.status == SignatureStatus.VOID}
    return Mail("agreements_no_longer_asked", context, button=button, thread=thread)


def unanswered(request: SignatureRequest, *, now: datetime) -> None:
    """Tell the coordinators, once, that someone has had all reminders and has not answered (A-23)."""
    tell_coordinators("unanswered", request, now=now)


def wrong_person(request: SignatureRequest, *, now: datetime) -> None:
    """Tell the coordinators that someone says another person should sign."""
    tell_coordinators("wrong_person", request, now=now)


def tell_coordinators(what: str, request: SignatureRequest, *, now: datetime, occurrence: str = "") -> None:
    """Queue news of a request for everyone who runs the program, once for each `occurrence`."""
    for user in coordinators_of(request.version.match.cohort.program):
        queue(
            "agreements.desk",
            recipient=user,
            subject=request,
            occurrence=occurrence or what,
            context={"what": what},
            now=now,
        )


@renders(
    "agreements.desk", title=gettext_lazy("News for coordinators about an agreement"), category=Category.TRANSACTIONAL
)
def _desk(message: Message, *, now: datetime) -> Mail | None:
    request = SignatureRequest.objects.with_people().filter(pk=message.subject_id).first()
    if request is None:
        return None
    version = request.version
    context = {**people(version), "signer": request.signer, "what": message.context.get("what", "")}
    path = reverse("admin:agreements_agreement_change", args=[version.agreement_id])
    return Mail(
        "agreements_desk",
        context,
        button=Button(_("Look at the agreement"), absolute(path)),
        thread=f"agreement-{version.agreement_id}",
    )
