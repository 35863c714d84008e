"""A signature that is said to be somebody else’s (A-24): the agreement rests, everybody concerned hears of it, and a coordinator decides."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from agreements import amending, chain, disputing, links, reminding, signing, voiding
from agreements.errors import AgreementError
from agreements.models import AgreementVersion, Dispute, LinkPurpose
from agreements.tests.stories import coordinator_of, in_force, mails_to, request_of, sign, with_supervisors
from notifications.tests.checking import escape_of

pytestmark = pytest.mark.django_db


def half_signed(now: datetime) -> AgreementVersion:
    version = with_supervisors(now=now)
    sign(version, "mentee_supervisor", now=now)
    return version


def test_a24_the_receipt_carries_the_link_and_it_opens_only_that(now: datetime) -> None:
    version = half_signed(now)
    request = request_of(version, "mentee_supervisor")

    receipt = next(one for one in mails_to(request.signer, now=now) if one.subject.startswith("Keep this"))

    token = escape_of(receipt).rstrip("/").split("/")[-1]
    row = links.find(token, now=now)
    assert row is not None
    assert (row.request_id, row.purpose) == (request.pk, LinkPurpose.NOT_ME)


def test_a24_both_participants_hear_of_a_signature_with_the_next_delivery(now: datetime) -> None:
    version = half_signed(now)
    match = version.match

    for user in (match.mentee.user, match.mentor.user):
        assert [mail.subject for mail in mails_to(user, now=now)][-1].startswith("One more signature")


def test_a24_a_resting_agreement_is_neither_signed_nor_reminded(now: datetime) -> None:
    version = half_signed(now)
    waiting = request_of(version, "mentor_supervisor")
    token = links.mint(waiting, now=now)

    disputing.say_not_me(request_of(version, "mentee_supervisor"), now=now)

    assert links.find(token, now=now) is None
    with pytest.raises(AgreementError, match="rests"):
        signing.sign(waiting, typed_name=waiting.signer.name, consent=True, now=now)
    assert reminding.remind_signers(now=now + timedelta(days=4)) == 0
    with pytest.raises(AgreementError, match="rests"):
        reminding.remind(waiting, by=coordinator_of(version), now=now)


def test_a24_the_coordinator_and_both_participants_are_told(now: datetime) -> None:
    version = half_signed(now)
    disputing.say_not_me(request_of(version, "mentee_supervisor"), now=now + timedelta(minutes=6))
    match = version.match

    assert mails_to(coordinator_of(version), now=now)[-1].subject == "Check a signature: “this was not me”"
    for user in (match.mentee.user, match.mentor.user):
        assert mails_to(user, now=now)[-1].subject.startswith("Wait: your agreement")


def test_a24_said_twice_it_is_one_dispute_and_one_event(now: datetime) -> None:
    version = half_signed(now)
    request = request_of(version, "mentee_supervisor")

    assert disputing.say_not_me(request, now=now) == disputing.say_not_me(request, now=now)
    assert version.agreement.events.filter(kind="not_me").count() == 1
    assert chain.verify(version.agreement) is None


def test_a24_confirmed_it_goes_on_where_it_stood(now: datetime) -> None:
    version = half_signed(now)
    dispute = disputing.say_not_me(request_of(version, "mentee_supervisor"), now=now)

    disputing.confirm(dispute, remark="She had forgotten; we looked together.", by=coordinator_of(version), now=now)
    sign(version, "mentor_supervisor", now=now)

    version.refresh_from_db()
    dispute.refresh_from_db()
    assert (version.status, dispute.outcome) == ("in_force", Dispute.Outcome.CONFIRMED)


def test_a24_taken_back_the_dispute_ends_and_all_sign_anew(now: datetime) -> None:
    version = in_force(now=now)
    dispute = disputing.say_not_me(request_of(version, "mentee_supervisor"), now=now)

    draft = voiding.void(version, reason="It was not she who signed.", by=coordinator_of(version), now=now)

    dispute.refresh_from_db()
    version.refresh_from_db()
    assert (version.status, draft.status, dispute.outcome) == ("void", "draft", Dispute.Outcome.VOID)
    assert draft.amends is None


def test_a24_only_a_coordinator_decides_and_says_how_they_know(now: datetime) -> None:
    version = half_signed(now)
    dispute = disputing.say_not_me(request_of(version, "mentee_supervisor"), now=now)

    with pytest.raises(PermissionDenied):
        disputing.confirm(dispute, remark="I know.", by=version.match.mentee.user, now=now)
    with pytest.raises(AgreementError, match="how you know"):
        disputing.confirm(dispute, remark=" ", by=coordinator_of(version), now=now)
    disputing.confirm(dispute, remark="Seen.", by=coordinator_of(version), now=now)
    with pytest.raises(AgreementError, match="decided already"):
        disputing.confirm(dispute, remark="Seen.", by=coordinator_of(version), now=now)


def test_a24_nothing_that_does_not_count_can_be_disputed(now: datetime) -> None:
    version = with_supervisors(now=now)

    with pytest.raises(AgreementError, match="does not count"):
        disputing.say_not_me(request_of(version, "mentee_supervisor"), now=now)


def test_a24_a_resting_agreement_is_not_amended(now: datetime) -> None:
    version = in_force(now=now)
    disputing.say_not_me(request_of(version, "mentee_supervisor"), now=now)

    with pytest.raises(AgreementError, match="rests"):
        amending.begin(version.agreement, by=version.match.mentee.user, now=now)
