"""A signature that is said to be someone else’s (A-24): the agreement rests, everyone concerned hears of it, and a coordinator decides."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from agreements.errors import AgreementError
from agreements.models import Agreement, AgreementVersion, Dispute, LinkPurpose
from agreements.record import chain
from agreements.signing import decisions, disputes, reminders, voiding
from agreements.signing.links import signing_links
from agreements.tests.stories import coordinator_of, in_force, mails_to, request_of, sign, with_supervisors
from agreements.writing import amendments
from notifications.models import Message
from notifications.tests.checking import escape_of
from people.policy import Role
from programs.tests.factories import MembershipFactory

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
    row = signing_links.find(token, now=now)
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
    token = signing_links.mint(waiting, now=now)

    disputes.say_not_me(request_of(version, "mentee_supervisor"), now=now)

    assert signing_links.find(token, now=now) is None
    with pytest.raises(AgreementError, match="on hold"):
        decisions.sign(waiting, typed_name=waiting.signer.name, consent=True, now=now)
    assert reminders.remind_signers(now=now + timedelta(days=4)) == 0
    with pytest.raises(AgreementError, match="on hold"):
        reminders.remind(waiting, by=coordinator_of(version), now=now)


def test_a24_the_coordinator_and_both_participants_are_told(now: datetime) -> None:
    version = half_signed(now)
    disputes.say_not_me(request_of(version, "mentee_supervisor"), now=now + timedelta(minutes=6))
    match = version.match

    assert mails_to(coordinator_of(version), now=now)[-1].subject == "Check a signature: “this was not me”"
    for user in (match.mentee.user, match.mentor.user):
        assert mails_to(user, now=now)[-1].subject.startswith("On hold: your agreement")


def test_a24_said_twice_it_is_one_dispute_and_one_event(now: datetime) -> None:
    version = half_signed(now)
    request = request_of(version, "mentee_supervisor")

    assert disputes.say_not_me(request, now=now) == disputes.say_not_me(request, now=now)
    assert version.agreement.events.filter(kind="not_me").count() == 1
    assert chain.verify(version.agreement) is None


def test_a24_confirmed_it_goes_on_where_it_stood(now: datetime) -> None:
    version = half_signed(now)
    dispute = disputes.say_not_me(request_of(version, "mentee_supervisor"), now=now)

    disputes.confirm(dispute, remark="She had forgotten; we looked together.", by=coordinator_of(version), now=now)
    sign(version, "mentor_supervisor", now=now)

    version.refresh_from_db()
    dispute.refresh_from_db()
    assert (version.status, dispute.outcome) == ("in_force", Dispute.Outcome.CONFIRMED)


def test_a24_taken_back_the_dispute_ends_and_all_sign_anew(now: datetime) -> None:
    version = in_force(now=now)
    dispute = disputes.say_not_me(request_of(version, "mentee_supervisor"), now=now)

    draft = voiding.void(version, reason="It was not she who signed.", by=coordinator_of(version), now=now)

    dispute.refresh_from_db()
    version.refresh_from_db()
    assert (version.status, draft.status, dispute.outcome) == ("void", "draft", Dispute.Outcome.VOID)
    assert draft.amends is None


def test_a24_only_a_coordinator_decides_and_says_how_they_know(now: datetime) -> None:
    version = half_signed(now)
    dispute = disputes.say_not_me(request_of(version, "mentee_supervisor"), now=now)

    with pytest.raises(PermissionDenied):
        disputes.confirm(dispute, remark="I know.", by=version.match.mentee.user, now=now)
    with pytest.raises(AgreementError, match="how you know"):
        disputes.confirm(dispute, remark=" ", by=coordinator_of(version), now=now)
    disputes.confirm(dispute, remark="Seen.", by=coordinator_of(version), now=now)
    assert version.agreement.disputes.get().remark == "Seen."
    with pytest.raises(AgreementError, match="already been decided"):
        disputes.confirm(dispute, remark="Seen.", by=coordinator_of(version), now=now)


def test_a24_nothing_that_does_not_count_can_be_disputed(now: datetime) -> None:
    version = with_supervisors(now=now)

    with pytest.raises(AgreementError, match="no longer counts"):
        disputes.say_not_me(request_of(version, "mentee_supervisor"), now=now)


def test_a24_a_resting_agreement_is_not_amended(now: datetime) -> None:
    version = in_force(now=now)
    disputes.say_not_me(request_of(version, "mentee_supervisor"), now=now)

    with pytest.raises(AgreementError, match="on hold"):
        amendments.begin(version.agreement, by=version.match.mentee.user, now=now)


def confirmed_once(now: datetime) -> tuple[AgreementVersion, Dispute]:
    """The mentee's supervisor said that it was not they; the coordinator found that it was."""
    version = half_signed(now)
    dispute = disputes.say_not_me(request_of(version, "mentee_supervisor"), now=now)
    disputes.confirm(dispute, remark="We looked together.", by=coordinator_of(version), now=now)
    return version, dispute


