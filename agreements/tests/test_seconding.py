"""Nobody decides alone who signs in place of a supervisor, or that nobody does (A-16)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements import chain, drafting, handing_over, links, seconding
from agreements.certificate import naming
from agreements.deputies import SecondPersonNeededError
from agreements.errors import AgreementError
from agreements.models import AgreementVersion, SignatureRequest, SignerDecision
from agreements.tests.stories import (
    drafted,
    link_to,
    mails_to,
    person,
    request_of,
    sign,
    with_supervisors,
)
from agreements.todo import todos_for
from notifications.models import Message
from people.models import User
from people.policy import Role
from people.tests.factories import UserFactory
from programs import committee
from programs.tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
ROLE = "mentee_supervisor"


def carla(version: AgreementVersion) -> User:
    user: User = version.match.cohort.program.memberships.get(user__name="Carla Coordinator").user
    return user


def decide(
    version: AgreementVersion, to: User | None, *, now: datetime, by: User | None = None
) -> SignerDecision | None:
    return seconding.decide(
        request_of(version, ROLE), to=to, reason="On leave until May.", by=by or carla(version), now=now
    )


def proposed(version: AgreementVersion, to: User | None, *, now: datetime, by: User | None = None) -> SignerDecision:
    waits = decide(version, to, now=now, by=by)
    assert waits is not None
    return waits


def other_coordinator(version: AgreementVersion) -> User:
    user: User = UserFactory.create(name="Otto Other")
    MembershipFactory.create(program=version.match.cohort.program, user=user, role=Role.COORDINATOR)
    return user


def boss_of_the_boss(version: AgreementVersion, **fields: object) -> User:
    boss = person("Bea Boss", **fields)
    User.objects.filter(pk=request_of(version, ROLE).signer_id).update(supervisor=boss)
    return boss


# Who is named, and whether the coordinator may decide it alone.
NAMED: dict[str, tuple[Callable[[AgreementVersion], User], bool]] = {
    "the supervisor’s supervisor": (boss_of_the_boss, True),
    "a colleague beside the line": (lambda _version: person("Tess Deputy"), False),
    "another coordinator": (other_coordinator, False),
}


@pytest.mark.parametrize("named", NAMED)
def test_a16_who_stands_above_is_asked_at_once_and_others_when_a_second_person_agrees(
    now: datetime, named: str
) -> None:
    version = with_supervisors(now=now)
    make, alone = NAMED[named]
    to = make(version)

    waits = decide(version, to, now=now)

    request = (
        request_of(version, ROLE) if waits else SignatureRequest.objects.standing().get(version=version, role=ROLE)
    )
    assert (waits is None, request.signer == to) == (alone, alone)
    assert bool(Message.objects.filter(kind="agreements.signature_requested", recipient=to)) is alone


def test_a16_a_coordinator_hands_nothing_to_themselves_alone_even_where_they_stand_above(now: datetime) -> None:
    version = with_supervisors(now=now)
    boss = boss_of_the_boss(version)
    MembershipFactory.create(program=version.match.cohort.program, user=boss, role=Role.COORDINATOR)

    for process in (
        lambda: handing_over.hand_over(request_of(version, ROLE), to=boss, reason="Away.", by=boss, now=now),
        lambda: handing_over.hand_over(
            request_of(version, ROLE), to=boss, reason="Away.", by=boss, agreed_by=boss, now=now
        ),
        lambda: handing_over.waive(request_of(version, ROLE), reason="Away.", by=boss, now=now),
    ):
        with pytest.raises(SecondPersonNeededError, match="second person"):
            process()
    proposed(version, boss, by=boss, now=now)
    assert mails_to(boss, now=now) == []


def test_a16_one_of_the_two_agrees_and_then_the_link_goes_out(now: datetime) -> None:
    version = with_supervisors(now=now)
    first = request_of(version, ROLE)
    old = link_to(first.signer, now=now).split("/")[2]
    waits = proposed(version, to := person("Tess Deputy"), now=now)
    assert links.find(old, now=now) is not None
    mentor = version.match.mentor.user
    assert mails_to(mentor, now=now)[-1].subject.startswith("Do you agree?")

    fresh = seconding.agree(waits, by=mentor, now=now)

    assert fresh.signer == to
    assert links.find(old, now=now) is None
    event = version.agreement.events.get(kind="handed_over")
    assert (event.data["by"], event.data["agreed_by"]) == (carla(version).pk, mentor.pk)
    assert version.agreement.events.filter(kind="second_asked").count() == 1
    assert chain.verify(version.agreement) is None
    waits.refresh_from_db()
    assert (waits.outcome, waits.answered_by) == ("agreed", mentor)


@pytest.mark.parametrize("who", ["other coordinator", "mentee", "mentor"])
def test_a16_a_waiver_waits_for_any_second_person(now: datetime, who: str) -> None:
    version = with_supervisors(now=now)
    second = {
        "other coordinator": other_coordinator,
        "mentee": lambda version: version.match.mentee.user,
        "mentor": lambda version: version.match.mentor.user,
    }[who](version)
    waits = proposed(version, None, now=now)

    waived = seconding.agree(waits, by=second, now=now)

    assert (waived.status, waived.settled_by) == ("waived", carla(version))
    assert version.agreement.events.get(kind="waived").data["agreed_by"] == second.pk


def test_a16_neither_who_proposes_nor_who_is_named_nor_a_stranger_is_a_second_person(now: datetime) -> None:
    version = with_supervisors(now=now)
    named = other_coordinator(version)
    waits = proposed(version, named, now=now)

    administrator = UserFactory.create(is_organization_administrator=True)
    for nobody in (carla(version), named, UserFactory.create(), administrator, request_of(version, ROLE).signer):
        with pytest.raises(AgreementError, match="Someone else has to agree"):
            seconding.agree(waits, by=nobody, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        SignerDecision.objects.filter(pk=waits.pk).update(outcome="agreed", answered_by=carla(version), answered_at=now)


def test_a16_a_no_leaves_everything_as_it_was_and_tells_who_proposed_it(now: datetime) -> None:
    version = with_supervisors(now=now)
    waits = proposed(version, None, now=now)

    seconding.refuse(waits, by=version.match.mentee.user, now=now)

    assert request_of(version, ROLE).status == "asked"
    assert mails_to(carla(version), now=now)[-1].subject.startswith("Not agreed")
    assert decide(version, None, now=now) is not None, "something else can be proposed"


def test_a16_of_two_coordinators_at_once_the_second_reads_that_something_waits(now: datetime) -> None:
    version = with_supervisors(now=now)
    waits = proposed(version, None, now=now)

    with pytest.raises(AgreementError, match="already"):
        decide(version, person("Tess Deputy"), by=other_coordinator(version), now=now)
    seconding.agree(waits, by=version.match.mentee.user, now=now)
    with pytest.raises(AgreementError, match="decided already"):
        seconding.agree(waits, by=version.match.mentor.user, now=now)


def test_a16_who_signs_meanwhile_ends_the_question(now: datetime) -> None:
    version = with_supervisors(now=now)
    waits = proposed(version, person("Tess Deputy"), now=now)

    sign(version, ROLE, now=now)

    assert not SignerDecision.objects.open().exists()
    with pytest.raises(AgreementError, match="decided already"):
        seconding.agree(waits, by=version.match.mentee.user, now=now)
    assert [todo for todo in todos_for(version.match.mentee.user, now=now) if "decision" in todo.key] == []


def test_a16_a_coordinator_whom_the_first_has_only_just_appointed_is_no_second_person(now: datetime) -> None:
    version = with_supervisors(now=now)
    program, first = version.match.cohort.program, carla(version)
    waits = proposed(version, first, now=now)
    puppet, second_puppet = person("Pia Puppet"), person("Pit Puppet")
    committee.add_member(program, user=puppet, role=Role.COORDINATOR, by=first, now=now)
    committee.add_member(program, user=second_puppet, role=Role.COORDINATOR, by=puppet, now=now)

    for user in (puppet, second_puppet):
        with pytest.raises(AgreementError, match="within the last week"):
            seconding.agree(waits, by=user, now=now)
        with pytest.raises(SecondPersonNeededError):
            handing_over.waive(request_of(version, ROLE), reason="On leave.", by=first, agreed_by=user, now=now)

    assert request_of(version, ROLE).status == "asked"
    later = now + committee.SETTLED
    assert seconding.agree(waits, by=puppet, now=later).signer == first, "both names stand on the certificate"


@pytest.mark.parametrize("gone", ["proposer", "named"])
def test_a16_who_has_left_meanwhile_is_asked_about_again(now: datetime, gone: str) -> None:
    version = with_supervisors(now=now)
    waits = proposed(version, to := person("Tess Deputy"), now=now)
    user = carla(version) if gone == "proposer" else to
    User.objects.filter(pk=user.pk).update(left_on=now.date())

    with pytest.raises(AgreementError, match="does not work here"):
        seconding.agree(waits, by=version.match.mentee.user, now=now)
    assert request_of(version, ROLE).status == "asked"


def test_a16_a_coordinator_who_lost_the_role_decides_nothing_with_anybody_who_reads_what_to_do(
    client: Client, now: datetime
) -> None:
    version = with_supervisors(now=now)
    waits = proposed(version, None, now=now)
    mentee = version.match.mentee.user
    version.match.cohort.program.memberships.update(ended_at=now, ended_by=mentee)
    client.force_login(mentee)
    page = reverse("agreements:second", args=[waits.pk])

    answered = client.post(page, {"choice": "agree"})

    assert answered.status_code == 200
    assert "Carla Coordinator proposed this and does not run the program any more." in answered.content.decode()
    assert request_of(version, ROLE).status == "asked"
    client.post(page, {"choice": "refuse"})
    waits.refresh_from_db()
    assert waits.outcome == "refused", "so that another coordinator can propose it again"


def test_a16_nobody_signs_for_their_boss_nor_twice(now: datetime) -> None:
    version = with_supervisors(now=now)
    below = person("Bo Below", supervisor=version.match.mentee.user)

    with pytest.raises(AgreementError, match="reports to Amara Okafor"):
        decide(version, below, now=now)
    with pytest.raises(AgreementError, match="signs this agreement already"):
        decide(version, request_of(version, "mentor_supervisor").signer, now=now)


def test_a16_a_coordinator_names_no_signer_of_a_draft_that_is_themselves(now: datetime) -> None:
    version = drafted(now=now, mentee_user=person("Ada Head", supervisor=None))

    with pytest.raises(AgreementError, match="cannot name yourself"):
        handing_over.choose_signer(version.agreement, whose="mentee", signer=carla(version), by=carla(version), now=now)


def test_a16_the_two_read_who_was_named_before_they_send(client: Client, now: datetime) -> None:
    version = drafted(now=now, mentee_user=person("Ada Head", supervisor=None))
    board = person("Bo Board")
    handing_over.choose_signer(version.agreement, whose="mentee", signer=board, by=carla(version), now=now)
    client.force_login(version.match.mentee.user)

    page = client.get(reverse("agreements:check", args=[version.match.pk])).content.decode()

    assert "Bo Board" in page
    assert "(named by Carla Coordinator)" in page
    assert version.agreement.events.get(kind="signer_chosen").data["signer"] == board.pk
    drafting.send_for_signature(version, by=version.match.mentee.user, now=now)


def test_a16_the_two_answer_from_their_home_page(client: Client, now: datetime) -> None:
    version = with_supervisors(now=now)
    waits = proposed(version, person("Tess Deputy"), now=now)
    mentee = version.match.mentee.user
    client.force_login(mentee)
    [todo] = [todo for todo in todos_for(mentee, now=now) if "decision" in todo.key]

    shown = client.get(todo.url).content.decode()
    assert "On leave until May." in shown
    assert "Choose one of the answers." in client.post(todo.url, {"choice": ""}).content.decode()
    client.post(todo.url, {"choice": "agree"})

    waits.refresh_from_db()
    assert waits.outcome == "agreed"
    assert "decided already" in client.get(todo.url, follow=True).content.decode()


def test_e03_a_stranger_finds_no_decision(client: Client, now: datetime) -> None:
    waits = proposed(with_supervisors(now=now), None, now=now)
    client.force_login(UserFactory.create())

    assert client.get(reverse("agreements:second", args=[waits.pk])).status_code == 404


def test_a16_another_coordinator_answers_on_the_desk_and_who_proposed_it_takes_it_back(
    client: Client, now: datetime
) -> None:
    version = with_supervisors(now=now)
    waits = proposed(version, None, now=now)
    page = reverse("admin:agreements_agreement_second", args=[version.agreement_id, waits.pk])
    coordinator = carla(version)
    User.objects.filter(pk=coordinator.pk).update(is_staff=True)
    client.force_login(User.objects.get(pk=coordinator.pk))

    own = client.get(page).content.decode()
    assert "I take my proposal back" in own
    assert "I agree" not in own
    assert client.post(page, {"choice": "agree"}).status_code == 200
    client.post(page, {"choice": "refuse"})

    waits.refresh_from_db()
    assert (waits.outcome, waits.answered_by_id) == ("refused", coordinator.pk)


def settle(version: AgreementVersion, *, now: datetime) -> None:
    """Let everyone in the program hold their role for long enough to speak for themselves."""
    version.match.cohort.program.memberships.update(added_at=now - committee.SETTLED)


@pytest.mark.parametrize(
    ("who", "answers"),
    [
        ("proposer", ["I take my proposal back"]),
        ("named", []),
        ("just appointed", []),
        ("other", ["I agree", "I do not agree"]),
    ],
)
def test_a16_the_desk_offers_what_this_person_may_answer_and_nothing_else(
    client: Client, now: datetime, who: str, answers: list[str]
) -> None:
    version = with_supervisors(now=now)
    program, first = version.match.cohort.program, carla(version)
    named, other = other_coordinator(version), person("Olaf Old")
    MembershipFactory.create(program=program, user=other, role=Role.COORDINATOR)
    settle(version, now=now)
    puppet = person("Pia Puppet")
    committee.add_member(program, user=puppet, role=Role.COORDINATOR, by=first, now=timezone.now())
    waits = proposed(version, named, now=timezone.now())
    user = {"proposer": first, "named": named, "just appointed": puppet, "other": other}[who]
    User.objects.filter(pk=user.pk).update(is_staff=True)
    client.force_login(User.objects.get(pk=user.pk))
    address = reverse("admin:agreements_agreement_second", args=[version.agreement_id, waits.pk])

    page = client.get(address).content.decode()

    every = ("I agree", "I do not agree", "I take my proposal back")
    assert [words for words in every if words in page] == answers
    assert ("has to answer" in page or "has to agree to this" in page) is not bool(answers)
    if not answers:
        for choice in ("agree", "refuse"):
            assert client.post(address, {"choice": choice}).status_code == 200
        waits.refresh_from_db()
        assert waits.outcome == "open"


def test_a16_who_may_not_answer_is_not_asked_by_mail(now: datetime) -> None:
    version = with_supervisors(now=now)
    other = other_coordinator(version)
    settle(version, now=now)
    puppet = person("Pia Puppet")
    committee.add_member(version.match.cohort.program, user=puppet, role=Role.COORDINATOR, by=carla(version), now=now)

    proposed(version, None, now=now)

    pair = {version.match.mentee.user_id, version.match.mentor.user_id}
    asked = set(Message.objects.filter(kind="agreements.second_asked").values_list("recipient", flat=True))
    assert asked == {*pair, other.pk}


def test_a16_where_only_the_two_can_agree_every_page_says_so_and_what_to_do(client: Client, now: datetime) -> None:
    version = with_supervisors(now=now)
    first, today = carla(version), timezone.now()
    puppet = person("Pia Puppet")
    committee.add_member(version.match.cohort.program, user=puppet, role=Role.COORDINATOR, by=first, now=today)
    User.objects.filter(pk=first.pk).update(is_staff=True)
    said = "Please ask Amara Okafor or Jonas Lindqvist; the question is on their home page and in their mail."
    waive = reverse("admin:agreements_agreement_waive", args=[version.agreement_id, request_of(version, ROLE).pk])

    pages = {}
    for user in (first, puppet):
        client.force_login(User.objects.get(pk=user.pk))
        if user == first:
            pages["before"] = client.get(waive).content.decode()
            pages["after"] = client.post(waive, {"reason": "On leave."}, follow=True).content.decode()
        decision = SignerDecision.objects.get()
        address = reverse("admin:agreements_agreement_second", args=[version.agreement_id, decision.pk])
        pages[user.name] = client.get(address).content.decode()

    assert {name: said in page for name, page in pages.items()} == dict.fromkeys(pages, True)
    assert pages["after"].count(said) == 2, "after the button, and on the agreement until it is answered"
    settle(version, now=today)
    later = client.get(reverse("admin:agreements_agreement_change", args=[version.agreement_id])).content.decode()
    assert said not in later
    assert "Mentee, mentor or another person who runs the program can agree." in later


def test_a16_the_two_send_with_the_signer_whom_they_have_read_and_no_other(client: Client) -> None:
    now = timezone.now() - timedelta(minutes=20)
    version = drafted(now=now, mentee_user=person("Ada Head", supervisor=None))
    choose: dict[str, Any] = {"whose": "mentee", "by": carla(version), "now": now}
    handing_over.choose_signer(version.agreement, signer=person("Bo Board"), **choose)
    client.force_login(version.match.mentee.user)
    check, send = (reverse(f"agreements:{name}", args=[version.match.pk]) for name in ("check", "send"))
    seen = client.get(check).context["seen"]
    handing_over.choose_signer(version.agreement, signer=person("Ken Crony"), **choose)

    for data in ({"seen": seen}, {}):
        answered = client.post(send, data, follow=True).content.decode()
        assert "who is asked to sign it, has changed" in answered
        assert "Ken Crony" in answered
    version.refresh_from_db()
    assert version.status == "draft"

    client.post(send, {"seen": client.get(check).context["seen"]})
    assert request_of(version, ROLE).signer.name == "Ken Crony"


def test_a16_a_coordinator_of_the_pair_who_named_the_signer_does_not_send_it(now: datetime) -> None:
    version = drafted(now=now, mentee_user=person("Ada Head", supervisor=None))
    mentee, mentor = version.match.mentee.user, version.match.mentor.user
    MembershipFactory.create(program=version.match.cohort.program, user=mentor, role=Role.COORDINATOR)
    handing_over.choose_signer(version.agreement, whose="mentee", signer=person("Bo Board"), by=mentor, now=now)

    with pytest.raises(AgreementError, match="You have named someone who signs here, so Ada Head has to"):
        drafting.send_for_signature(version, by=mentor, now=now)
    drafting.send_for_signature(version, by=mentee, now=now)

    request = request_of(version, ROLE)
    said = " ".join(naming(request, [*version.agreement.events.order_by("sequence")]))
    assert f"Named by {mentor.name}" in said
    assert "Ada Head read the name and sent the agreement out for signature." in said
