"""The walk over everything that was signed (A-20): every chain, every text, every sealed PDF; and what does not fit.

A chain whose tail was cut verifies. So the heads of all chains leave the machine every day, by mail or as a file, and
`compare` finds what has become shorter or other since.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from agreements import chain
from agreements.models import Agreement, AgreementVersion, Document, SignatureEvent, Verification

Hashes = dict[tuple[int, int], str]


@dataclass(frozen=True)
class Problem:
    """Something that does not fit: in which agreement, at which event or in which version, and why."""

    agreement: int
    reason: str
    sequence: int | None = None
    version: int | None = None

    def __str__(self) -> str:
        place = f", event {self.sequence}" if self.sequence else f", version {self.version}" if self.version else ""
        return f"agreement {self.agreement}{place}: {self.reason}"


def verify_all(*, now: datetime) -> Verification:
    """Walk everything, write down what was found, and return it."""
    problems, hashes = texts()
    events, heads = 0, []
    for walked in chain.walk(SignatureEvent.objects.all()):
        events += walked.events
        heads.append(walked.head)
        problems += chain_problems(walked, hashes)
    problems += chains_without_events() + unforced(hashes)
    documents = 0
    for problem in document_problems():
        documents += 1
        problems += [problem] if problem else []
    return Verification.objects.create(
        at=now,
        agreements=Agreement.objects.count(),
        events=events,
        documents=documents,
        problems=[asdict(problem) for problem in problems],
        head=chain.head_of(heads),
    )


def problems_of(verification: Verification) -> list[Problem]:
    """Return what a walk found."""
    return [Problem(**problem) for problem in verification.problems]


def texts() -> tuple[list[Problem], Hashes]:
    """Return the versions whose text does not have its hash any more, and the hash of each."""
    problems, hashes = [], {}
    rows = AgreementVersion.objects.exclude(text="").order_by("agreement_id", "number")
    for agreement, number, text, digest in rows.values_list("agreement_id", "number", "text", "text_hash").iterator():
        hashes[agreement, number] = digest
        if hashlib.sha256(text.encode()).hexdigest() != digest:
            problems.append(Problem(agreement, "the text does not have its hash", version=number))
    return problems, hashes


def chain_problems(walked: chain.Walked, hashes: Hashes) -> Iterator[Problem]:
    """Yield where a chain breaks first, and else the first event that speaks of another text than its version has."""
    agreement = walked.head.agreement
    if walked.broken:
        yield Problem(agreement, walked.broken.reason, sequence=walked.broken.sequence)
        return
    for sequence, version, _kind, text in walked.texts:
        if hashes.get((agreement, version)) != text:
            yield Problem(agreement, "the text that was signed is another one", sequence=sequence)
            return


def chains_without_events() -> list[Problem]:
    """Return the agreements that have no chain at all; each begins with its first draft."""
    bare = Agreement.objects.filter(events__isnull=True).order_by("pk").values_list("pk", flat=True)
    return [Problem(agreement, "missing", sequence=1) for agreement in bare]


def unforced(hashes: Hashes) -> list[Problem]:
    """Return the versions that came into force without an event that says so: the end of their chain was cut."""
    said = set(SignatureEvent.objects.filter(kind="in_force").values_list("agreement_id", "data__version"))
    forced = AgreementVersion.objects.filter(in_force_at__isnull=False).order_by("agreement_id", "number")
    return [
        Problem(agreement, "the event that brought it into force is missing", version=number)
        for agreement, number in forced.values_list("agreement_id", "number")
        if (agreement, number) not in said
    ]


def document_problems() -> Iterator[Problem | None]:
    """Check each PDF and yield what is wrong with it, or None."""
    from agreements import seals  # noqa: PLC0415 - the web server does without
    from agreements.sealing.checking import State, check  # noqa: PLC0415

    certificates = seals.known_certificates()
    fields = ("version__agreement_id", "version__number", "pdf", "sha256", "certificate__fingerprint")
    rows = Document.objects.order_by("version__agreement_id", "version__number").values_list(*fields)
    for agreement, number, pdf, digest, fingerprint in rows.iterator(chunk_size=20):
        content = bytes(pdf)
        if hashlib.sha256(content).hexdigest() != digest:
            yield Problem(agreement, "the PDF does not have its hash", version=number)
            continue
        verdict = check(content, certificates)
        fits = verdict.state == State.VALID and verdict.fingerprint == fingerprint
        yield None if fits else Problem(agreement, "the seal of the PDF does not hold", version=number)


def export(heads: Iterable[chain.Head]) -> str:
    """Return heads as lines of JSON."""
    return "".join(json.dumps(asdict(head)) + "\n" for head in heads)


def read_export(text: str) -> list[chain.Head]:
    """Read what `export` wrote; ValueError or TypeError if it is something else."""
    return [chain.Head(**json.loads(line)) for line in text.splitlines() if line.strip()]


def compare(earlier: Iterable[chain.Head]) -> list[Problem]:
    """Return the chains that have lost events since an export, or have others in their place."""
    now = {head.agreement: head for head in chain.heads()}
    problems = []
    for then in earlier:
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
    return problems