def test_a24_said_again_after_a_confirmation_it_stops_nothing_and_tells_the_coordinator_once(now: datetime) -> None:
    version, dispute = confirmed_once(now)
    request, before = request_of(version, "mentee_supervisor"), Message.objects.count()

    for _round in range(5):
        assert disputes.say_not_me(request, now=now) == dispute

    assert not version.agreement.rests()
    told = Message.objects.order_by("pk")[before:]
    assert [(one.kind, one.recipient) for one in told] == [("agreements.desk", coordinator_of(version))]
    assert mails_to(coordinator_of(version), now=now)[-1].subject == "Decide: “this was not me” was said again"
    assert version.agreement.events.filter(kind="not_me_again").count() == 1
    assert list(Agreement.objects.disputed_again()) == [version.agreement]
    assert chain.verify(version.agreement) is None


def test_a24_a_coordinator_reopens_it_and_only_then_it_rests(now: datetime) -> None:
    version, dispute = confirmed_once(now)
    disputes.say_not_me(request_of(version, "mentee_supervisor"), now=now)

    again = disputes.reopen(dispute, by=coordinator_of(version), now=now)

    assert (again.outcome, version.agreement.rests()) == (Dispute.Outcome.OPEN, True)
    assert version.agreement.events.filter(kind="not_me").latest("sequence").data["by"] == coordinator_of(version).pk
    assert not Agreement.objects.disputed_again().exists()


def test_a24_a_coordinator_leaves_it_as_it_was_decided_and_hears_no_more(now: datetime) -> None:
    version, dispute = confirmed_once(now)
    request = request_of(version, "mentee_supervisor")
    disputes.say_not_me(request, now=now)

    disputes.keep(dispute, by=coordinator_of(version), now=now)
    before = Message.objects.count()
    disputes.say_not_me(request, now=now)

    assert not version.agreement.rests()
    assert not Agreement.objects.disputed_again().exists()
    assert Message.objects.count() == before
    assert version.agreement.events.filter(kind="not_me_kept").count() == 1


def test_a24_of_two_coordinators_one_answers(now: datetime) -> None:
    version, dispute = confirmed_once(now)
    disputes.say_not_me(request_of(version, "mentee_supervisor"), now=now)
    disputes.keep(dispute, by=coordinator_of(version), now=now)

    for process in (disputes.reopen, disputes.keep):
        with pytest.raises(AgreementError, match="already been decided"):
            process(dispute, by=coordinator_of(version), now=now)
    with pytest.raises(PermissionDenied):
        disputes.reopen(dispute, by=version.match.mentee.user, now=now)


def test_a24_another_signer_still_stops_it_with_their_own_word(now: datetime) -> None:
    version, dispute = confirmed_once(now)
    sign(version, "mentor_supervisor", now=now)

    other = disputes.say_not_me(request_of(version, "mentor_supervisor"), now=now)

    assert other != dispute
    assert version.agreement.rests()


def test_a24_nobody_confirms_their_own_signature(now: datetime) -> None:
    version = half_signed(now)
    request = request_of(version, "mentee_supervisor")
    MembershipFactory.create(program=version.match.cohort.program, user=request.signer, role=Role.COORDINATOR)
    dispute = disputes.say_not_me(request, now=now)

    with pytest.raises(AgreementError, match="your own signature"):
        disputes.confirm(dispute, remark="It was me.", by=request.signer, now=now)
