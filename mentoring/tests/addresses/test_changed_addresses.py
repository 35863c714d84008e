"""A changed address opens no account by itself, and its changer cannot confirm it (E-34)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from mentoring.tests.addresses.asking import LIST, address_of, administrator, asked, code_for, mails_to
from notifications.tests.checking import check_mail, link_of
from people import audit
from people.accounts import addresses, appointing, editing
from people.errors import PeopleError
from people.models import AddressChange, AddressStatus, AuditEvent, Confirmation, User
from people.tests.factories import UserFactory
from people.tests.test_admin import change as form_of
from people.tests.test_admin import said

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_limits_left_over")]


def appoint(name: str, *, by: User, now: datetime) -> User:
    person = UserFactory.create(name=name)
    return appointing.appoint_administrator(person, by=by, now=now)


def test_e34_an_administrator_who_changes_an_address_gets_no_code_at_the_new_one(
    client: Client, ada: User, olga: User
) -> None:
    client.force_login(olga)

    page = reverse("admin:people_user_change", args=[ada.pk])
    response = client.post(page, form_of(ada, email="ada@elsewhere.example"))

    assert (
        said(response)[0] == "The new address will be used once Ada Lovelace or another administrator has confirmed it."
    )
    assert address_of(ada) == "ada@example.org"
    assert "ada@elsewhere.example is waiting to be confirmed" in client.get(page).content.decode()
    assert code_for(client, "ada@elsewhere.example") == ""
    assert code_for(client, "ada@example.org")


def test_e34_a_password_reset_does_not_go_to_an_address_that_waits(client: Client, ada: User, olga: User) -> None:
    asked(ada, by=olga)
    mails_to("")

    client.post(reverse("account_reset_password"), {"email": "ada@elsewhere.example"})

    assert mails_to("ada@elsewhere.example") == []


def test_e34_the_new_address_hears_how_to_go_on_and_nothing_of_whose_it_is(ada: User, olga: User) -> None:
    asked(ada, by=olga)

    (letter,) = mails_to("ada@elsewhere.example")

    check_mail(letter)
    assert "Ada" not in str(letter.body).replace("ada@", "") + letter.subject
    assert link_of(letter).endswith(reverse("account_login"))


def test_e34_all_sessions_end_when_an_address_is_asked_for_and_again_when_it_counts(
    client: Client, ada: User, olga: User
) -> None:
    client.force_login(ada)
    assert client.get(reverse("people:account")).status_code == 200

    change = asked(ada, by=olga)

    assert client.get(reverse("people:account")).status_code == 302
    ada.refresh_from_db()
    client.force_login(ada)
    addresses.confirm_for(change, by=administrator(), now=timezone.now())
    assert client.get(reverse("people:account")).status_code == 302


def test_e34_whoever_asked_cannot_confirm_nor_can_the_person_on_the_desk_nor_a_puppet_appointed_for_it(
    ada: User, olga: User
) -> None:
    now = timezone.now()
    change = asked(ada, by=olga)
    puppet = UserFactory.create(name="Puppet")
    puppet.is_organization_administrator = puppet.is_staff = True
    editing.keep(puppet, changed=["is_organization_administrator"], by=olga, now=now)
    User.objects.filter(pk=ada.pk).update(is_organization_administrator=True, is_staff=True)
    ada.refresh_from_db()

    for by, words in (
        (olga, "yourself"),
        (ada, "your own account"),
        (puppet, "less than a week"),
        (UserFactory.create(), "Only organisation"),
    ):
        with pytest.raises(PeopleError, match=words):
            addresses.confirm_for(change, by=by, now=now)

    assert address_of(ada) == "ada@example.org"
    addresses.confirm_for(change, by=puppet, now=now + appointing.SETTLED + timedelta(hours=1))
    assert address_of(ada) == "ada@elsewhere.example"


@pytest.mark.parametrize(
    ("asks", "confirms"),
    [
        ("puppet", "olga"),
        ("olga", "puppet of the puppet"),
        ("puppet of the puppet", "olga"),
        ("puppet", "other puppet"),
    ],
)
def test_e34_an_administrator_and_those_who_owe_them_the_role_are_one_word(
    ada: User, olga: User, asks: str, confirms: str
) -> None:
    now = timezone.now()
    puppet = appoint("Puppet", by=olga, now=now)
    people = {
        "olga": olga,
        "puppet": puppet,
        "puppet of the puppet": appoint("Puppet’s puppet", by=puppet, now=now),
        "other puppet": appoint("Other puppet", by=olga, now=now),
    }
    change = asked(ada, by=people[asks], now=now)

    with pytest.raises(PeopleError, match="less than a week"):
        addresses.confirm_for(change, by=people[confirms], now=now)

    assert address_of(ada) == "ada@example.org"
    addresses.confirm_for(change, by=administrator(), now=now)
    assert address_of(ada) == "ada@elsewhere.example"


def test_e34_who_was_appointed_by_others_this_week_is_a_second_person(ada: User, olga: User) -> None:
    now = timezone.now()
    change = asked(ada, by=olga, now=now)

    addresses.confirm_for(change, by=appoint("New", by=administrator(), now=now), now=now)

    assert address_of(ada) == "ada@elsewhere.example"


def test_e34_a_second_administrator_confirms_on_the_desk_and_it_is_on_record(
    client: Client, ada: User, olga: User
) -> None:
    change = asked(ada, by=olga)
    second = administrator(name="Sam Second")
    client.force_login(second)
    assert "Confirm new addresses" in client.get(reverse("admin:index")).content.decode()
    assert "ada@elsewhere.example" in client.get(reverse(LIST)).content.decode()

    response = client.post(reverse(LIST), {"action": "confirm_addresses", "_selected_action": [change.pk]})

    assert said(response) == ["1 new address is confirmed."]
    assert address_of(ada) == "ada@elsewhere.example"
    events = AuditEvent.objects.filter(action__startswith="address.").order_by("pk")
    assert [(event.action, event.actor, event.details) for event in events] == [
        ("address.asked", olga, {"change": change.pk}),
        ("address.confirmed", second, {"change": change.pk, "how": "administrator"}),
    ]
    old, new = mails_to("ada@example.org"), [one for one in mail.outbox if one.to == ["ada@elsewhere.example"]]
    assert [one.subject for one in (*old, *new)] == [
        "The address of your mentoring account has changed",
        "You can now sign in with this address",
    ]
    for letter in (*old, *new):
        check_mail(letter)
    assert "Sam Second" in str(old[0].body)


def test_e34_the_one_who_asked_is_told_so_on_the_desk(client: Client, ada: User, olga: User) -> None:
    change = asked(ada, by=olga)
    client.force_login(olga)

    response = client.post(reverse(LIST), {"action": "confirm_addresses", "_selected_action": [change.pk]})

    assert said(response) == ["You asked for this change yourself. Another administrator has to confirm it."]
    client.post(reverse(LIST), {"action": "withdraw_changes", "_selected_action": [change.pk]})
    change.refresh_from_db()
    assert change.status == AddressStatus.WITHDRAWN


def test_e34_coordinators_neither_see_nor_confirm_changed_addresses(client: Client, ada: User, olga: User) -> None:
    change = asked(ada, by=olga)
    client.force_login(UserFactory.create(is_staff=True))

    assert "ada@elsewhere" not in client.get(reverse(LIST)).content.decode()
    client.post(reverse(LIST), {"action": "confirm_addresses", "_selected_action": [change.pk]})
    assert address_of(ada) == "ada@example.org"


def test_e34_a_later_change_replaces_the_earlier_and_its_link(client: Client, ada: User, olga: User) -> None:
    first = asked(ada, "one@example.org", by=olga)
    token = addresses.mint(first)

    second = asked(ada, "two@example.org", by=olga)

    first.refresh_from_db()
    assert (first.status, second.old) == (AddressStatus.REPLACED, "ada@example.org")
    assert client.get(reverse("people:address_link", args=[token])).status_code == 404
    assert addresses.ask(ada, "two@example.org", by=olga, now=timezone.now()) is None, "asked for already"
    assert addresses.ask(ada, "ADA@example.org", by=olga, now=timezone.now()) is None, "the present one"


def test_e34_an_address_that_waits_for_one_person_is_no_other_persons(ada: User, olga: User) -> None:
    asked(ada, by=olga)
    ben = UserFactory.create(name="Ben Okri")

    with pytest.raises(PeopleError, match="waiting to become Ada Lovelace’s new address"):
        addresses.ask(ben, "ADA@elsewhere.example", by=olga, now=timezone.now())
    with pytest.raises(PeopleError, match="waiting to become Ada Lovelace’s new address"):
        editing.keep(User(email="ada@elsewhere.example", name="Eve"), changed=[], by=olga, now=timezone.now())


def test_e34_a_change_whose_address_somebody_took_meanwhile_is_not_confirmed(ada: User, olga: User) -> None:
    change = asked(ada, by=olga)
    UserFactory.create(name="Eve", email="ada@elsewhere.example")

    with pytest.raises(PeopleError, match="belongs to Eve"):
        addresses.confirm_for(change, by=administrator(), now=timezone.now())


def test_e34_the_database_keeps_what_was_asked_and_decided(ada: User, olga: User) -> None:
    change = asked(ada, by=olga)

    for refused in (
        lambda: AddressChange.objects.filter(pk=change.pk).update(new="eve@example.org"),
        lambda: AddressChange.objects.filter(pk=change.pk).update(asked_by=None),
        lambda: AddressChange.objects.filter(pk=change.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="permission denied|decided once"), transaction.atomic():
            refused()
    addresses.stop(change, now=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        AddressChange.objects.filter(pk=change.pk).update(status=AddressStatus.WAITING, decided_at=None)


def test_e34_a_typing_error_in_a_row_just_added_is_corrected_at_once_by_its_author_alone(olga: User) -> None:
    now = timezone.now()
    row = editing.keep(User(email="ben@exampel.org", name="Ben"), changed=[], by=olga, now=now)

    asked(row, "ben@example.org", by=olga)
    assert address_of(row) == "ben@example.org"
    assert AddressChange.objects.get().confirmation == Confirmation.NEW_ROW

    asked(row, "ben@elsewhere.example", by=administrator())
    assert address_of(row) == "ben@example.org", "another administrator did not add the row"


@pytest.mark.parametrize("use", ["invited", "signed in", "supervises", "old"])
def test_e34_a_row_that_somebody_relies_on_is_no_longer_new(olga: User, use: str) -> None:
    now = timezone.now()
    row = editing.keep(User(email="ben@example.org", name="Ben"), changed=[], by=olga, now=now)
    fields = {
        "invited": {"invited_at": now},
        "signed in": {"last_login": now},
        "old": {"created_at": now - timedelta(days=2)},
    }
    if use == "supervises":
        UserFactory.create(supervisor=row)
    else:
        User.objects.filter(pk=row.pk).update(**fields[use])

    asked(row, "ben@elsewhere.example", by=olga)

    assert address_of(row) == "ben@example.org"


def test_e34_a_leaver_s_address_is_given_free_and_opens_the_account_to_nobody(client: Client, olga: User) -> None:
    today = timezone.now().date()
    lea = UserFactory.create(name="Lea Left", email="sales@example.org", left_on=today - timedelta(days=9))
    here = UserFactory.create(name="Ida Here")
    client.force_login(olga)

    response = client.post(
        reverse("admin:people_user_changelist") + "?employment=all",
        {"action": "release_addresses", "_selected_action": [lea.pk, here.pk]},
    )

    assert sorted(said(response)) == ["1 address is free again.", "Ida Here works here and keeps the address."]
    assert address_of(lea) == f"{lea.public_id}@left.invalid"
    new = editing.keep(User(email="sales@example.org", name="Nils New"), changed=[], by=olga, now=timezone.now())
    assert new.pk != lea.pk


# The import


def test_e34_the_audit_trail_holds_no_address(ada: User, olga: User) -> None:
    addresses.confirm_for(asked(ada, by=olga), by=administrator(), now=timezone.now())
    audit.record("person.changed", ada, by=olga, now=timezone.now())

    assert not [event for event in AuditEvent.objects.all() if "@" in str(event.details)]
