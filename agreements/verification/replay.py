"""What the rows of an agreement should say, told by its chain of events alone (A-26).

Each kind of event moves a small copy of the agreement. The nightly check compares that copy with the tables: what a row
says more, less or other than its events was not done by this application.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from agreements.models import Dispute, SignatureStatus, SignerDecision, VersionStatus
from agreements.record.chain import ChainEntry

PAIR = ("match", "mentee", "mentor", "cohort", "program")
SUPERSEDED, VOID = VersionStatus.SUPERSEDED, VersionStatus.VOID


@dataclass
class Sealed:
    """The document that was made of a version."""

    at: datetime
    document: str
    certificate: str
    timestamped: datetime | None


@dataclass
class Version:
    """A version as its events tell of it."""

    number: int
    created_at: datetime
    status: str = VersionStatus.DRAFT
    sent_at: datetime | None = None
    in_force_at: datetime | None = None
    voided_at: datetime | None = None
    text: str = ""
    terms: str = ""
    # When and by whom it was last edited before it was sent out; None where the event does not say.
    edited: tuple[datetime | None, int | None] | None = None
    words: str = ""
    sealed: Sealed | None = None


@dataclass
class Request:
    """A signature as its events tell of it: what was asked of whom, and what became of it."""

    pk: int
    version: int
    role: str
    stands_in: str
    signer: int
    replaces: int | None = None
    status: str = SignatureStatus.WAITING
    asked_at: datetime | None = None
    decided_at: datetime | None = None
    decision: str = ""
    evidence: str = ""
    wrong_person_at: datetime | None = None
    words: str = ""
    reminders: int = 0
    reminded_at: datetime | None = None
    escalated_at: datetime | None = None


@dataclass
class Disputed:
    """A signature that was said to be someone else's."""

    pk: int
    request: int
    raised_at: datetime
    outcome: str = Dispute.Outcome.OPEN
    decided_at: datetime | None = None
    decided_by: int | None = None
    evidence: str = ""
    said_again_at: datetime | None = None
    answered_at: datetime | None = None
    answered_by: int | None = None


@dataclass
class Proposed:
    """What one person proposed about a signer, and another answered."""

    request: int
    to: int | None
    proposed_by: int
    proposed_at: datetime
    words: str
    outcome: str = SignerDecision.Outcome.OPEN
    answered_by: int | None = None
    answered_at: datetime | None = None


@dataclass
class Replayed:
    """An agreement as its chain tells of it. `odd` are events that make no sense where they stand."""

    pair: dict[str, int] = field(default_factory=dict)
    versions: dict[int, Version] = field(default_factory=dict)
    requests: dict[int, Request] = field(default_factory=dict)
    disputes: dict[int, Disputed] = field(default_factory=dict)
    proposals: dict[int, Proposed] = field(default_factory=dict)
    choices: dict[str, tuple[int, int, datetime]] = field(default_factory=dict)
    links: dict[int, tuple[int, str]] = field(default_factory=dict)
    odd: list[tuple[int, str]] = field(default_factory=list)


def replay(events: Iterable[ChainEntry]) -> Replayed:
    """Go through a chain from its beginning."""
    made = Replayed()
    for event in events:
        move = MOVES.get(event.kind)
        if move is None:
            made.odd.append((event.sequence, "an event of a kind that is not known"))
            continue
        try:
            move(made, event.at, event.data, event.kind)
        except (KeyError, TypeError, ValueError):
            made.odd.append((event.sequence, "an event about something that no event before it tells of"))
    return made


def _pair(data: Mapping[str, Any]) -> dict[str, int]:
    """Return whose it is; the first events of the kind did not name cohort and program."""
    return {name: data[name] for name in PAIR if name in data}


def _drafted(made: Replayed, at: datetime, data: Mapping[str, Any], _kind: str) -> None:
    made.pair = _pair(data)
    made.versions[data["version"]] = Version(data["version"], at)


def _sent(made: Replayed, at: datetime, data: Mapping[str, Any], _kind: str) -> None:
    version = made.versions[data["version"]]
    made.pair = _pair(data)
    version.status, version.sent_at = VersionStatus.SIGNING, at
    version.text, version.terms = data["text"], data["terms"]
    if "edited_by" in data:
        edited_at = data["edited_at"]
        version.edited = (datetime.fromisoformat(edited_at) if edited_at else None, data["edited_by"])
    for pk, role, stands_in, signer in data["requests"]:
        made.requests[pk] = Request(pk, version.number, role, stands_in, signer)


def _asked(made: Replayed, at: datetime, data: Mapping[str, Any], _kind: str) -> None:
    request = made.requests[data["request"]]
    request.status, request.asked_at = SignatureStatus.ASKED, at


def _decided(made: Replayed, at: datetime, data: Mapping[str, Any], kind: str) -> None:
    request = made.requests[data["request"]]
    request.status = request.decision = kind
    request.decided_at, request.evidence = at, data["evidence"]
    if (second := data.get("agreed_by")) is not None:
        for proposal in made.proposals.values():
            if proposal.request == request.pk and proposal.outcome == SignerDecision.Outcome.OPEN:
                proposal.outcome, proposal.answered_by = SignerDecision.Outcome.AGREED, second
                proposal.answered_at = at
    if made.versions[request.version].text != data.get("text", made.versions[request.version].text):
        raise ValueError


def _handed_over(made: Replayed, at: datetime, data: Mapping[str, Any], kind: str) -> None:
    _decided(made, at, data, kind)
    before = made.requests[data["request"]]
    made.requests[data["to"]] = Request(
        data["to"], before.version, before.role, before.stands_in, data["signer"], before.pk
    )


