"""What becomes of some agreements later: two pairs change theirs, and one request goes to someone else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreements.models import Agreement, AgreementVersion, SignatureRequest, VersionStatus
from agreements.models.signature import PAIR
from agreements.signing.supervisors import handover
from agreements.writing import amendments, drafts

if TYPE_CHECKING:
    from datetime import datetime

    from mentoring.demo.life import Life
    from people.models import User
    from programs.models import Cohort

TOPICS = "Running workshops\nTaking criticism well"


def change_agreements(cohort: Cohort, life: Life, now: datetime) -> None:
    """One pair agrees on other topics between the two; another wants shorter meetings, which its supervisors are asked."""
    in_force = AgreementVersion.objects.filter(status=VersionStatus.IN_FORCE, agreement__match__cohort=cohort)
    last, before = in_force.order_by("-pk").select_related("agreement")[:2]
    change(last.agreement, life, now, topics=TOPICS)
    change(before.agreement, life, now, minutes=45)


def change(agreement: Agreement, life: Life, now: datetime, **fields: object) -> None:
    """The two change something, send it out, and sign."""
    mentee = agreement.match.mentee.user
    draft = amendments.begin(agreement, by=mentee, now=now)
    draft = drafts.save_draft(draft, revision=draft.revision, by=mentee, now=now, **fields)
    sent = drafts.send_for_signature(draft, by=mentee, now=now)
    for request in sent.requests.awaiting().filter(role__in=PAIR).select_related("signer"):
        life.put_name(request, now)


def ask_a_deputy(cohort: Cohort, *, coordinator: User, now: datetime) -> None:
    """A supervisor is away, so the coordinator asks the supervisor's own supervisor."""
    waiting = SignatureRequest.objects.awaiting().filter(version__agreement__match__cohort=cohort)
    supervisors = waiting.exclude(role__in=PAIR).exclude(signer__supervisor=None).with_people()
    request = supervisors.select_related("signer__supervisor").earliest("pk")
    if deputy := request.signer.supervisor:
        handover.hand_over(request, to=deputy, reason="On leave until next month.", by=coordinator, now=now)
