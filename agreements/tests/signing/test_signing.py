"""Signing: the order, the three inputs, what a refusal does, and what the last signature brings (P-27, A-07, A-22)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from agreements.errors import AgreementError, AlreadyDecidedError
from agreements.models import (
    AgreementVersion,
    SignatureEvent,
    SignatureRequest,
    SignatureStatus,
    SigningToken,
    StandsIn,
    VersionStatus,
)
from agreements.record import chain
from agreements.signals import agreement_in_force
from agreements.signing import decisions
from agreements.tests.stories import (
    confirmed,
    drafted,
    in_force,
    mails_to,
    person,
    request_of,
    sent,
    sign,
    with_supervisors,
)
from agreements.text.wording import signer_line
from agreements.writing import drafts
from matching.models import MatchStatus
from matching.tests.factories import MatchFactory
from people.models import AuditEvent
from people.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def statuses(version: AgreementVersion) -> dict[str, str]:
    return dict(version.requests.values_list("role", "status"))


def test_a22_the_pair_is_asked_first_and_in_parallel(now: datetime) -> None:
    version = sent(now=now)

    assert statuses(version) == {
        "mentee": "asked",
        "mentor": "asked",
        "mentee_supervisor": "waiting",
        "mentor_supervisor": "waiting",
    }


def test_a22_supervisors_are_asked_when_both_have_signed(now: datetime) -> None:
    version = sent(now=now)

    sign(version, "mentor", now=now)
    assert statuses(version)["mentee_supervisor"] == "waiting"
    sign(version, "mentee", now=now)

    assert statuses(version) == {
        "mentee": "signed",
        "mentor": "signed",
        "mentee_supervisor": "asked",
        "mentor_supervisor": "asked",
    }


def test_p27_the_last_of_four_signatures_brings_the_agreement_into_force(now: datetime) -> None:
    heard: list[dict[str, Any]] = []

    def hear(sender: object, version: AgreementVersion, now: datetime, **_: object) -> None:
        heard.append({"version": version.pk, "match": version.match.status})

    agreement_in_force.connect(hear)
    try:
        version = with_supervisors(now=now)
        sign(version, "mentee_supervisor", now=now)
        assert heard == []
        sign(version, "mentor_supervisor", now=now)
    finally:
        agreement_in_force.disconnect(hear)

    version.refresh_from_db()
    version.agreement.match.refresh_from_db()
    assert version.status == VersionStatus.IN_FORCE
    assert version.agreement.match.status == MatchStatus.ACTIVE
    assert (version.agreement.match.starts_on, version.agreement.match.ends_on) == (version.starts_on, version.until_on)
    assert [event["version"] for event in heard] == [version.pk]


def test_one_supervisor_of_both_signs_once(now: datetime) -> None:
    boss = UserFactory.create(name="Bea Boss")
    version = sent(
        now=now, mentee_user=person("Amara Okafor", supervisor=boss), mentor_user=person("Jonas Lind", supervisor=boss)
    )

    for role in ("mentee", "mentor", "supervisor_of_both"):
        sign(version, role, now=now)

    version.refresh_from_db()
    assert (version.status, version.requests.count()) == (VersionStatus.IN_FORCE, 3)
    assert "• the supervisor of both\n" in version.text


def test_without_a_supervisor_the_coordinator_stands_in_and_the_text_says_so(now: datetime) -> None:
    version = sent(now=now, mentee_user=person("Amara Okafor", supervisor=None))

    request = request_of(version, "mentee_supervisor")
    assert (request.signer.name, request.stands_in) == ("Carla Coordinator", StandsIn.MENTEE)
    assert "• for the program, in place of a supervisor of Amara Okafor\n" in version.text


def test_a_supervisor_who_has_left_counts_as_none(now: datetime) -> None:
    gone = UserFactory.create(left_on=now.date())
    version = sent(now=now, mentor_user=person("Jonas Lindqvist", supervisor=gone))

    assert request_of(version, "mentor_supervisor").signer.name == "Carla Coordinator"


def test_a_partner_who_is_the_supervisor_is_refused_with_a_sentence(now: datetime) -> None:
    mentor = person("Jonas Lindqvist")
    version = drafted(now=now, mentor_user=mentor, mentee_user=person("Amara Okafor", supervisor=mentor))

    with pytest.raises(AgreementError, match="own reporting line"):
        drafts.send_for_signature(version, by=mentor, now=now)


@pytest.mark.parametrize("typed", ["amara okafor", " Amára   Okafór ", "AMARA OKAFOR", "amara-okafor"])
def test_a_name_is_typed_loosely(now: datetime, typed: str) -> None:
    request = request_of(sent(now=now), "mentee")

    assert decisions.sign(request, typed_name=typed, consent=True, now=now).status == SignatureStatus.SIGNED


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"consent": False}, "agree to sign electronically"),
        ({"typed_name": "Jonas Lindqvist"}, "Type your own name"),
        ({"typed_name": ""}, "Type your own name"),
        ({"acknowledged": ["confidentiality"]}, "each of the statements"),
    ],
)
def test_a07_and_e20_nothing_is_signed_without_all_inputs(
    now: datetime, changed: dict[str, Any], sentence: str
) -> None:
    request = request_of(sent(now=now), "mentee")

    with pytest.raises(AgreementError, match=sentence):
        decisions.sign(request, **{"typed_name": "Amara Okafor", "consent": True, "now": now, **changed})

    request.refresh_from_db()
    assert request.status == SignatureStatus.ASKED


def test_a09_the_consent_that_was_shown_stands_with_the_signature(now: datetime) -> None:
    version = sent(now=now)
    request = sign(version, "mentee", now=now)

    assert request.consent_version
    assert len(request.consent_hash) == 64


def test_nobody_signs_out_of_turn(now: datetime) -> None:
    version = sent(now=now)

    with pytest.raises(AlreadyDecidedError):
        sign(version, "mentee_supervisor", now=now)


def test_nobody_signs_twice(now: datetime) -> None:
    version = sent(now=now)
    sign(version, "mentee", now=now)

    with pytest.raises(AlreadyDecidedError):
        sign(version, "mentee", now=now)


@pytest.mark.parametrize("answer", [decisions.ask_for_change, decisions.decline_to_sign])
def test_a_refusal_voids_all_signatures_and_opens_a_new_draft(now: datetime, answer: Any) -> None:  # noqa: ANN401 - a process
    version = with_supervisors(now=now)
    before = version.text

    answer(request_of(version, "mentee_supervisor"), remark="Thursdays only.", now=now)

    old, new = AgreementVersion.objects.filter(agreement=version.agreement).order_by("number")
    assert (old.status, old.void_reason, old.text) == (VersionStatus.VOID, "Thursdays only.", before)
    assert {status for role, status in statuses(old).items() if role != "mentee_supervisor"} == {SignatureStatus.VOID}
    assert (new.number, new.status, new.text) == (2, VersionStatus.DRAFT, "")
    assert [goal.what for goal in new.goals.all()] == [goal.what for goal in old.goals.all()]
    assert new.ground_rules == old.ground_rules


def test_a_refusal_kills_every_link_of_the_version(now: datetime) -> None:
    version = with_supervisors(now=now)
    mails_to(request_of(version, "mentor_supervisor").signer, now=now)
    assert SigningToken.objects.filter(revoked_at__isnull=True).count() == 2

    decisions.ask_for_change(request_of(version, "mentee_supervisor"), remark="Shorter, please.", now=now)

    assert not SigningToken.objects.filter(revoked_at__isnull=True).exists()


def test_everybody_concerned_is_told_of_a_refusal(now: datetime) -> None:
    version = with_supervisors(now=now)
    other = request_of(version, "mentor_supervisor").signer
    mails_to(other, now=now)

    decisions.decline_to_sign(request_of(version, "mentee_supervisor"), remark="No time this year.", now=now)

    match = version.match
    assert "Talk it over" in mails_to(match.mentee.user, now=now)[-1].subject
    assert "Talk it over" in mails_to(match.mentor.user, now=now)[-1].subject
    assert "Wait: Amara’s agreement" in mails_to(other, now=now)[-1].subject
    coordinator = match.cohort.program.memberships.get(user__name="Carla Coordinator").user
    assert "declined" in mails_to(coordinator, now=now)[-1].subject


def test_a_refusal_needs_a_reason(now: datetime) -> None:
    request = request_of(sent(now=now), "mentor")

    with pytest.raises(AgreementError, match="Write a sentence"):
        decisions.ask_for_change(request, remark="  ", now=now)


def test_a15_the_wrong_person_tells_the_coordinator_and_the_request_stays(now: datetime) -> None:
    version = with_supervisors(now=now)

    request = decisions.say_wrong_person(request_of(version, "mentee_supervisor"), note="Ask Kim Park.", now=now)

    assert (request.status, request.wrong_person_note) == (SignatureStatus.ASKED, "Ask Kim Park.")
    assert SignatureEvent.objects.filter(kind="wrong_person").count() == 1
    coordinator = version.match.cohort.program.memberships.get(user__name="Carla Coordinator").user
    mail = mails_to(coordinator, now=now)[-1]
    assert "wrong person" in mail.subject
    assert "Kim Park" not in str(mail.body)


def test_a20_a_whole_signing_leaves_a_chain_that_verifies(now: datetime) -> None:
    version = in_force(now=now)

    kinds = list(version.agreement.events.values_list("kind", flat=True))
    assert kinds == [
        "drafted",
        "sent",
        "asked",
        "asked",
        "signed",
        "signed",
        "asked",
        "asked",
        "signed",
        "signed",
        "in_force",
    ]
    assert chain.verify(version.agreement) is None


def test_the_chain_and_the_trail_hold_no_names_and_no_text(now: datetime) -> None:
    version = in_force(now=now)

    kept = str(list(version.agreement.events.values())) + str(list(AuditEvent.objects.values()))
    assert "Amara" not in kept
    assert "project review" not in kept


def test_a_relationship_that_ends_voids_what_is_open(now: datetime) -> None:
    from matching.pairs.relationships import end_early

    version = with_supervisors(now=now)
    end_early(version.match, by=version.match.mentee.user, now=now)

    version.refresh_from_db()
    assert version.status == VersionStatus.VOID
    assert not SignatureRequest.objects.awaiting().exists()


def test_a_confirmed_match_opens_a_draft_once(now: datetime) -> None:
    from matching.signals import match_confirmed

    match = confirmed()
    for _twice in range(2):
        match_confirmed.send(sender=type(match), match=match, now=now)

    assert AgreementVersion.objects.get().status == VersionStatus.DRAFT


def test_a_match_of_others_is_none_of_it(now: datetime) -> None:
    version = in_force(now=now)
    other = MatchFactory.create()

    assert not AgreementVersion.objects.visible_to(other.mentor.user).filter(pk=version.pk).exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Amara\u202e Okafor\n", "Amara Okafor"),
        ("𝐀mara\u200b  O\u0336kafor", "Amara Okafor"),
        ("amara okafor", "amara okafor"),
    ],
)
def test_a30_the_typed_name_is_kept_as_it_can_be_seen(now: datetime, typed: str, kept: str) -> None:
    request = request_of(sent(now=now), "mentee")

    assert decisions.sign(request, typed_name=typed, consent=True, now=now).typed_name == kept


def test_a30_a_remark_cannot_turn_or_hide_what_others_read(now: datetime) -> None:
    version = with_supervisors(now=now)
    request = request_of(version, "mentee_supervisor")

    said = decisions.say_wrong_person(request, note="Ask Kim\u202e kraP\u202c.\r\nThanks\u200b", now=now)
    asked = decisions.ask_for_change(request, remark="\u2066Shorter\u2069\x00, please.", now=now)

    assert (said.wrong_person_note, asked.remark) == ("Ask Kim kraP.\nThanks", "Shorter, please.")
    with pytest.raises(AgreementError, match="Write a sentence"):
        decisions.say_wrong_person(
            request_of(with_supervisors(now=now), "mentee_supervisor"), note="\u200b\u202e", now=now
        )


def test_a30_whoever_reads_who_signs_sees_a_name_that_could_pass_for_another(now: datetime) -> None:
    boss = person("Amara Сосо")  # the second word in Cyrillic letters
    version = with_supervisors(now=now, mentee_user=person("Ada Head", supervisor=boss))

    assert "[letters of several alphabets: Cyrillic, Latin]" in signer_line(request_of(version, "mentee_supervisor"))
