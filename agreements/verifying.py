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
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from itertools import islice

from django.db import DatabaseError, connection, transaction

from agreements import chain, comparing, crosschecking, evidence, remembering, replaying
from agreements.comparing import Problem
from agreements.models import Agreement, Document, SealingCertificate, SignatureEvent, Verification
from people import record_keys, trail
from people.models import AuditStrand

logger = logging.getLogger(__name__)

Sealed = dict[tuple[int, int], replaying.Sealed]
Head = chain.Head | trail.Head
# So many agreements are read at once.
BATCH = 500


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
        memory, problems = remembering.recall(ring)
        heads, events, sealed, told = [], 0, Sealed(), crosschecking.Events()
        for walked, found in walk(memory, now=now):
            if walked:
                events += walked.events
                heads.append(walked.head)
                told.add(walked)
            problems += found.problems
            sealed |= found.sealed
        problems += crosschecking.cross_check(told)
        problems += certificate_problems(ring)
        documents = 0
        for problem in document_problems(sealed):
            documents += 1
            problems += [problem] if problem else []
        problems += trail_problems(ring, memory)
        check = Verification(
            at=now,
            agreements=Agreement.objects.count(),
            events=events,
            documents=documents,
            problems=[asdict(problem) for problem in problems],
            head=chain.head_of(heads),
            seen=remembering.moved(memory, heads, trail.heads()),
        )
    try:
        return remembering.keep(check, now=now)
    except (DatabaseError, AuditStrand.DoesNotExist) as error:
        logger.error("The check could not be kept: %s", type(error).__name__)  # noqa: TRY400 - ids only in the log
        unkept = Problem(None, "it could not be kept: the record cannot be written to", where="this check")
        check.number, check.problems = None, [*check.problems, asdict(unkept)]
        return check


def problems_of(verification: Verification) -> list[Problem]:
    """Return what a walk found."""
    return [Problem(**problem) for problem in verification.problems]


class Found:
    """What one agreement's chain and rows brought: the differences, and which documents it tells of."""

    def __init__(self, problems: Iterable[Problem], sealed: Sealed) -> None:
        self.problems, self.sealed = list(problems), sealed


def walk(memory: remembering.Memory, *, now: datetime) -> Iterator[tuple[chain.Walked | None, Found]]:
    """Walk all agreements and all chains, some at a time, and yield for each what was found."""
    known = set(Agreement.objects.values_list("pk", flat=True)) | set(memory.agreements)
    known |= set(SignatureEvent.objects.order_by().values_list("agreement_id", flat=True).distinct())
    everything = iter(sorted(known))
    while batch := list(islice(everything, BATCH)):
        rows = comparing.Rows(batch)
        events = SignatureEvent.objects.filter(agreement__in=batch)
        chains = {walked.head.agreement: walked for walked in chain.walk(events)}
        for agreement in batch:
            walked = chains.get(agreement)
            yield walked, _look_at(agreement, walked, rows, memory, now=now)


def _look_at(
    agreement: int, walked: chain.Walked | None, rows: comparing.Rows, memory: remembering.Memory, *, now: datetime
) -> Found:
    seen = memory.agreements.get(agreement)
    if walked is None:
        gone = "" if agreement in rows.agreements else " and so is the agreement"
        return Found([Problem(agreement, f"the whole chain of events is missing{gone}", sequence=1)], {})
    problems = list(_head_problems(walked, rows.agreements.get(agreement), seen))
    if walked.broken:
        problems.append(Problem(agreement, walked.broken.reason, sequence=walked.broken.sequence))
        return Found(problems, {})
    told = replaying.replay(walked.told)
    problems += comparing.compare(agreement, told, rows, now=now)
    sealed = {(agreement, number): version.sealed for number, version in told.versions.items() if version.sealed}
    return Found(problems, sealed)


def _head_problems(walked: chain.Walked, agreement: Agreement | None, seen: chain.Head | None) -> Iterator[Problem]:
    head = walked.head
    if agreement and agreement.head_sequence > head.sequence:
        yield Problem(head.agreement, "missing: the end of the chain was cut off", sequence=head.sequence + 1)
    elif agreement:
        end = chain.head_content(head.agreement, head.sequence, head.hash)
        if why := chain.why_not(record_keys.ring(), end, key=agreement.head_key, mac=agreement.head_mac):
            yield Problem(head.agreement, f"the end of the chain: {why}", sequence=head.sequence)
    if seen and seen.sequence > head.sequence:
        yield Problem(head.agreement, "missing since an earlier check", sequence=head.sequence + 1)
    elif seen and not walked.broken and walked.told[seen.sequence - 1].hash != seen.hash:
        yield Problem(head.agreement, "another event than an earlier check saw", sequence=seen.sequence)


