"""Two people write the same thing at the same moment: one is first, and the other reads a sentence (E-30)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from mentoring.middleware import RefusalsOfTheDatabase
from people.accounts import addresses, editing
from people.directory import importing
from people.errors import PeopleError, RefusedError
from people.models import Department, User
from people.tests.factories import UserFactory
from people.tests.same_moment import while_another
from people.tests.test_admin import change
from programs.models import Cohort, Program
from programs.tests.factories import ProgramFactory
from programs.upkeep import committee, enrolment, founding

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "ben@example.org"
WORDS = {"format": "peer", "purpose": "p", "business_reason": "b", "employee_reason": "e"}


def administrator() -> User:
    return UserFactory.create(name="Olga Admin", is_staff=True, is_organization_administrator=True)


def test_e30_who_adds_a_person_on_the_desk_while_another_does_sees_the_form_again_with_a_sentence() -> None:
    client = Client()
    client.force_login(administrator())
    typed = change(User(name="Ben Okri", email=NEW))

    answer = while_another(
        lambda: UserFactory.create(email=NEW, name="Ben Already"),
        lambda: client.post(reverse("admin:people_user_add"), typed),
    )

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Someone else has just saved a person with this email address or employee number." in page
    assert 'value="Ben Okri"' in page
    assert User.objects.filter(email=NEW).count() == 1


def test_e30_who_adds_a_department_on_the_desk_while_another_does_sees_the_form_again_with_a_sentence() -> None:
    client = Client()
    client.force_login(administrator())

    answer = while_another(
        lambda: Department.objects.create(name="Sales"),
        lambda: client.post(reverse("admin:people_department_add"), {"name": "Sales"}),
    )

    assert answer.status_code == 200
    assert "Someone else saved the same thing at the same moment." in answer.content.decode()
    assert Department.objects.filter(name="Sales").count() == 1


def test_e30_a_file_that_meets_the_desk_at_the_same_new_address_imports_nothing() -> None:
    now, by = timezone.now(), administrator()
    record = importing.upload(
        f"Name,Email\nBen Okri,{NEW}\nAda Byron,ada@example.org\n".encode(), file_name="staff.csv", by=by, now=now
    )

    with pytest.raises(PeopleError, match="Someone else changed the directory while the file was being imported"):
        while_another(lambda: UserFactory.create(email=NEW), lambda: importing.apply(record, by=by, now=now))

    assert not User.objects.filter(email="ada@example.org").exists()
    assert importing.preview(record).lines, "the file is still there, to be looked at and tried again"


def same_number() -> tuple[Callable[[], object], Callable[[], object]]:
    by, now = administrator(), timezone.now()
    people = [UserFactory.create(employee_number=number) for number in ("1", "2")]
    mine = User.objects.get(pk=people[0].pk)
    mine.employee_number = "7"
    return (
        lambda: User.objects.filter(pk=people[1].pk).update(employee_number="7"),
        lambda: editing.keep(mine, changed=["employee_number"], by=by, now=now),
    )


def same_address() -> tuple[Callable[[], object], Callable[[], object]]:
    by, other, now = administrator(), administrator(), timezone.now()
    one, two = UserFactory.create(), UserFactory.create()
    return (
        lambda: addresses.ask(one, NEW, by=by, now=now),
        lambda: addresses.ask(two, NEW, by=other, now=now),
    )


def confirmed_address() -> tuple[Callable[[], object], Callable[[], object]]:
    first, second, now = administrator(), administrator(), timezone.now()
    change_ = addresses.ask(UserFactory.create(), NEW, by=first, now=now)
    assert change_ is not None
    return (
        lambda: UserFactory.create(email=NEW),
        lambda: addresses.confirm_for(change_, by=second, now=now),
    )


def same_program() -> tuple[Callable[[], object], Callable[[], object]]:
    by, other, now = administrator(), administrator(), timezone.now()
    return (
        lambda: founding.found_program(name="Grow", **WORDS, by=by, now=now),
        lambda: founding.found_program(name="Grow", **WORDS, by=other, now=now),
    )


def same_name_of_programs() -> tuple[Callable[[], object], Callable[[], object]]:
    by, now = administrator(), timezone.now()
    one, two = ProgramFactory.create(), ProgramFactory.create()
    words = {name: words for name, words in WORDS.items() if name != "format"}
    return (
        lambda: Program.objects.filter(pk=one.pk).update(name="Grow"),
        lambda: founding.restate(two, name="Grow", **words, by=by, now=now),
    )


def same_cohort() -> tuple[Callable[[], object], Callable[[], object]]:
    by, now = administrator(), timezone.now()
    program = ProgramFactory.create()
    cohort = enrolment.plan_cohort(program, name="Spring", starts_on=now.date(), by=by, now=now)
    other = enrolment.plan_cohort(program, name="Autumn", starts_on=now.date(), by=by, now=now)
    days: dict[str, Any] = {"starts_on": now.date(), "ends_on": None, "enrol_until": None, "always_on": False}
    return (
        lambda: Cohort.objects.filter(pk=other.pk).update(name="Summer"),
        lambda: enrolment.replan(cohort, name="Summer", **days, by=by, now=now),
    )


@pytest.mark.parametrize(
    ("at_once", "sentence"),
    [
        (same_number, "has just saved a person with this email address or employee number"),
        (same_address, "has just taken or asked for this address"),
        (confirmed_address, "has just taken or asked for this address"),
        (same_program, "There is already a program with this name"),
        (same_name_of_programs, "There is already a program with this name"),
        (same_cohort, "already has a cohort with this name"),
    ],
)
def test_e30_of_two_at_once_the_second_reads_what_was_taken(
    at_once: Callable[[], tuple[Callable[[], object], Callable[[], object]]], sentence: str
) -> None:
    theirs, mine = at_once()

    with pytest.raises(RefusedError, match=sentence):
        while_another(theirs, mine)


def test_e36_a_role_given_by_two_at_once_is_one_role() -> None:
    by, other, user, now = administrator(), administrator(), UserFactory.create(), timezone.now()
    program = ProgramFactory.create()

    given = while_another(
        lambda: committee.add_member(program, user=user, role="committee", by=by, now=now),
        lambda: committee.add_member(program, user=user, role="committee", by=other, now=now),
    )

    assert given.added_by == by
    assert program.memberships.count() == 1


def test_e30_whatever_is_left_is_answered_by_a_page_and_other_faults_are_not() -> None:
    request = RequestFactory().post("/")
    request.user = administrator()
    Department.objects.create(name="Sales")
    with pytest.raises(IntegrityError) as twice, transaction.atomic():
        Department.objects.create(name="Sales")
    with pytest.raises(IntegrityError) as broken, transaction.atomic():
        Program.objects.filter(pk=ProgramFactory.create().pk).update(format="none")
    answers = RefusalsOfTheDatabase(lambda _request: HttpResponse())

    response = answers.process_exception(request, twice.value)

    assert response is not None
    assert (response.status_code, "Nothing was saved twice." in response.content.decode()) == (409, True)
    assert answers.process_exception(request, broken.value) is None