def _second_asked(made: Replayed, at: datetime, data: Mapping[str, Any], _kind: str) -> None:
    request = made.requests[data["request"]]
    made.proposals[data["decision"]] = Proposed(request.pk, data["to"], data["by"], at, data["words"])


def _second_refused(made: Replayed, at: datetime, data: Mapping[str, Any], _kind: str) -> None:
    proposal = made.proposals[data["decision"]]
    proposal.outcome, proposal.answered_by = SignerDecision.Outcome.REFUSED, data["by"]
    proposal.answered_at = at


def _signer_chosen(made: Replayed, at: datetime, data: Mapping[str, Any], _kind: str) -> None:
    made.choices[data["whose"]] = (data["signer"], data["by"], at)


def _wrong_person(made: Replayed, at: datetime, data: Mapping[str, Any], _kind: str) -> None:
    request = made.requests[data["request"]]
    request.wrong_person_at, request.words = at, data["words"]


def _reminded(made: Replayed, at: datetime, data: Mapping[str, Any], _kind: str) -> None:
    request = made.requests[data["request"]]
    request.reminders, request.reminded_at = data["count"], at


def _escalated(made: Replayed, at: datetime, data: Mapping[str, Any], _kind: str) -> None:
    made.requests[data["request"]].escalated_at = at


def _in_force(made: Replayed, at: datetime, data: Mapping[str, Any], _kind: str) -> None:
    version = made.versions[data["version"]]
    if version.text != data["text"]:
        raise ValueError
    for before in made.versions.values():
        if before.status == VersionStatus.IN_FORCE:
            before.status = SUPERSEDED
    version.status, version.in_force_at = VersionStatus.IN_FORCE, at


def _void(made: Replayed, at: datetime, data: Mapping[str, Any], _kind: str) -> None:
    version = made.versions[data["version"]]
    version.status, version.voided_at, version.words = VOID, at, data["words"]
    open_or_settled = {
        SignatureStatus.WAITING, SignatureStatus.ASKED, SignatureStatus.SIGNED, SignatureStatus.WAIVED,
    }  # fmt: skip
    for request in made.requests.values():
        if request.version == version.number and request.status in open_or_settled:
            request.status = SignatureStatus.VOID
    if data["by"] is not None:
        for dispute in made.disputes.values():
            if dispute.outcome == Dispute.Outcome.OPEN:
                dispute.outcome, dispute.decided_at, dispute.decided_by = Dispute.Outcome.VOID, at, data["by"]


def _sealed(made: Replayed, at: datetime, data: Mapping[str, Any], _kind: str) -> None:
    stamped = data["timestamped"]
    stamped_at = datetime.fromisoformat(stamped) if stamped else None
    made.versions[data["version"]].sealed = Sealed(at, data["document"], data["certificate"], stamped_at)


def _not_me(made: Replayed, at: datetime, data: Mapping[str, Any], _kind: str) -> None:
    request = made.requests[data["request"]]
    if data["by"] is not None:  # looked into anew, at a coordinator's word
        for before in made.disputes.values():
            if before.request == request.pk and before.said_again_at and before.answered_at is None:
                before.answered_at, before.answered_by = at, data["by"]
    made.disputes[data["dispute"]] = Disputed(data["dispute"], request.pk, at)


def _not_me_settled(made: Replayed, at: datetime, data: Mapping[str, Any], _kind: str) -> None:
    dispute = made.disputes[data["dispute"]]
    dispute.outcome, dispute.decided_at, dispute.evidence = Dispute.Outcome.CONFIRMED, at, data["evidence"]


def _not_me_upheld(made: Replayed, at: datetime, data: Mapping[str, Any], _kind: str) -> None:
    dispute = made.disputes[data["dispute"]]
    dispute.outcome, dispute.decided_at, dispute.decided_by = Dispute.Outcome.VOID, at, data["by"]
    dispute.evidence = data["evidence"]


def _not_me_again(made: Replayed, at: datetime, data: Mapping[str, Any], _kind: str) -> None:
    made.disputes[data["dispute"]].said_again_at = at


def _not_me_kept(made: Replayed, at: datetime, data: Mapping[str, Any], _kind: str) -> None:
    dispute = made.disputes[data["dispute"]]
    dispute.answered_at, dispute.answered_by = at, data["by"]


def _link(made: Replayed, _at: datetime, data: Mapping[str, Any], kind: str) -> None:
    request = made.requests[data["request"]]
    if kind == "link_sent":
        made.links[data["link"]] = (request.pk, data["purpose"])
    elif made.links[data["link"]] != (request.pk, data["purpose"]):
        raise ValueError


MOVES: dict[str, Callable[[Replayed, datetime, Mapping[str, Any], str], None]] = {
    "drafted": _drafted,
    "sent": _sent,
    "asked": _asked,
    "signed": _decided,
    "change_asked": _decided,
    "declined": _decided,
    "waived": _decided,
    "handed_over": _handed_over,
    "wrong_person": _wrong_person,
    "second_asked": _second_asked,
    "second_refused": _second_refused,
    "signer_chosen": _signer_chosen,
    "reminded": _reminded,
    "escalated": _escalated,
    "in_force": _in_force,
    "void": _void,
    "sealed": _sealed,
    "not_me": _not_me,
    "not_me_settled": _not_me_settled,
    "not_me_upheld": _not_me_upheld,
    "not_me_again": _not_me_again,
    "not_me_kept": _not_me_kept,
    "link_sent": _link,
    "link_opened": _link,
}
