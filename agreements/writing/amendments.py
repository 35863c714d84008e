"""Changing an agreement that is in force (P-28): a new version, signed again by those whom the change concerns.

The version in force goes on binding until the new one is signed by all; then it is superseded. Goals, places and words are
between the two; hours and dates, the end date too, are what supervisors protect, so these sign again
(`agreements.signing.signers.concerns_supervisors`).
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from agreements import versions
from agreements.errors import AgreementError
from agreements.models import Agreement, AgreementVersion, VersionStatus
from agreements.signing import presence, voiding
from people import audit

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def begin(agreement: Agreement, *, by: User, now: datetime) -> AgreementVersion:
    """Open a draft with the words of the version in force. If one is open already, return that."""
    presence.require_here(by, now=now)
    agreement = Agreement.objects.with_people().select_for_update(of=("self",)).get(pk=agreement.pk)
    if not agreement.match.includes(by) or not agreement.match.is_running:
        raise AgreementError(
            _("Only the two of you can change the agreement, and only while the mentoring is going on.")
        )
    presence.require_no_hold(agreement)
    if draft := agreement.versions.open().first():
        return draft
    in_force = agreement.versions.filter(status=VersionStatus.IN_FORCE).first()
    if in_force is None:
        raise AgreementError(_("There is no agreement in force that could be changed."))
    draft = versions.next_draft(in_force, came_back=False, now=now)
    audit.record("agreement.amending", agreement, by=by, now=now, version=draft.number)
    return draft


@transaction.atomic
def give_up(version: AgreementVersion, *, by: User, now: datetime) -> None:
    """Drop an amendment that is still being written. The version in force stays as it is."""
    presence.require_here(by, now=now)
    version = AgreementVersion.objects.with_people().select_for_update(of=("self",)).get(pk=version.pk)
    if not version.can_be_edited_by(by) or version.amends_id is None:
        raise AgreementError(_("Only the two of you can discard a change, and only while it is being written."))
    presence.require_no_hold(version.agreement)
    voiding.drop(version, now=now)
    audit.record("agreement.amendment_dropped", version.agreement, by=by, now=now, version=version.number)
