"""The rows of an agreement beside what its chain tells: each difference is named, with what it is about (A-26)."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from agreements.documents.documents import SEALABLE
from agreements.models import (
    Agreement,
    AgreementVersion,
    Dispute,
    Document,
    LearningGoal,
    SealingDelay,
    SignatureRequest,
    SignerChoice,
    SignerDecision,
)
from agreements.record import evidence
from agreements.verification import replay

if TYPE_CHECKING:
    from agreements.verification.replay import Replayed

# A worker makes documents within minutes, or notes why it cannot.
SEALED_WITHIN = timedelta(hours=1)
# A note of a delay has no mark: it explains why a seal is late, but not for ever.
EXCUSED_FOR = timedelta(days=30)

# What a request holds only once it is decided.
OF_A_DECISION = (
    "typed_name",
    "consent_version",
    "consent_hash",
    "remark",
    "ip_address",
    "user_agent",
    "signer_name",
    "signer_address",
)


@dataclass(frozen=True)
class Discrepancy:
    """Something that does not fit: in which agreement, at which event, version or signature; or elsewhere; and why."""

    agreement: int | None
    reason: str
    sequence: int | None = None
    version: int | None = None
    signature: int | None = None
    where: str = ""

    def __str__(self) -> str:
        places = [f"agreement {self.agreement}"] if self.agreement is not None else [self.where]
        places += [f"event {self.sequence}"] if self.sequence is not None and self.agreement is not None else []
        places += [f"version {self.version}"] if self.version is not None else []
        places += [f"signature {self.signature}"] if self.signature is not None else []
        return f"{', '.join(places)}: {self.reason}"


class AgreementRows:
    """The rows of some agreements, read in a few queries."""

    def __init__(self, agreements: Collection[int]) -> None:
        rows = Agreement.objects.filter(pk__in=agreements).select_related(
            "match__mentee", "match__mentor", "match__cohort"
        )
        self.agreements = {agreement.pk: agreement for agreement in rows}
        mine = AgreementVersion.objects.filter(agreement__in=agreements).order_by("agreement", "number")
        self.versions = _grouped(mine, "agreement_id")
        self.numbers = {version.pk: version.number for versions in self.versions.values() for version in versions}
        self.goals = _grouped(LearningGoal.objects.filter(version__agreement__in=agreements), "version_id")
        self.requests = _grouped(
            SignatureRequest.objects.filter(version__agreement__in=agreements).order_by("pk"), "version_id"
        )
        disputes = Dispute.objects.filter(agreement__in=agreements).select_related("repeated").order_by("pk")
        self.disputes = _grouped(disputes, "agreement_id")
        proposals = (
            SignerDecision.objects.filter(request__version__agreement__in=agreements)
            .select_related("request")
            .order_by("pk")
        )
        self.proposals = _grouped(proposals, "request_id")
        self.choices = _grouped(SignerChoice.objects.filter(agreement__in=agreements), "agreement_id")
        of_these = {"version__agreement__in": agreements}
        self.documented = set(Document.objects.filter(**of_these).values_list("version_id", flat=True))
        self.delayed = set(SealingDelay.objects.filter(**of_these).values_list("version_id", flat=True))


Row = TypeVar("Row")


def _grouped(rows: Iterable[Row], by: str) -> dict[int, list[Row]]:
    groups: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, by)].append(row)
    return groups


def compare(pk: int, replayed: Replayed, rows: AgreementRows, *, now: datetime) -> Iterator[Discrepancy]:
    """Yield where the rows of an agreement differ from what its chain tells."""
    for sequence, reason in replayed.odd:
        yield Discrepancy(pk, reason, sequence=sequence)
    agreement = rows.agreements.get(pk)
    if agreement is None:
        yield Discrepancy(pk, "the agreement itself is missing")
        return
    for reason in _itself(agreement, replayed):
        yield Discrepancy(pk, reason)
    versions = rows.versions.get(pk, [])
    for number in sorted(replayed.versions.keys() - {version.number for version in versions}):
        yield Discrepancy(pk, "the version is missing", version=number)
    seen: set[int] = set()
    for version in versions:
        requests = rows.requests.get(version.pk, [])
        seen |= {request.pk for request in requests}
        if known := replayed.versions.get(version.number):
            yield from _version(version, known, rows, now=now)
        else:
            yield Discrepancy(pk, "a version that no event tells of", version=version.number)
        for request in requests:
            yield from _request(request, version, replayed.requests.get(request.pk))
    for gone in sorted(replayed.requests.keys() - seen):
        yield Discrepancy(pk, "the signature is missing", version=replayed.requests[gone].version, signature=gone)
    yield from _disputes(pk, replayed, rows)
    yield from _proposals(pk, replayed, rows, seen)
    chosen = {
        choice.whose: (choice.signer_id, choice.chosen_by_id, choice.chosen_at) for choice in rows.choices.get(pk, [])
    }
    if chosen != replayed.choices:
        yield Discrepancy(pk, "who was chosen to sign in place of a supervisor is not as the events say")


def _itself(agreement: Agreement, replayed: Replayed) -> Iterator[str]:
    match = agreement.match
    pair = {
        "match": agreement.match_id,
        "mentee": match.mentee.user_id,
        "mentor": match.mentor.user_id,
        "cohort": match.cohort_id,
        "program": match.cohort.program_id,
    }
    if any(pair[name] != whose for name, whose in replayed.pair.items()):
        yield "it belongs to another match, mentor, mentee, cohort or program than when it was written"
    first = replayed.versions.get(1)
    if first and agreement.created_at != first.created_at:
        yield "the time “created_at” is not the one of its first event"


def _version(
    version: AgreementVersion, replayed: replay.Version, rows: AgreementRows, *, now: datetime
) -> Iterator[Discrepancy]:
    def wrong(reason: str) -> Discrepancy:
        return Discrepancy(version.agreement_id, reason, version=version.number)

    if hashlib.sha256(version.text.encode()).hexdigest() != version.text_hash and (version.text or version.text_hash):
        yield wrong("the text does not have its hash")
    if version.text_hash != replayed.text:
        yield wrong("the text is not the one that was sent out for signature")
    if version.status != replayed.status:
        yield wrong(f"it is “{version.status}”, but its events say “{replayed.status}”")
    for name in ("created_at", "sent_at", "in_force_at", "voided_at"):
        if getattr(version, name) != getattr(replayed, name):
            yield wrong(f"the time “{name}” is not the one of the event")
    if replayed.edited and (version.edited_at, version.edited_by_id) != replayed.edited:
        yield wrong("it was last edited by another, or at another time, than when it was sent out")
    amends = rows.numbers.get(version.amends_id, 0) if version.amends_id else None
    if replayed.terms and evidence.of_terms(version, rows.goals.get(version.pk, []), amends=amends) != replayed.terms:
        yield wrong("dates, hours, goals or words are not those that were sent out for signature")
    yield from map(wrong, _voided(version, replayed))
    yield from map(wrong, _document(version, replayed, rows, now=now))


def _voided(version: AgreementVersion, replayed: replay.Version) -> Iterator[str]:
    if version.why_void and not replayed.voided_at:
        yield "it holds a reason why it became void, but no event tells that it did"
    if replayed.words != (_words(version) if replayed.voided_at else ""):
        yield "the reason why it became void is not the one that was written"


def _words(version: AgreementVersion) -> str:
    return evidence.of_void(version)


def _document(
    version: AgreementVersion, replayed: replay.Version, rows: AgreementRows, *, now: datetime
) -> Iterator[str]:
    is_there = version.pk in rows.documented
    if replayed.sealed and not is_there:
        yield "the sealed PDF is missing"
    elif is_there and not replayed.sealed:
        yield "a PDF that no event tells of"
    elif replayed.status in SEALABLE and not is_there and _is_overdue(version, replayed, rows, now=now):
        yield "it came into force, but there is no sealed PDF, and none is waiting or it has waited too long"


def _is_overdue(version: AgreementVersion, replayed: replay.Version, rows: AgreementRows, *, now: datetime) -> bool:
    waited = now - replayed.in_force_at if replayed.in_force_at else timedelta()
    return waited > (EXCUSED_FOR if version.pk in rows.delayed else SEALED_WITHIN)


def _request(
    request: SignatureRequest, version: AgreementVersion, replayed: replay.Request | None
) -> Iterator[Discrepancy]:
    def wrong(reason: str) -> Discrepancy:
        return Discrepancy(version.agreement_id, reason, version=version.number, signature=request.pk)

    if replayed is None:
        yield wrong("a signature that no event tells of")
        return
    if request.status != replayed.status:
        yield wrong(f"it is “{request.status}”, but its events say “{replayed.status}”")
    if request.signer_id != replayed.signer:
        yield wrong("it is asked of another person than the events say")
    if (version.number, request.role, request.stands_in, request.replaces_id) != (
        replayed.version, replayed.role, replayed.stands_in, replayed.replaces,
    ):  # fmt: skip
        yield wrong("it belongs to another version or role than the events say")
    for name in ("asked_at", "decided_at", "wrong_person_at", "reminders", "reminded_at", "escalated_at"):
        if getattr(request, name) != getattr(replayed, name):
            yield wrong(f"“{name}” is not what the events say")
    yield from map(wrong, _decision(request, replayed))
    note = request.wrong_person_note
    if replayed.words != (evidence.of_words(request.reference, note) if note or replayed.words else ""):
        yield wrong("the note on who should sign instead is not the one that was written")


def _decision(request: SignatureRequest, replayed: replay.Request) -> Iterator[str]:
    if replayed.evidence:
        if evidence.of_decision(request, replayed.decision) != replayed.evidence:
            yield "what is kept of the decision (name, address, words, consent, time) is not what was recorded"
    elif request.settled_by_id or any(getattr(request, name) for name in OF_A_DECISION):
        yield "it holds a name, a consent or words, but no event tells of a decision"


def _proposals(pk: int, replayed: Replayed, rows: AgreementRows, requests: Collection[int]) -> Iterator[Discrepancy]:
    rows_by_pk = {proposal.pk: proposal for request in requests for proposal in rows.proposals.get(request, [])}
    for gone in sorted(replayed.proposals.keys() - rows_by_pk.keys()):
        yield Discrepancy(pk, "a proposal about its signer is missing", signature=replayed.proposals[gone].request)
    for proposal in rows_by_pk.values():
        known = replayed.proposals.get(proposal.pk)
        digest = evidence.of_words(proposal.request.reference, proposal.reason)
        if known is None or known != replay.Proposed(
            proposal.request_id, proposal.to_id, proposal.proposed_by_id, proposal.proposed_at, digest,
            str(proposal.outcome), proposal.answered_by_id, proposal.answered_at,
        ):  # fmt: skip
            yield Discrepancy(pk, "a proposal about its signer is not as the events say", signature=proposal.request_id)


def _disputes(pk: int, replayed: Replayed, rows: AgreementRows) -> Iterator[Discrepancy]:
    rows_by_pk = {dispute.pk: dispute for dispute in rows.disputes.get(pk, [])}
    for gone in sorted(replayed.disputes.keys() - rows_by_pk.keys()):
        yield Discrepancy(pk, "a “this was not me” is missing", signature=replayed.disputes[gone].request)
    for dispute in rows_by_pk.values():
        known = replayed.disputes.get(dispute.pk)
        if known is None:
            yield Discrepancy(pk, "a “this was not me” that no event tells of", signature=dispute.request_id)
        elif (dispute.request_id, dispute.raised_at, dispute.outcome, dispute.decided_at) != (
            known.request, known.raised_at, known.outcome, known.decided_at,
        ):  # fmt: skip
            yield Discrepancy(pk, "a “this was not me” is not as its events say", signature=dispute.request_id)
        elif known.evidence and evidence.of_outcome(dispute) != known.evidence:
            yield Discrepancy(pk, "how a “this was not me” was decided was changed", signature=dispute.request_id)
        elif known.outcome == Dispute.Outcome.VOID and dispute.decided_by_id != known.decided_by:
            yield Discrepancy(pk, "who decided a “this was not me” was changed", signature=dispute.request_id)
        elif _said_again(dispute) != (known.said_again_at, known.answered_at, known.answered_by):
            yield Discrepancy(
                pk, "a “this was not me” that was said again is not as its events say", signature=dispute.request_id
            )


def _said_again(dispute: Dispute) -> tuple[datetime | None, datetime | None, int | None]:
    again = getattr(dispute, "repeated", None)
    return (again.said_at, again.answered_at, again.answered_by_id) if again else (None, None, None)
