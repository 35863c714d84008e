"""The mentoring agreement in versions, its signatures, their events, and the sealed document."""

from agreements.models.agreement import Agreement, AgreementVersion, LearningGoal, VersionStatus
from agreements.models.signature import Document, SignatureEvent, SignatureRequest, SignatureStatus, SignerRole, SigningToken

__all__ = [
    "Agreement",
    "AgreementVersion",
    "Document",
    "LearningGoal",
    "SignatureEvent",
    "SignatureRequest",
    "SignatureStatus",
    "SignerRole",
    "SigningToken",
    "VersionStatus",
]
