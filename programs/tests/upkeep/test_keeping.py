"""Goals, trainings, resources and support contacts are kept by those who run the program, on record (P-04)."""

from __future__ import annotations

import datetime as dt
from datetime import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from people.models import AuditEvent
from people.tests.factories import UserFactory
from programs.errors import ProgramError
from programs.models import Goal, SupportContact
from programs.tests.factories import (
    GoalFactory,
    ProgramFactory,
    SupportContactFactory,
    TrainingCompletionFactory,
    TrainingFactory,
)
from programs.upkeep.keeping import add, change, remove

pytestmark = pytest.mark.django_db


def test_p_04_a_goal_names_kpi_baseline_target_and_date(now: datetime) -> None:
    coordinator = UserFactory.create()
    program = ProgramFactory.create(coordinator=coordinator)
    goal = Goal(
        program=program, statement="People stay", kpi="Share who stay a year", baseline=Decimal(78),
        target=Decimal(88), due_on=dt.date(2026, 12, 31),
    )  # fmt: skip

    add(goal, by=coordinator, now=now)

    assert program.goals.get().target == 88
    assert AuditEvent.objects.get().action == "goal.added"


def test_p_04_a_goal_without_a_kpi_is_refused(now: datetime) -> None:
    coordinator = UserFactory.create()
    goal = GoalFactory.build(program=ProgramFactory.create(coordinator=coordinator), kpi="")

    with pytest.raises(ProgramError, match="cannot be blank"):
        add(goal, by=coordinator, now=now)


def test_a_change_records_the_fields(now: datetime) -> None:
    coordinator = UserFactory.create()
    goal = GoalFactory.create(program=ProgramFactory.create(coordinator=coordinator))
    goal.target = Decimal(90)

    change(goal, fields=["target"], by=coordinator, now=now)

    assert AuditEvent.objects.get().details == {"fields": ["target"]}


def test_what_nobody_uses_can_be_removed_and_what_is_used_stays(now: datetime) -> None:
    coordinator = UserFactory.create()
    program = ProgramFactory.create(coordinator=coordinator)
    unused = TrainingFactory.create(program=program)
    used = TrainingCompletionFactory.create(training__program=program).training

    remove(unused, by=coordinator, now=now)
    with pytest.raises(ProgramError, match="is already in use"):
        remove(used, by=coordinator, now=now)

    assert list(program.trainings.all()) == [used]


def test_the_coordinator_of_another_program_keeps_nothing_here(now: datetime) -> None:
    stranger = UserFactory.create()
    ProgramFactory.create(coordinator=stranger)

    with pytest.raises(PermissionDenied):
        remove(GoalFactory.create(), by=stranger, now=now)


def test_e32_support_contacts_are_read_by_coordinators_and_kept_by_administrators(now: datetime) -> None:
    coordinator, administrator = UserFactory.create(), UserFactory.create(is_organization_administrator=True)
    ProgramFactory.create(coordinator=coordinator)
    contact = add(SupportContactFactory.build(), by=administrator, now=now)

    assert list(SupportContact.objects.managed_by(coordinator)) == [contact]
    for process in (lambda: change(contact, fields=["phone"], by=coordinator, now=now), lambda: remove(contact, by=coordinator, now=now), lambda: add(SupportContactFactory.build(), by=coordinator, now=now)):  # fmt: skip
        with pytest.raises(PermissionDenied):
            process()


def test_e32_the_last_way_to_reach_help_stays(now: datetime) -> None:
    administrator = UserFactory.create(is_organization_administrator=True)
    last = SupportContactFactory.create(email="help@example.org", phone="", url="")

    with pytest.raises(ProgramError, match="only contact people can turn to"):
        remove(last, by=administrator, now=now)
    last.email = ""
    with pytest.raises(ProgramError, match="so that people can reach this contact"):
        change(last, fields=["email"], by=administrator, now=now)
    other = add(SupportContactFactory.build(email="", phone="+49 30 1"), by=administrator, now=now)
    remove(last, by=administrator, now=now)

    assert list(SupportContact.objects.reachable()) == [other]


def test_e21_a_contact_says_how_to_reach_it(now: datetime) -> None:
    administrator = UserFactory.create(is_organization_administrator=True)

    with pytest.raises(ProgramError, match="Add an email address, a phone number or a web address"):
        add(SupportContactFactory.build(email="", phone="", url=""), by=administrator, now=now)
    with pytest.raises(IntegrityError, match="support_contact_is_reachable"), transaction.atomic():
        SupportContactFactory.create(email="", phone="", url="")
    for way in ("email", "phone", "url"):
        only = {"email": "", "phone": "", "url": "", way: {"email": "a@b.example", "phone": "1", "url": "https://b.example"}[way]}  # fmt: skip
        assert add(SupportContactFactory.build(**only), by=administrator, now=now).is_reachable


def test_e21_the_desk_says_at_the_field_that_a_contact_needs_a_way_to_reach_it(client: Client) -> None:
    client.force_login(UserFactory.create(is_staff=True, is_organization_administrator=True))
    form = {"name": "Employee assistance", "what_for": "Anything", "email": "", "phone": "", "url": "", "rank": "10"}

    answer = client.post(reverse("admin:programs_supportcontact_add"), form)

    assert list(answer.context["adminform"].form.errors) == ["email"]
    assert not SupportContact.objects.exists()
