"""Which mails about agreements those who run a program see on the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreements.models import Agreement, AgreementVersion, SignatureRequest
from notifications.mails.concerns import shown

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from people.models import User


def _requests(user: User) -> QuerySet[SignatureRequest]:
    return SignatureRequest.objects.filter(version__agreement__in=Agreement.objects.managed_by(user))


def _versions(user: User) -> QuerySet[AgreementVersion]:
    return AgreementVersion.objects.filter(agreement__in=Agreement.objects.managed_by(user))


shown(
    "agreements.signature_requested",
    "agreements.signature_reminder",
    "agreements.fresh_link",
    "agreements.receipt",
    "agreements.in_force",
    "agreements.supervisor_signed",
    "agreements.no_longer_asked",
    "agreements.rests",
    "agreements.desk",
    subjects=_requests,
    about={"agreement": "version__agreement", "match": "version__agreement__match"},
)
shown("agreements.mentoring_over", subjects=Agreement.objects.managed_by, about={"agreement": "pk", "match": "match"})
shown("agreements.returned", subjects=_versions, about={"agreement": "agreement", "match": "agreement__match"})
