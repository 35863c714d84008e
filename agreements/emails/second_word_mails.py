"""Asking a second person to agree to a decision about a signer, and telling the first what came of it (A-16)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.emails.shared import people
from agreements.models import SignerDecision
from notifications.links import absolute
from notifications.models import Category, Message
from notifications.outbox import Button, Mail, queue, renders

if TYPE_CHECKING:
    from people.models import User


def second_asked(decision: SignerDecision, *, coordinators: Iterable[User], now: datetime) -> None:
    """Ask the two, and the coordinators who may answer; the first of them to answer decides."""
    match = decision.request.version.match
    asked = {user.pk: user for user in (*coordinators, match.mentee.user, match.mentor.user)}
    for pk, user in asked.items():
        if pk not in {decision.proposed_by_id, decision.to_id}:
            queue("agreements.second_asked", recipient=user, subject=decision, now=now)


def second_refused(decision: SignerDecision, *, now: datetime) -> Message:
    """Tell who proposed it that it was not agreed to."""
    return queue("agreements.second_refused", recipient=decision.proposed_by, subject=decision, now=now)


def _facts(decision: SignerDecision) -> dict[str, object]:
    return {
        **people(decision.request.version),
        "signer": decision.request.signer,
        "to": decision.to,
        "by": decision.proposed_by,
    }


@renders("agreements.second_asked", title=gettext_lazy("Second decision asked for"), category=Category.SIGNATURE)
def _second_asked(message: Message, *, now: datetime) -> Mail | None:
    decision = SignerDecision.objects.open().with_people().filter(pk=message.subject_id).first()
    if decision is None:
        return None
    agreement = decision.request.version.agreement
    if agreement.match.includes(message.recipient):
        address = reverse("agreements:second", args=[decision.pk])
    else:
        address = reverse("admin:agreements_agreement_second", args=[agreement.pk, decision.pk])
    return Mail(
        "agreements_second_asked",
        _facts(decision),
        button=Button(_("Read why, and answer"), absolute(address)),
        thread=f"agreement-{agreement.pk}",
    )


@renders("agreements.second_refused", title=gettext_lazy("Second decision refused"), category=Category.TRANSACTIONAL)
def _second_refused(message: Message, *, now: datetime) -> Mail | None:
    rows = SignerDecision.objects.with_people().select_related("answered_by")
    decision = rows.filter(pk=message.subject_id, outcome=SignerDecision.Outcome.REFUSED).first()
    if decision is None:
        return None
    agreement = decision.request.version.agreement
    return Mail(
        "agreements_second_refused",
        {**_facts(decision), "answered_by": decision.answered_by},
        button=Button(
            _("Look at the agreement"), absolute(reverse("admin:agreements_agreement_change", args=[agreement.pk]))
        ),
        thread=f"agreement-{agreement.pk}",
    )
