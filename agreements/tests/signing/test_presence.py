"""Who has left or is shut out answers nothing, and nothing is answered that is over: state by state, process by process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from agreements.errors import AgreementError
from agreements.models import AgreementVersion, LinkPurpose, Section, SignatureRequest
from agreements.signing import decisions, disputes, reminders, voiding
from agreements.signing.links import signing_links
from agreements.signing.supervisors import handover
from agreements.tests.stories import (
    GOAL,
    coordinator_of,
    drafted,
    in_force,
    mails_to,
    person,
    request_of,
    sign,
    with_supervisors,
)
from agreements.writing import amendments, drafts, review
from matching.models import Match
from matching.pairs import relationships
from people.models import User

pytestmark = pytest.mark.django_db
ROLE = "mentee_supervisor"
State = Callable[[SignatureRequest, datetime], None]
Process = Callable[[SignatureRequest, datetime], object]


def leaves(user: User, now: datetime) -> None:
    user.left_on = now.date()
    user.save()


def left(request: SignatureRequest, now: datetime) -> None:
    leaves(request.signer, now)


def shut_out(request: SignatureRequest, now: datetime) -> None:
    request.signer.is_active = False
    request.signer.save()


def handed_over(request: SignatureRequest, now: datetime) -> None:
    """As it is when another coordinator was faster; whatever the way there, the request is not theirs any more."""
    SignatureRequest.objects.filter(pk=request.pk).update(
        status="handed_over", remark="Away.", settled_by=coordinator_of(request.version), decided_at=now
    )


def voided(request: SignatureRequest, now: datetime) -> None:
    voiding.void(request.version, reason="Wrong hour.", by=coordinator_of(request.version), now=now)


def ended(request: SignatureRequest, now: datetime) -> None:
    match = Match.objects.with_people().get(pk=request.version.match.pk)
    relationships.end_early(match, by=match.mentee.user, now=now)


STATES: dict[str, State] = {
    "left": left, "shut out": shut_out, "handed over": handed_over, "void": voided, "ended": ended,
}  # fmt: skip

ANSWERS: dict[str, Process] = {
    "sign": lambda r, now: decisions.sign(r, typed_name=r.signer.name, consent=True, now=now),
    "ask for a change": lambda r, now: decisions.ask_for_change(r, remark="Later.", now=now),
    "decline": lambda r, now: decisions.decline_to_sign(r, remark="No.", now=now),
    "wrong person": lambda r, now: decisions.say_wrong_person(r, note="Kim.", now=now),
}


def evidence(request: SignatureRequest) -> tuple[object, ...]:
    row = SignatureRequest.objects.get(pk=request.pk)
    return row.typed_name, row.wrong_person_at, row.version.agreement.events.count()


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("answer", ANSWERS)
def test_a15_a_link_that_was_opened_before_answers_nothing_after(now: datetime, state: str, answer: str) -> None:
    request = request_of(with_supervisors(now=now), ROLE)
    cookie = signing_links.begin_session(request, purpose=LinkPurpose.SIGN, now=now)
    token = signing_links.mint(request, now=now)
    STATES[state](request_of(request.version, ROLE), now)
    before = evidence(request)

    with pytest.raises(AgreementError):
        ANSWERS[answer](request, now)  # as it was when the page was opened

    assert evidence(request) == before
    assert signing_links.find_session(cookie, now=now) is None
    assert signing_links.find(token, now=now) is None


@pytest.mark.parametrize("state", ["left", "shut out", "void", "ended"])
def test_a24_this_was_not_me_asks_too(now: datetime, state: str) -> None:
    version = with_supervisors(now=now)
    request = sign(version, ROLE, now=now)
    STATES[state](request_of(version, ROLE), now)

    with pytest.raises(AgreementError):
        disputes.say_not_me(request, now=now)
    assert not version.agreement.disputes.exists()


# What the two do to their draft, and to an agreement in force. The mentee does it; `version` is a draft.
WRITING: dict[str, Callable[[AgreementVersion, User, datetime], object]] = {
    "save": lambda v, by, now: drafts.save_draft(v, revision=v.revision, by=by, now=now, place="Room 4"),
    "goals": lambda v, by, now: drafts.set_goals(v, goals=[GOAL, GOAL], by=by, now=now),
    "accept": lambda v, by, now: drafts.accept(v, Section.GOALS, seen=review.mark(v, Section.GOALS), by=by, now=now),
    "send": lambda v, by, now: drafts.send_for_signature(v, by=by, now=now),
}  # fmt: skip


@pytest.mark.parametrize("process", WRITING)
@pytest.mark.parametrize("how", ["left", "shut out"])
def test_p26_whoever_has_left_writes_accepts_and_sends_nothing(now: datetime, process: str, how: str) -> None:
    version = drafted(now=now)
    mentee = User.objects.get(pk=version.match.mentee.user_id)
    as_it_was = User.objects.get(pk=mentee.pk)
    mentee.left_on, mentee.is_active = (now.date(), True) if how == "left" else (None, False)
    mentee.save()

    with pytest.raises(AgreementError, match="no longer works here"):
        WRITING[process](version, as_it_was, now)


def test_p28_whoever_has_left_begins_no_change(now: datetime) -> None:
    version = in_force(now=now)
    mentee = version.match.mentee.user
    leaves(User.objects.get(pk=mentee.pk), now)

    with pytest.raises(AgreementError, match="no longer works here"):
        amendments.begin(version.agreement, by=mentee, now=now)


DECISIONS: dict[str, Callable[[AgreementVersion, User, datetime], object]] = {
    "hand over": lambda v, by, now: handover.hand_over(
        request_of(v, ROLE), to=person("Tess Deputy"), reason="Away.", by=by, now=now
    ),
    "waive": lambda v, by, now: handover.waive(request_of(v, ROLE), reason="Away.", by=by, now=now),
    "choose": lambda v, by, now: handover.choose_signer(
        v.agreement, whose="mentee", signer=person("Bo Board"), by=by, now=now
    ),
    "take back": lambda v, by, now: voiding.void(v, reason="Wrong.", by=by, now=now),
    "remind": lambda v, by, now: reminders.remind(request_of(v, ROLE), by=by, now=now),
}


@pytest.mark.parametrize("decision", DECISIONS)
def test_a16_a_coordinator_who_has_left_decides_nothing(now: datetime, decision: str) -> None:
    version = with_supervisors(now=now)
    coordinator = coordinator_of(version)
    leaves(User.objects.get(pk=coordinator.pk), now)

    with pytest.raises(AgreementError, match="no longer works here"):
        DECISIONS[decision](version, coordinator, now)


def test_a23_nobody_who_has_left_is_reminded_and_the_coordinator_reads_why(now: datetime) -> None:
    version = with_supervisors(now=now)
    for role in (ROLE, "mentor_supervisor"):
        leaves(request_of(version, role).signer, now)

    assert reminders.remind_signers(now=now + timedelta(days=4)) == 0
    with pytest.raises(AgreementError, match="ask someone else"):
        reminders.remind(request_of(version, ROLE), by=coordinator_of(version), now=now)


@pytest.mark.parametrize("state", [left, shut_out])
def test_a16_the_desk_counts_signers_who_are_not_here_from_the_first_day(now: datetime, state: State) -> None:
    version = with_supervisors(now=now)
    request = request_of(version, ROLE)
    state(request, now)

    assert list(SignatureRequest.objects.signer_changed(now.date())) == [request]


def test_a24_a_receipt_of_somebody_who_has_left_opens_to_nobody(now: datetime) -> None:
    version = with_supervisors(now=now)
    request = sign(version, ROLE, now=now)
    mails_to(request.signer, now=now)
    cookie = signing_links.begin_session(request, purpose=LinkPurpose.RECEIPT, now=now)
    assert signing_links.find_session(cookie, now=now) is not None

    left(request_of(version, ROLE), now)

    assert signing_links.find_session(cookie, now=now) is None
