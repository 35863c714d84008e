"""The coordinators' desk for agreements."""

from agreements.admin.agreement import AgreementAdmin

__all__ = ["AgreementAdmin"]
