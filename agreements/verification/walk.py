"""The walk over everything that was signed (A-20, A-26, A-29): every chain, row, text and sealed PDF, and the audit trail.

Each chain is followed from its first event, and what its events tell is compared with every row that a page or a
certificate reads. The audit trail is followed too, and set beside the chains. What the check of the night before saw must
still be there. So that a check itself cannot be taken back unseen, the ends of all chains leave the machine every day, by
mail or as a file, and `compare` finds what has become shorter or other since.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import TypeVar

from django.db import connection, transaction

from agreements.models import Agreement, Document, SealingCertificate, SignatureEvent, Verification
from agreements.record import chain, evidence, unreadable
from agreements.verification import audit_trail, comparison, past_checks, replay
from agreements.verification.comparison import Discrepancy
from people.record import marks, record_keys, trail

logger = logging.getLogger(__name__)

Sealed = dict[tuple[int, int], replay.Sealed]
Head = chain.ChainHead | trail.StrandHead
Seen = TypeVar("Seen", Discrepancy, Discrepancy | None)
Place = tuple[int, int, int]  # the key of a document, its agreement, and the number of its version
# So many agreements are read at once.
BATCH = 500
# And so many PDFs.
PDFS = 20


@contextmanager
def one_moment() -> Iterator[None]:
    """Read everything as it was at one moment: what others write meanwhile would look like a difference."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def verify_all(*, now: datetime) -> Verification:
    """Walk everything, write down what was found, and return it; without a number where it could not be kept.

    Call it outside of a transaction, so that it reads everything as it is at one moment.
    """
    ring = record_keys.ring()
    with one_moment():
        memory, problems = past_checks.recall(ring)
        heads, events, sealed, counted = [], 0, Sealed(), audit_trail.Events()
        for walked, findings in walk(memory, now=now):
            if walked:
                events += walked.events
                heads.append(walked.head)
                counted.add(walked)
            elif findings.unread is not None:
                counted.broken.add(findings.unread)
            problems += findings.problems
            sealed |= findings.sealed
        problems += _as_far_as_it_goes("audit trail beside the events", audit_trail.cross_check(counted))
        problems += _as_far_as_it_goes("certificates", certificate_problems(ring))
        verdicts = _as_far_as_it_goes("sealed PDFs", document_problems(sealed))
        problems += [problem for problem in verdicts if problem]
        problems += _as_far_as_it_goes("audit trail", trail_problems(ring, memory))
        numbers: dict[marks.Place, int] = {}
        problems += _as_far_as_it_goes("people and roles", marked_problems(ring, memory, numbers))
        check = Verification(
            at=now,
            agreements=Agreement.objects.count(),
            events=events,
            documents=len(verdicts),
            problems=[asdict(problem) for problem in problems],
            head=chain.head_of(heads),
            seen=past_checks.moved(memory, heads, trail.heads(), numbers),
        )
    try:
        return past_checks.keep(check, now=now)
    except Exception as error:  # noqa: BLE001 - whatever the matter is, what was found is to be told
        logger.error("The check could not be kept: %s", type(error).__name__)  # noqa: TRY400 - ids only in the log
        unkept = Discrepancy(None, "it could not be kept: the record cannot be written to", where="this check")
        check.number, check.problems = None, [*check.problems, asdict(unkept)]
        return check


def _as_far_as_it_goes(where: str, part: Iterator[Seen]) -> list[Seen | Discrepancy]:
    """Return what a part of the walk finds; where it cannot go on, that it could not is the last thing it found."""
    seen: list[Seen | Discrepancy] = []
    try:
        with transaction.atomic():
            seen.extend(part)
    except Exception as error:  # noqa: BLE001 - the other parts are still to be walked
        seen.append(Discrepancy(None, unreadable.reason(error), where=where))
    return seen


def problems_of(verification: Verification) -> list[Discrepancy]:
    """Return what a walk found."""
    return [Discrepancy(**problem) for problem in verification.problems]


class Found:
    """What one agreement brought: the differences, which documents it tells of, and its key if it could not be read."""

    def __init__(self, problems: Iterable[Discrepancy], sealed: Sealed, *, unread: int | None = None) -> None:
        self.problems, self.sealed, self.unread = list(problems), sealed, unread


