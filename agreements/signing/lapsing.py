"""Versions whose last day passes before everybody has signed: they come back to the two instead of ending in the past (L-14)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from agreements.models import AgreementVersion, VersionStatus, VoidCause
from agreements.signing import voiding
from matching.pairs.relationships import hold_match

if TYPE_CHECKING:
    from datetime import datetime


def return_outdated(*, now: datetime) -> int:
    """Return each version that is out for signature and whose last day has passed to its two; say how many."""
    overdue = AgreementVersion.objects.with_people().filter(status=VersionStatus.SIGNING, until_on__lt=now.date())
    return sum(_return(version, now=now) for version in overdue)


@transaction.atomic
def _return(version: AgreementVersion, *, now: datetime) -> bool:
    """Return one, unless somebody was faster."""
    hold_match(version.match)
    fresh = AgreementVersion.objects.with_people().select_for_update(of=("self",)).get(pk=version.pk)
    if fresh.status != VersionStatus.SIGNING or not fresh.match.is_running or fresh.agreement.rests():
        return False
    voiding.return_to_draft(fresh, cause=VoidCause.LAPSED, now=now)
    return True
