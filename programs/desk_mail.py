"""Which mails about programs those who run one see on the desk."""

from __future__ import annotations

from notifications.mails.concerns import shown
from programs.models import Approval, Cohort, Guidelines, Membership

shown("programs.role_given", "programs.role_from_outside", subjects=Membership.objects.managed_by)
shown(
    "programs.approval_requested",
    "programs.changes_asked",
    "programs.guidelines_taken_back",
    subjects=Approval.objects.managed_by,
)
shown(
    "programs.guidelines_approved_for_coordinator",
    "programs.guidelines_approved_for_committee",
    subjects=Guidelines.objects.managed_by,
)
shown("programs.enrolment_opened", subjects=Cohort.objects.managed_by)
