"""Hashes over what is kept outside the chain: an event holds one, and the nightly check makes it again from the rows (A-26).

Everything that a page or the certificate says of a signature, and is no event itself, goes into one of these. Names and
words stay in their own tables; the chain holds their hash alone.
"""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from people.record.record_keys import canonical

if TYPE_CHECKING:
    from agreements.models import AgreementVersion, Dispute, LearningGoal, SealingCertificate, SignatureRequest

# What the two agree on, beside the text that says it.
TERMS = (
    "mentor_duties",
    "mentee_duties",
    "expectations",
    "ground_rules",
    "topics",
    "out_of_bounds",
    "cancelling",
    "reaching",
    "joint_project",
    "chosen_clauses",
    "weekday",
    "starts_at",
    "time_zone",
    "minutes",
    "meetings_planned",
    "rhythm",
    "channel",
    "place",
    "starts_on",
    "until_on",
    "protected_minutes",
    "came_back",
)


def digest(content: object) -> str:
    """Return the SHA-256 over canonical JSON."""
    return hashlib.sha256(canonical(content)).hexdigest()


def of_decision(request: SignatureRequest, status: str) -> str:
    """Return the hash of how a request was decided: who, as what, when, from where, with which words.

    The reference keeps it from being guessed. `status` is the decision; the row may have become void since.
    """
    return digest(
        [
            "decision",
            request.reference,
            request.version_id,
            request.role,
            request.stands_in,
            request.signer_id,
            request.signer_name,
            request.signer_address,
            request.replaces_id,
            str(status),
            _moment(request.asked_at),
            _moment(request.decided_at),
            request.typed_name,
            request.remark,
            request.consent_version,
            request.consent_hash,
            _address(request.ip_address),
            request.user_agent,
            request.settled_by_id,
        ]
    )


def of_terms(version: AgreementVersion, goals: Iterable[LearningGoal], *, amends: int | None) -> str:
    """Return the hash of what a version agrees on: hours, dates, words and goals; `amends` is the number it changes."""
    terms = [_plain(getattr(version, name)) for name in TERMS]
    goal_rows = sorted([goal.what, goal.measure, goal.by_on.isoformat()] for goal in goals)
    return digest(["terms", version.number, amends, terms, goal_rows])


def of_words(reference: object, text: str) -> str:
    """Return the hash of a reason or remark; the reference of what it is about keeps short ones from being guessed."""
    return digest(["words", reference, text])


def of_void(version: AgreementVersion) -> str:
    """Return the hash of why a version became void: what somebody wrote, or the code of what happened."""
    return of_words([version.agreement_id, version.number, version.void_cause], version.void_reason)


def of_outcome(dispute: Dispute) -> str:
    """Return the hash of how a disputed signature was decided."""
    return digest(
        [
            "dispute",
            dispute.pk,
            dispute.request_id,
            _moment(dispute.raised_at),
            str(dispute.outcome),
            _moment(dispute.decided_at),
            dispute.decided_by_id,
            dispute.remark,
        ]
    )


def of_certificate(certificate: SealingCertificate) -> list[object]:
    """Return what is keyed of a certificate that seals."""
    return ["sealing certificate", certificate.fingerprint, certificate.pem, _moment(certificate.first_used_at)]


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else None


def _address(address: str | None) -> str | None:
    return str(ipaddress.ip_address(address)) if address else None


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | time) else value
