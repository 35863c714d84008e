"""What the page of one agreement shows to a coordinator: where it waits, and which decisions are open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from agreements.desk.decision_pages import OPEN, suggested
from agreements.hours.hours_used import progress_of
from agreements.models import AgreementVersion, Document, Repeated, SignatureStatus, SignerDecision, VersionStatus
from agreements.record import chain
from agreements.signing import reminders
from agreements.signing.signers import supervisor_of
from agreements.signing.supervisors import deputies
from agreements.standing.over import over_of
from agreements.standing.status import current_version
from agreements.text import canonical
from agreements.text.wording import event_words, signer_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from agreements.models import Agreement, SignatureRequest
    from people.models import User


@dataclass(frozen=True)
class SignatureLine:
    """One signature: who, what is open about it, and who should be asked instead if the directory says so."""

    who: str
    signature: SignatureRequest
    next_on: date | None
    can_change: bool
    named: User | None
    has_left: bool


def lines_of(version: AgreementVersion | None) -> list[SignatureLine]:
    """Return the signatures of a version, those handed over too."""
    rows = version.requests.with_people().select_related("settled_by").order_by("pk") if version else []
    return [line_of(signature) for signature in rows]


def line_of(signature: SignatureRequest) -> SignatureLine:
    """Return one signature with what can be done about it."""
    is_open = signature.status in OPEN and not signature.is_of_the_pair
    is_first = not signature.stands_in and signature.replaces_id is None
    return SignatureLine(
        who=signer_line(signature),
        signature=signature,
        next_on=reminders.next_on(signature),
        can_change=is_open and signature.version.status == VersionStatus.SIGNING,
        named=suggested(signature) if is_open and is_first else None,
        has_left=is_open and not signature.signer.is_employed(timezone.localdate()),
    )


def context_of(agreement: Agreement) -> dict[str, Any]:
    """Return everything that the page shows."""
    version = current_version(agreement)
    lines = lines_of(version)
    waiting = [line.signature for line in lines if line.signature.status == SignatureStatus.ASKED]
    return {
        "agreement": agreement,
        "match": agreement.match,
        "over": over_of(agreement.match),
        "progress": progress_of(agreement, now=timezone.now()) if agreement.match.is_over else None,
        "version": version,
        "lines": canonical.parse(version.text) if version and version.text else [],
        "signatures": lines,
        "can_remind": [s for s in waiting if s.reminders < len(reminders.AFTER_WORKING_DAYS)],
        "can_void": version is not None
        and agreement.match.is_running
        and version.status in {VersionStatus.SIGNING, VersionStatus.IN_FORCE},
        "dispute": agreement.disputes.open().select_related("request__signer").first(),
        "proposed": [(decision, alone(decision)) for decision in proposed_about(agreement)],
        "repeated": Repeated.objects.waiting()
        .filter(dispute__agreement=agreement)
        .select_related("dispute__request__signer")
        .first(),
        "without_supervisor": without_supervisor(agreement, version),
        "older": [v for v in agreement.versions.all() if version and v.pk != version.pk],
        "document": Document.objects.defer("pdf").filter(version=version).first() if version else None,
        "events": [(event, event_words(event)) for event in agreement.events.order_by("sequence")],
        "broken": chain.verify(agreement),
    }


def proposed_about(agreement: Agreement) -> Iterable[SignerDecision]:
    """Return what waits for a second person."""
    return SignerDecision.objects.open().with_people().filter(request__version__agreement=agreement)


def alone(decision: SignerDecision) -> str:
    """Say what to do where only the two can answer."""
    return deputies.only_the_pair(decision.request, to=decision.to, by=decision.proposed_by, now=timezone.now())


def without_supervisor(agreement: Agreement, version: AgreementVersion | None) -> list[tuple[str, User, User | None]]:
    """Return for whom of the two the directory names nobody, and who was chosen, while it can still be chosen."""
    if version is None or version.status != VersionStatus.DRAFT or not agreement.match.is_running:
        return []
    chosen = {choice.whose: choice.signer for choice in agreement.signer_choices.select_related("signer")}
    people = (("mentee", agreement.match.mentee.user), ("mentor", agreement.match.mentor.user))
    today = timezone.localdate()
    return [(whose, user, chosen.get(whose)) for whose, user in people if supervisor_of(user, on=today) is None]
