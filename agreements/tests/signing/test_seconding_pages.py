"""Who is asked to be the second person, and what the pages offer each of them (A-16)."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.models import SignerDecision
from agreements.tests.deciding import ROLE, carla, other_coordinator, proposed, settle
from agreements.tests.stories import (
    person,
    request_of,
    with_supervisors,
)
from agreements.todo import todos_for
from notifications.models import Message
from people.models import User
from people.policy import Role
from people.tests.factories import UserFactory
from programs.tests.factories import MembershipFactory
from programs.upkeep import committee

pytestmark = pytest.mark.django_db


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
    assert "Carla Coordinator proposed this and no longer runs the program." in answered.content.decode()
    assert request_of(version, ROLE).status == "asked"
    client.post(page, {"choice": "refuse"})
    waits.refresh_from_db()
    assert waits.outcome == "refused", "so that another coordinator can propose it again"


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
    assert "already been decided" in client.get(todo.url, follow=True).content.decode()


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
    assert "I take this back" in own
    assert "I agree" not in own
    assert client.post(page, {"choice": "agree"}).status_code == 200
    client.post(page, {"choice": "refuse"})

    waits.refresh_from_db()
    assert (waits.outcome, waits.answered_by_id) == ("refused", coordinator.pk)


@pytest.mark.parametrize(
    ("who", "answers"),
    [
        ("proposer", ["I take this back"]),
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

    every = ("I agree", "I do not agree", "I take this back")
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
    said = "Please ask Amara Okafor or Jonas Lindqvist; the question is on their home page and in an email to them."
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