def certificate_problems(ring: record_keys.Ring) -> Iterator[Problem]:
    """Yield the certificates of seals that this application has not kept itself."""
    for certificate in SealingCertificate.objects.all():
        content = evidence.of_certificate(certificate)
        if why := chain.why_not(ring, content, key=certificate.key, mac=certificate.mac):
            yield Problem(None, why, where=f"certificate {certificate.fingerprint[:12]}")


def document_problems(sealed: Sealed) -> Iterator[Problem | None]:
    """Check each PDF, and whether it is the one that its agreement tells of; yield what is wrong with it, or None."""
    from agreements import seals  # noqa: PLC0415 - the web server does without
    from agreements.sealing.checking import State, check  # noqa: PLC0415

    certificates = seals.known_certificates()
    fields = ("version__agreement_id", "version__number", "pdf", "sha256", "made_at", "certificate__fingerprint")
    rows = Document.objects.order_by("version__agreement_id", "version__number").values_list(*fields)
    for agreement, number, pdf, digest, made_at, fingerprint in rows.iterator(chunk_size=20):
        content, known = bytes(pdf), sealed.get((agreement, number))
        if hashlib.sha256(content).hexdigest() != digest:
            yield Problem(agreement, "the PDF does not have its hash", version=number)
        elif known and (known.document, known.certificate, known.at) != (digest, fingerprint, made_at):
            yield Problem(agreement, "the PDF is not the one that was sealed for this version", version=number)
        else:
            verdict = check(content, certificates)
            fits = verdict.state == State.VALID and verdict.fingerprint == fingerprint
            yield None if fits else Problem(agreement, "the seal of the PDF does not hold", version=number)


def trail_problems(ring: record_keys.Ring, memory: remembering.Memory) -> Iterator[Problem]:
    """Yield what does not fit in the audit trail."""
    for fault in trail.faults(ring):
        where = f"audit trail, strand {fault.strand}, entry {fault.sequence}"
        yield Problem(None, fault.reason, where=where if fault.strand else f"audit trail, {fault.sequence} entries")
    for head in trail.missing(list(memory.strands.values())):
        yield _of_strand(head, "missing since an earlier check, or another in its place")


def _of_strand(head: trail.Head, reason: str) -> Problem:
    return Problem(None, reason, where=f"audit trail, strand {head.strand}, entry {head.entries}")


def heads() -> list[Head]:
    """Return the ends of all chains, and of the strands of the audit trail: what leaves the machine each day."""
    return [*chain.heads(), *trail.heads()]


def export(ends: Iterable[Head]) -> str:
    """Return ends as lines of JSON."""
    return "".join(json.dumps(asdict(end)) + "\n" for end in ends)


def read_export(text: str) -> list[Head]:
    """Read what `export` wrote; ValueError or TypeError if it is something else."""
    lines = [json.loads(line) for line in text.splitlines() if line.strip()]
    return [trail.Head(**line) if "strand" in line else chain.Head(**line) for line in lines]


def compare(earlier: Iterable[Head]) -> list[Problem]:
    """Return the chains and strands that have lost events since an export, or have others in their place."""
    now = {head.agreement: head for head in chain.heads()}
    problems, strands = [], []
    for then in earlier:
        if isinstance(then, trail.Head):
            strands.append(then)
            continue
        present = now.get(then.agreement)
        if present is None:
            problems.append(Problem(then.agreement, "vanished since the export"))
        elif present.sequence < then.sequence:
            problems.append(
                Problem(then.agreement, "missing: the end of the chain was cut", sequence=present.sequence + 1)
            )
        elif not SignatureEvent.objects.filter(
            agreement=then.agreement, sequence=then.sequence, hash=then.hash
        ).exists():
            problems.append(Problem(then.agreement, "another event than in the export", sequence=then.sequence))
    return problems + [_of_strand(head, "not as in the export") for head in trail.missing(strands)]
