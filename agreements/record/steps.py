"""One step of an agreement: written into its chain of events and into the audit trail, in the same transaction.

The two are kept apart and keyed apart, and the nightly walk holds one against the other
(`agreements.verification.audit_trail`): a step that stood in one of them alone would be taken for a forgery.
What stands in the chain alone (someone was asked, a link went out, a document was sealed) is no decision of anyone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreements.models import Agreement, AgreementVersion, SignatureRequest
from agreements.record import chain
from people import audit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from agreements.record.chain import Value
    from people.audit import Detail
    from people.models import User

# The kind of event, and the action of the audit trail that goes with it: about the agreement, or about one signature.
OF_AGREEMENT = {
    "drafted": "agreement.drafted",
    "sent": "agreement.sent",
    "in_force": "agreement.in_force",
    "void": "agreement.void",
    "signer_chosen": "agreement.signer_chosen",
}
OF_SIGNATURE = {
    "signed": "signature.signed",
    "change_asked": "signature.change_asked",
    "declined": "signature.declined",
    "wrong_person": "signature.wrong_person",
    "second_asked": "signature.second_asked",
    "second_refused": "signature.second_refused",
    "waived": "signature.waived",
    "handed_over": "signature.handed_over",
    "reminded": "signature.reminded",
    "escalated": "signature.escalated",
    "not_me": "signature.not_me",
    "not_me_settled": "signature.confirmed",
    "not_me_upheld": "signature.upheld",
    "not_me_again": "signature.not_me_again",
    "not_me_kept": "signature.not_me_kept",
}
ACTIONS = OF_AGREEMENT | OF_SIGNATURE


def note(
    subject: Agreement | AgreementVersion | SignatureRequest,
    kind: str,
    event: Mapping[str, Value] | None = None,
    *,
    by: User | None,
    now: datetime,
    **details: Detail,
) -> None:
    """Write a step, in the caller's transaction.

    `event` goes into the chain, beside the numbers of the version and of the request that it is about; the audit trail
    gets `by` and `details`. Both hold ids, codes and hashes only. Who did it stands in the event where the certificate
    or the walk has to know it: the person who signs is known by their request.
    """
    agreement, places, about = _places(subject)
    chain.append(agreement, kind, now=now, **places, **(event or {}))
    number = {"version": places["version"]} if "version" in places else {}
    audit.record(ACTIONS[kind], about, by=by, now=now, **number, **details)


def _places(
    subject: Agreement | AgreementVersion | SignatureRequest,
) -> tuple[Agreement, dict[str, int], Agreement | SignatureRequest]:
    """Return the agreement, the numbers that name the subject in it, and what the audit trail's entry is about."""
    match subject:
        case Agreement():
            return subject, {}, subject
        case AgreementVersion():
            return subject.agreement, {"version": subject.number}, subject.agreement
        case SignatureRequest():
            version = subject.version
            return version.agreement, {"version": version.number, "request": subject.pk}, subject