def walk(memory: past_checks.Memory, *, now: datetime) -> Iterator[tuple[chain.Walked | None, Found]]:
    """Walk all agreements and all chains, some at a time, and yield for each what was found."""
    known = set(Agreement.objects.values_list("pk", flat=True)) | set(memory.agreements)
    known |= set(SignatureEvent.objects.order_by().values_list("agreement_id", flat=True).distinct())

    def look(batch: Sequence[int]) -> list[tuple[chain.Walked | None, Found]]:
        rows = comparison.AgreementRows(batch)
        events = SignatureEvent.objects.filter(agreement__in=batch)
        chains = {walked.head.agreement: walked for walked in chain.walk(events)}
        return [(chains.get(pk), _look_at(pk, chains.get(pk), rows, memory, now=now)) for pk in batch]

    def failed(agreement: int, error: Exception) -> tuple[None, Found]:
        return None, Found([Discrepancy(agreement, unreadable.reason(error))], {}, unread=agreement)

    yield from unreadable.some_at_a_time(look, sorted(known), size=BATCH, failed=failed)


def _look_at(
    agreement: int,
    walked: chain.Walked | None,
    rows: comparison.AgreementRows,
    memory: past_checks.Memory,
    *,
    now: datetime,
) -> Found:
    seen = memory.agreements.get(agreement)
    if walked is None:
        gone = "" if agreement in rows.agreements else " and so is the agreement"
        return Found([Discrepancy(agreement, f"the whole chain of events is missing{gone}", sequence=1)], {})
    problems = list(_head_problems(walked, rows.agreements.get(agreement), seen))
    if walked.broken:
        problems.append(Discrepancy(agreement, walked.broken.reason, sequence=walked.broken.sequence))
        return Found(problems, {})
    replayed = replay.replay(walked.told)
    problems += comparison.compare(agreement, replayed, rows, now=now)
    sealed = {(agreement, number): version.sealed for number, version in replayed.versions.items() if version.sealed}
    return Found(problems, sealed)


def _head_problems(
    walked: chain.Walked, agreement: Agreement | None, seen: chain.ChainHead | None
) -> Iterator[Discrepancy]:
    head = walked.head
    if agreement and agreement.head_sequence > head.sequence:
        yield Discrepancy(head.agreement, "missing: the end of the chain was cut off", sequence=head.sequence + 1)
    elif agreement:
        end = chain.head_content(head.agreement, head.sequence, head.hash)
        if why := chain.why_not(record_keys.ring(), end, key=agreement.head_key, mac=agreement.head_mac):
            yield Discrepancy(head.agreement, f"the end of the chain: {why}", sequence=head.sequence)
    if seen and seen.sequence > head.sequence:
        yield Discrepancy(head.agreement, "missing since an earlier check", sequence=head.sequence + 1)
    elif seen and not walked.broken and walked.told[seen.sequence - 1].hash != seen.hash:
        yield Discrepancy(head.agreement, "another event than an earlier check saw", sequence=seen.sequence)


def certificate_problems(ring: record_keys.Ring) -> Iterator[Discrepancy]:
    """Yield the certificates of seals that this application has not kept itself."""
    for certificate in SealingCertificate.objects.all():
        content = evidence.of_certificate(certificate)
        if why := chain.why_not(ring, content, key=certificate.key, mac=certificate.mac):
            yield Discrepancy(None, why, where=f"certificate {certificate.fingerprint[:12]}")


