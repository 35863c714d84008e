"""An import changes no address by itself, and nobody comes into the account of who left (E-34)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from mentoring.tests.addresses.asking import LIST, administrator, asked
from people.accounts import addresses
from people.models import AddressChange, AuditEvent, User
from people.tests.factories import UserFactory
from people.tests.importing import bring_in, counts
from people.tests.test_admin import said

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_limits_left_over")]


def refusals(text: str) -> list[str]:
    plan = bring_in(text, now=timezone.now(), skip_refused=True)
    return [reason for line in plan.lines for reason in line.reasons]


def test_e34_an_import_that_changes_all_addresses_is_confirmed_in_one_list(client: Client, olga: User) -> None:
    now = timezone.now()
    people = [
        UserFactory.create(name=f"Person {n}", email=f"p{n}@old.example", employee_number=f"N{n}", last_login=now)
        for n in range(40)
    ]
    text = "Employee ID,Email,Name\n" + "".join(f"N{n},p{n}@new.example,Person {n}\n" for n in range(40))

    plan = bring_in(text, now=now, by=olga)
    again = bring_in(text, now=now, by=olga)

    assert (counts(plan), plan.new_addresses) == ((0, 40, 0, 0), 40)
    assert counts(again) == (0, 0, 40, 0), "the next night asks nobody twice"
    assert AddressChange.objects.waiting().count() == 40
    assert User.objects.filter(email__endswith="@old.example").count() == 40
    client.force_login(administrator())
    response = client.post(
        reverse(LIST),
        {"action": "confirm_addresses", "select_across": "1", "_selected_action": [AddressChange.objects.first().pk]},
    )
    assert said(response) == ["40 new addresses are confirmed."]
    assert set(User.objects.filter(pk__in=[p.pk for p in people]).values_list("email", flat=True)) == {
        f"p{n}@new.example" for n in range(40)
    }


def test_e34_an_import_changes_the_rest_of_a_row_at_once(olga: User) -> None:
    ada = UserFactory.create(name="Ada", email="ada@old.example", employee_number="N1", last_login=timezone.now())

    bring_in("Employee ID,Email,Name,Title\nN1,ada@new.example,Ada,Director\n", now=timezone.now(), by=olga)

    ada.refresh_from_db()
    assert (ada.email, ada.job_title) == ("ada@old.example", "Director")
    assert AuditEvent.objects.get(action="person.changed").details["fields"] == ["job_title"]
    assert "directory_import" in AuditEvent.objects.get(action="address.asked").details


@pytest.mark.parametrize(
    "row", ["j.smith@example.org,John Smith,2026-11-02,", "j.smith@example.org,Jane Smith,2026-11-02,"]
)
def test_e34_a_successor_does_not_come_into_the_account_of_who_left(row: str) -> None:
    bring_in("email,name,hired on,left on\nj.smith@example.org,Jane Smith,2019-03-01,2025-06-30\n", now=timezone.now())

    (words,) = refusals(f"email,name,hired on,left on\n{row}\n")

    assert words.startswith("The email address belonged to Jane Smith, who has left.")
    assert User.objects.get(email="j.smith@example.org").name == "Jane Smith"


def test_e34_an_address_that_has_passed_on_to_a_colleague_is_asked_about(olga: User) -> None:
    UserFactory.create(name="Jane Smith", email="j.smith@example.org", employee_number=None)

    assert refusals("email,name\nj.smith@example.org,John Doe\n") == [
        (
            "The email address belongs to Jane Smith. If this is the same person under a new name, change the name on "
            "the desk first. If it is someone new, change Jane Smith’s address first."
        )
    ]
    assert refusals("email,name\nj.smith@example.org,Jane Miller\n") == [], "a new surname is the same person"


def test_e34_a_new_colleague_at_an_earlier_or_a_waiting_address_is_asked_about(ada: User, olga: User) -> None:
    addresses.confirm_for(asked(ada, "ada.king@example.org", by=olga), by=administrator(), now=timezone.now())
    asked(ada, "countess@example.org", by=olga)

    assert refusals("email,name\nada@example.org,Eve New\ncountess@example.org,Eva New\n") == [
        "The email address used to be Ada Lovelace’s. If it now belongs to someone new, add them on the desk.",
        "The email address is waiting to become Ada Lovelace’s new address.",
    ]


def test_e34_what_the_person_has_stopped_no_import_asks_for_again(ada: User, olga: User) -> None:
    addresses.stop(asked(ada, by=olga), now=timezone.now())

    assert refusals(f"Employee ID,email,name\n{ada.employee_number},ada@elsewhere.example,Ada Lovelace\n") == [
        "Ada Lovelace has said that this is not their email address. Ask them, and change it on the desk."
    ]
