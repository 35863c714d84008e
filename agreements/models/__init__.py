"""The mentoring agreement in versions, its signatures, their events, and the document that comes of it."""

from agreements.models.agreement import Agreement, AgreementVersion, Rhythm, VersionStatus, Weekday
from agreements.models.draft import LearningGoal, Section, SectionEdit
from agreements.models.link import LinkPurpose, SigningSession, SigningToken
from agreements.models.record import Document, SignatureEvent
from agreements.models.signature import SignatureRequest, SignatureStatus, SignerRole, StandsIn

__all__ = [
    "Agreement",
    "AgreementVersion",
    "Document",
    "LearningGoal",
    "LinkPurpose",
    "Rhythm",
    "Section",
    "SectionEdit",
    "SignatureEvent",
    "SignatureRequest",
    "SignatureStatus",
    "SignerRole",
    "SigningSession",
    "SigningToken",
    "StandsIn",
    "VersionStatus",
    "Weekday",
]
