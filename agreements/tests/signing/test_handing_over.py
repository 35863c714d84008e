"""Handing a request over, waiving it, and naming who signs where the directory names nobody (A-15, A-16)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from agreements.errors import AgreementError, AlreadyDecidedError
from agreements.models import AgreementVersion, SignatureRequest, StandsIn
from agreements.record import chain
from agreements.signing import decisions
from agreements.signing.links import signing_links
from agreements.signing.supervisors import handover
from agreements.tests.stories import (
    confirmed,
    coordinator_of,
    drafted,
    in_force,
    link_to,
    mails_to,
    person,
    request_of,
    sent,
    sign,
    with_supervisors,
)
from agreements.text.wording import signer_line
from people.models import AuditEvent, User
from people.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def handed(version: AgreementVersion, to: User, *, now: datetime, role: str = "mentee_supervisor") -> SignatureRequest:
    return handover.hand_over(
        request_of(version, role),
        to=to,
        reason="On leave until May.",
        by=coordinator_of(version),
        agreed_by=version.match.mentor.user,
        now=now,
    )


def test_a16_the_new_signer_gets_a_link_of_their_own_and_the_old_ones_die(now: datetime) -> None:
    version = with_supervisors(now=now)
    first = request_of(version, "mentee_supervisor")
    old = link_to(first.signer, now=now).split("/")[2]

    fresh = handed(version, to := person("Tess Deputy"), now=now)

    assert signing_links.find(old, now=now) is None
    new = link_to(to, now=now).split("/")[2]
    row = signing_links.find(new, now=now)
    assert row is not None
    assert row.request_id == fresh.pk
    first.refresh_from_db()
    assert (first.status, first.remark, first.settled_by) == (
        "handed_over",
        "On leave until May.",
        coordinator_of(version),
    )


def test_a16_both_names_stand_with_the_signature_and_in_the_chain(now: datetime) -> None:
    version = with_supervisors(now=now)
    first = request_of(version, "mentee_supervisor")

    fresh = handed(version, person("Tess Deputy"), now=now)

    again = SignatureRequest.objects.with_people().get(pk=fresh.pk)
    assert signer_line(again) == f"Tess Deputy, supervisor of Amara Okafor, in place of {first.signer.name}"
    event = version.agreement.events.get(kind="handed_over")
    assert (event.data["request"], event.data["to"], event.data["by"], event.data["agreed_by"]) == (
        first.pk,
        fresh.pk,
        coordinator_of(version).pk,
        version.match.mentor.user_id,
    )
    assert chain.verify(version.agreement) is None
    assert AuditEvent.objects.filter(action="signature.handed_over").count() == 1


def test_a16_the_signed_text_stays_as_it_is(now: datetime) -> None:
    version = with_supervisors(now=now)
    before = AgreementVersion.objects.values_list("text_hash", flat=True).get(pk=version.pk)

    fresh = handed(version, person("Tess Deputy"), now=now)
    sign(version, "mentor_supervisor", now=now)
    decisions.sign(fresh, typed_name="Tess Deputy", consent=True, now=now)

    version.refresh_from_db()
    assert (version.status, version.text_hash) == ("in_force", before)


def test_a16_the_first_signer_is_told_and_can_no_longer_sign(now: datetime) -> None:
    version = with_supervisors(now=now)
    first = request_of(version, "mentee_supervisor")
    mails_to(first.signer, now=now)

    handed(version, person("Tess Deputy"), now=now)

    assert mails_to(first.signer, now=now)[-1].subject.startswith("Done: no need to sign")
    with pytest.raises(AlreadyDecidedError):
        decisions.sign(first, typed_name=first.signer.name, consent=True, now=now)


def test_a16_a_request_whose_turn_has_not_come_is_handed_over_in_silence(now: datetime) -> None:
    version = sent(now=now)

    fresh = handed(version, to := person("Tess Deputy"), now=now)

    assert fresh.status == "waiting"
    assert mails_to(to, now=now) == []
    for role in ("mentee", "mentor"):
        sign(version, role, now=now)
    fresh.refresh_from_db()
    assert fresh.status == "asked"


def test_a16_handed_over_twice_keeps_the_whole_history(now: datetime) -> None:
    version = with_supervisors(now=now)
    first = request_of(version, "mentee_supervisor")
    second = handed(version, person("Tess Deputy"), now=now)

    third = handover.hand_over(
        second,
        to=person("Ulla Third"),
        reason="Tess is ill.",
        by=coordinator_of(version),
        agreed_by=version.match.mentee.user,
        now=now,
    )

    assert third.replaces == second
    assert second.replaces == first


def test_a16_only_the_directory_and_the_allowed_domains(now: datetime, settings: pytest.FixtureRequest) -> None:
    settings.SIGNER_DOMAINS = ["example.org"]  # type: ignore[attr-defined]
    version = with_supervisors(now=now)

    with pytest.raises(AgreementError, match="example.org only"):
        handed(version, person("Olga Outside", email="olga@elsewhere.example"), now=now)
    assert handed(version, person("Ina Inside", email="ina@example.org"), now=now).signer.name == "Ina Inside"


@pytest.mark.parametrize("who", ["mentee", "mentor"])
def test_a16_the_two_never_sign_for_a_supervisor(now: datetime, who: str) -> None:
    version = with_supervisors(now=now)

    with pytest.raises(AgreementError, match="cannot sign in place"):
        handed(version, request_of(version, who).signer, now=now)


def test_a16_somebody_who_has_left_or_is_asked_already_is_refused(now: datetime) -> None:
    version = with_supervisors(now=now)

    with pytest.raises(AgreementError, match="does not work here now"):
        handed(version, person("Lea Left", left_on=date(2026, 1, 31)), now=now)
    with pytest.raises(AgreementError, match="has already been asked"):
        handed(version, request_of(version, "mentee_supervisor").signer, now=now)


def test_a16_nobody_but_a_coordinator_decides_and_never_without_a_reason(now: datetime) -> None:
    version = with_supervisors(now=now)
    request = request_of(version, "mentee_supervisor")
    to = person("Tess Deputy")

    for by in (request.signer, version.match.mentee.user, UserFactory.create()):
        with pytest.raises(PermissionDenied):
            handover.hand_over(request, to=to, reason="Why.", by=by, now=now)
        with pytest.raises(PermissionDenied):
            handover.waive(request, reason="Why.", by=by, now=now)
    with pytest.raises(AgreementError, match="Write why"):
        handover.hand_over(request, to=to, reason=" ", by=coordinator_of(version), now=now)


def test_the_two_themselves_can_be_neither_replaced_nor_waived(now: datetime) -> None:
    version = sent(now=now)

    with pytest.raises(AgreementError, match="sign themselves"):
        handed(version, person("Tess Deputy"), now=now, role="mentee")
    with pytest.raises(AgreementError, match="sign themselves"):
        handover.waive(request_of(version, "mentor"), reason="Why.", by=coordinator_of(version), now=now)


def test_what_is_decided_is_neither_handed_over_nor_waived(now: datetime) -> None:
    version = in_force(now=now)

    with pytest.raises(AlreadyDecidedError):
        handed(version, person("Tess Deputy"), now=now)
    with pytest.raises(AlreadyDecidedError):
        handover.waive(request_of(version, "mentor_supervisor"), reason="Why.", by=coordinator_of(version), now=now)


def test_a_waived_signature_lets_the_agreement_come_into_force(now: datetime) -> None:
    version = with_supervisors(now=now)
    sign(version, "mentee_supervisor", now=now)

    waived = handover.waive(
        request_of(version, "mentor_supervisor"),
        reason="Left without a successor.",
        by=coordinator_of(version),
        agreed_by=version.match.mentee.user,
        now=now,
    )

    version.refresh_from_db()
    assert (version.status, waived.status, waived.remark) == ("in_force", "waived", "Left without a successor.")
    told = [str(mail.body) for mail in mails_to(version.match.mentee.user, now=now)]
    assert any("except for a supervisor whose signature was waived" in body for body in told)
    assert not any("Everyone has signed." in body or "All signatures are there" in body for body in told)
    assert version.agreement.events.filter(kind="waived").count() == 1
    assert chain.verify(version.agreement) is None


def test_a_person_without_supervisor_gets_the_signer_whom_the_coordinator_names(now: datetime) -> None:
    version = drafted(now=now, mentee_user=person("Ada Head", supervisor=None))
    head = person("Bo Board")

    handover.choose_signer(version.agreement, whose="mentee", signer=head, by=coordinator_of(version), now=now)
    from agreements.writing import drafts

    out = drafts.send_for_signature(version, by=version.match.mentee.user, now=now)

    request = request_of(out, "mentee_supervisor")
    assert (request.signer, request.stands_in) == (head, StandsIn.MENTEE)


def test_a_chosen_signer_who_has_left_is_not_asked(now: datetime) -> None:
    version = drafted(now=now, mentee_user=person("Ada Head", supervisor=None))
    gone = person("Bo Board", left_on=date(2026, 3, 10))
    handover.choose_signer(version.agreement, whose="mentee", signer=gone, by=coordinator_of(version), now=now)
    from agreements.signing.signers import signers_for

    later = signers_for(version.match, on=(now + timedelta(days=30)).date())

    assert gone not in [signer.user for signer in later]


def test_nobody_is_chosen_past_a_supervisor_of_the_directory(now: datetime) -> None:
    match = confirmed()
    version = drafted(now=now, mentor_user=match.mentor.user)

    with pytest.raises(AgreementError, match="The directory lists"):
        handover.choose_signer(
            version.agreement, whose="mentee", signer=person("Bo Board"), by=coordinator_of(version), now=now
        )