def document_problems(sealed: Sealed) -> Iterator[Discrepancy | None]:
    """Check each PDF, and whether it is the one that its agreement tells of; yield what is wrong with it, or None."""
    from agreements.documents import seals  # noqa: PLC0415 - loads X.509: the web server does without
    from agreements.sealing.check import SealState, check  # noqa: PLC0415 - as above

    certificates = seals.known_certificates()
    fields = (
        "version__agreement_id",
        "version__number",
        "pdf",
        "sha256",
        "made_at",
        "certificate__fingerprint",
        "timestamped_at",
    )
    documents = Document.objects.order_by("version__agreement_id", "version__number")

    def wrong(
        agreement: int,
        number: int,
        pdf: bytes,
        digest: str,
        made_at: datetime,
        fingerprint: str,
        timestamped_at: datetime | None,
    ) -> str:
        content, known = bytes(pdf), sealed.get((agreement, number))
        if hashlib.sha256(content).hexdigest() != digest:
            return "the PDF does not have its hash"
        kept = replay.Sealed(made_at, digest, fingerprint, timestamped_at)
        if known and known != kept:
            return "the PDF is not the one that was sealed for this version"
        verdict = check(content, certificates)
        fits = verdict.state == SealState.VALID and verdict.fingerprint == fingerprint
        return "" if fits else "the seal of the PDF does not hold"

    def look(batch: Sequence[Place]) -> list[Discrepancy | None]:
        rows = documents.filter(pk__in=[pk for pk, _agreement, _number in batch]).values_list(*fields)
        reasons = [(row[0], row[1], wrong(*row)) for row in rows]
        return [Discrepancy(agreement, why, version=number) if why else None for agreement, number, why in reasons]

    def failed(place: Place, error: Exception) -> Discrepancy:
        return Discrepancy(place[1], f"the PDF {unreadable.reason(error)}", version=place[2])

    places = list(documents.values_list("pk", "version__agreement_id", "version__number"))
    yield from unreadable.some_at_a_time(look, places, size=PDFS, failed=failed)


def marked_problems(
    ring: record_keys.Ring, memory: past_checks.Memory, numbers: dict[marks.Place, int]
) -> Iterator[Discrepancy]:
    """Yield people, roles and decisions about them that this application has not written so; note each mark's number."""
    look = partial(marks.look, ring=ring)

    def failed(place: marks.Place, error: Exception) -> tuple[marks.Place, int, str]:
        return place, memory.marks.get(place, 0), unreadable.reason(error)

    for place, number, why in unreadable.some_at_a_time(look, marks.places(), size=BATCH, failed=failed):
        # Only a mark that fits says something about its number.
        numbers[place] = memory.marks.get(place, 0) if why else number
        if why:
            yield Discrepancy(None, why, where=f"{place[0]} {place[1]}")
    for fault in marks.faults_since(memory.marks, numbers):
        yield Discrepancy(None, fault.reason, where=str(fault))


def trail_problems(ring: record_keys.Ring, memory: past_checks.Memory) -> Iterator[Discrepancy]:
    """Yield what does not fit in the audit trail."""
    for fault in trail.faults(ring):
        where = f"audit trail, strand {fault.strand}, entry {fault.sequence}"
        yield Discrepancy(None, fault.reason, where=where if fault.strand else f"audit trail, {fault.sequence} entries")
    for head in trail.missing(list(memory.strands.values())):
        yield _of_strand(head, "missing since an earlier check, or another in its place")


def _of_strand(head: trail.StrandHead, reason: str) -> Discrepancy:
    return Discrepancy(None, reason, where=f"audit trail, strand {head.strand}, entry {head.entries}")


def heads() -> list[Head]:
    """Return the ends of all chains, and of the strands of the audit trail: what leaves the machine each day."""
    return [*chain.heads(), *trail.heads()]


def export(ends: Iterable[Head]) -> str:
    """Return ends as lines of JSON."""
    return "".join(json.dumps(asdict(end)) + "\n" for end in ends)


def read_export(text: str) -> list[Head]:
    """Read what `export` wrote; ValueError or TypeError if it is something else."""
    lines = [json.loads(line) for line in text.splitlines() if line.strip()]
    return [trail.StrandHead(**line) if "strand" in line else chain.ChainHead(**line) for line in lines]


def compare(earlier: Iterable[Head]) -> list[Discrepancy]:
    """Return the chains and strands that have lost events since an export, or have others in their place."""
    now = {head.agreement: head for head in chain.heads()}
    problems, strands = [], []
    for then in earlier:
        if isinstance(then, trail.StrandHead):
            strands.append(then)
            continue
        present = now.get(then.agreement)
        if present is None:
            problems.append(Discrepancy(then.agreement, "vanished since the export"))
        elif present.sequence < then.sequence:
            problems.append(
                Discrepancy(then.agreement, "missing: the end of the chain was cut", sequence=present.sequence + 1)
            )
        elif not SignatureEvent.objects.filter(
            agreement=then.agreement, sequence=then.sequence, hash=then.hash
        ).exists():
            problems.append(Discrepancy(then.agreement, "another event than in the export", sequence=then.sequence))
    return problems + [_of_strand(head, "not as in the export") for head in trail.missing(strands)]
