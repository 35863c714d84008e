"""Decisions about signers that nobody takes alone: one proposes, another agrees, and only then does a link go out (A-16)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from agreements import emails
from agreements.errors import AgreementError
from agreements.models import SignatureRequest, SignerDecision
from agreements.record import evidence, steps
from agreements.signing import presence
from agreements.signing.supervisors import deputies, handover
from matching.pairs import relationships
from people import policy
from people.policy import Action
from people.status import move
from web.fields.names import plain_lines
from web.fields.texts import paragraph

if TYPE_CHECKING:
    from datetime import datetime

    from agreements.record.chain import Value
    from people.models import User

Kind, Outcome = SignerDecision.Kind, SignerDecision.Outcome


@dataclass(frozen=True)
class PossibleAnswers:
    """What somebody can answer to a proposal, and a sentence on why that is not all or what to do meanwhile."""

    agree: bool = False
    refuse: bool = False
    take_back: bool = False
    said: str = ""


def offer(decision: SignerDecision, user: User, *, now: datetime) -> PossibleAnswers:
    """Return what this person can answer; `agree` and `refuse` ask the same again."""
    request, to, by = decision.request, decision.to, decision.proposed_by
    if user.pk == by.pk:
        return PossibleAnswers(take_back=True, said=deputies.only_the_pair(request, to=to, by=by, now=now))
    if deputies.may_second(request, user, to=to, by=by, now=now):
        gone = _gone(decision, now=now)
        return PossibleAnswers(agree=not gone, refuse=True, said=gone)
    if to is not None and user.pk == to.pk:
        why = _("You are the person who would sign, so someone else has to answer.")
    else:
        why = _not_a_second_person()
    return PossibleAnswers(said=paragraph(why, deputies.only_the_pair(request, to=to, by=by, now=now)))


def _not_a_second_person() -> str:
    return _(
        "Someone else has to agree to this: not the person who proposed it or who is to sign, and not a "
        "coordinator who was given that role by the same person within the last week."
    )


def _gone(decision: SignerDecision, *, now: datetime) -> str:
    """Say what to do where the one who proposed it cannot act any more; nothing where they can.

    Said in a sentence: whoever reads it may open this page, and has done nothing wrong.
    """
    name = {"name": decision.proposed_by.name}
    if not decision.proposed_by.is_here(now):
        return (
            _(
                "%(name)s proposed this and no longer works here. Please choose that you do not agree; "
                "a coordinator can then propose it again."
            )
            % name
        )
    if not policy.allows(decision.proposed_by, Action.SEE_AGREEMENTS, decision.request.version.agreement):
        return (
            _(
                "%(name)s proposed this and no longer runs the program. Please choose that you do not agree; "
                "a coordinator can then propose it again."
            )
            % name
        )
    return ""


@transaction.atomic
def decide(
    request: SignatureRequest, *, to: User | None, reason: str, by: User, now: datetime
) -> SignerDecision | None:
    """Hand a request to somebody, or do without it (`to` is None); return the decision if it waits for a second person."""
    request = handover.lock(request, reason=reason, by=by, now=now)
    if to is not None:
        deputies.check_request(request, to, now=now)
    if not deputies.needs_second(request, to=to, by=by):
        assert to is not None  # noqa: S101 - doing without always needs two; this tells the type checker
        handover.hand_over(request, to=to, reason=reason, by=by, now=now)
        return None
    if SignerDecision.objects.open().filter(request=request).exists():
        raise AgreementError(
            _("Another change of who signs is still waiting for an answer. That has to be answered first.")
        )
    decision = SignerDecision.objects.create(
        request=request,
        kind=Kind.HAND_OVER if to else Kind.WAIVE,
        to=to,
        reason=plain_lines(reason).strip()[:1000],
        proposed_by=by,
        proposed_at=now,
    )
    _note("second_asked", decision, by=by, now=now)
    emails.second_asked(decision, coordinators=deputies.seconds(request, to=to, by=by, now=now), now=now)
    return decision


@transaction.atomic
def agree(decision: SignerDecision, *, by: User, now: datetime) -> SignatureRequest:
    """Agree as the second person, and do what was proposed; return the request that came of it."""
    decision = _hold(decision, by=by, now=now)
    request = decision.request
    if not deputies.may_second(request, by, to=decision.to, by=decision.proposed_by, now=now):
        raise AgreementError(_not_a_second_person())
    if gone := _gone(decision, now=now):
        raise AgreementError(gone)
    _answer(decision, Outcome.AGREED, by=by, now=now)
    first, why = decision.proposed_by, decision.reason
    if decision.to is None:
        return handover.waive(request, reason=why, by=first, agreed_by=by, now=now)
    return handover.hand_over(request, to=decision.to, reason=why, by=first, agreed_by=by, now=now)


@transaction.atomic
def refuse(decision: SignerDecision, *, by: User, now: datetime) -> SignerDecision:
    """Say no as the second person, or take back what one has proposed; the signer stays asked."""
    decision = _hold(decision, by=by, now=now)
    own = by.pk == decision.proposed_by_id
    if not own and not deputies.may_second(decision.request, by, to=decision.to, by=decision.proposed_by, now=now):
        raise AgreementError(_not_a_second_person())
    _answer(decision, Outcome.REFUSED, by=by, now=now)
    _note("second_refused", decision, by=by, now=now)
    if not own:
        emails.second_refused(decision, now=now)
    return decision


def _hold(decision: SignerDecision, *, by: User, now: datetime) -> SignerDecision:
    """Lock a decision that is still open, after the match: the order in which signing locks."""
    presence.require_here(by, now=now)
    relationships.hold_match(decision.request.version.match)
    rows = SignerDecision.objects.open().with_people().select_for_update(of=("self",))
    held = rows.filter(pk=decision.pk).first()
    if held is None:
        raise AgreementError(_("This has already been decided."))
    return held


def _answer(decision: SignerDecision, outcome: SignerDecision.Outcome, *, by: User, now: datetime) -> None:
    move(decision, outcome, field="outcome")
    decision.answered_by, decision.answered_at = by, now
    decision.save(update_fields=["outcome", "answered_by", "answered_at"])


def _note(kind: str, decision: SignerDecision, *, by: User, now: datetime) -> None:
    request = decision.request
    event: dict[str, Value] = {
        "role": request.role,
        "by": by.pk,
        "to": decision.to_id,
        "decision": decision.pk,
        "words": evidence.of_words(request.reference, decision.reason),
    }
    steps.note(request, kind, event, by=by, now=now, what=str(decision.kind))
