"""For whom an agreement waits, and since when: the same words on the home page, the dashboard and in the list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Prefetch
from django.utils.translation import gettext as _

from agreements.models import Agreement, AgreementVersion, Dispute, SignatureRequest, SignatureStatus, VersionStatus

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

BULKY = (
    "text",
    "mentor_duties",
    "mentee_duties",
    "expectations",
    "ground_rules",
    "out_of_bounds",
)


@dataclass(frozen=True)
class Waiting:
    """Names of those for whom it waits, and the moment since which it does."""

    names: tuple[str, ...]
    since: datetime | None


def with_state(agreements: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """Bring along versions and requests, so that asking each agreement costs no query."""
    requests = SignatureRequest.objects.standing().select_related("signer__site", "replaces__signer").order_by("pk")
    versions = (
        AgreementVersion.objects.defer(*BULKY).order_by("-number").prefetch_related(Prefetch("requests", requests))
    )
    return agreements.prefetch_related(Prefetch("versions", versions))


def open_disputes() -> QuerySet[Dispute]:
    """Return the open disputes of the agreement in the outer query."""
    return Dispute.objects.open().filter(agreement=OuterRef("pk")).order_by()


def current_version(agreement: Agreement) -> AgreementVersion | None:
    """Return the version that counts: the latest that is not void, else the latest."""
    versions = sorted(agreement.versions.all(), key=lambda version: -version.number)
    return next(
        (version for version in versions if version.status != VersionStatus.VOID), versions[0] if versions else None
    )


def waits_for(agreement: Agreement, version: AgreementVersion | None) -> Waiting:
    """Return for whom the agreement waits; the two themselves while they write."""
    match = agreement.match
    if version is None or version.status not in {VersionStatus.DRAFT, VersionStatus.SIGNING} or match.is_over:
        return Waiting((), None)
    if version.status == VersionStatus.DRAFT:
        return Waiting((match.mentee.user.name, match.mentor.user.name), version.created_at)
    asked = [request for request in version.requests.all() if request.status == SignatureStatus.ASKED]
    since = [request.asked_at for request in asked if request.asked_at]
    return Waiting(tuple(request.signer.name for request in asked), min(since, default=version.sent_at))


def in_words(names: tuple[str, ...]) -> str:
    """Join names as people say them: “A, B and C”."""
    if len(names) < 2:  # noqa: PLR2004 - one or none
        return "".join(names)
    return str(_("%(most)s and %(last)s") % {"most": ", ".join(names[:-1]), "last": names[-1]})
