"""The mentoring agreement in versions, its signatures, their events, and the document that comes of it."""

from agreements.models.agreement import Agreement, AgreementVersion
from agreements.models.chosen_supervisor import SignerChoice
from agreements.models.decision import SignerDecision
from agreements.models.draft import LearningGoal, Section, SectionEdit
from agreements.models.hours import Rhythm, Weekday
from agreements.models.link import LinkPurpose, SigningSession, SigningToken
from agreements.models.record import (
    Dispute,
    Document,
    SealingCertificate,
    SealingDelay,
    SignatureEvent,
    Verification,
)
from agreements.models.repeated import Repeated
from agreements.models.signature import SignatureRequest, SignatureStatus, SignerRole, StandsIn
from agreements.models.version_status import VersionStatus, VoidCause

__all__ = [
    "Agreement",
    "AgreementVersion",
    "Dispute",
    "Document",
    "LearningGoal",
    "LinkPurpose",
    "Repeated",
    "Rhythm",
    "SealingCertificate",
    "SealingDelay",
    "Section",
    "SectionEdit",
    "SignatureEvent",
    "SignatureRequest",
    "SignatureStatus",
    "SignerChoice",
    "SignerDecision",
    "SignerRole",
    "SigningSession",
    "SigningToken",
    "StandsIn",
    "Verification",
    "VersionStatus",
    "VoidCause",
    "Weekday",
]
