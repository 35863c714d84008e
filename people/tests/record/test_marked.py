"""Who someone is, and what two decided about it, cannot be changed by SQL alone (E-34)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from people.accounts import addresses
from people.authentication import identities
from people.errors import PeopleError
from people.models import AddressChange, AuditEvent, IdentityReplacement, User
from people.record import marks, record_keys
from people.tests.factories import UserFactory
from people.tests.importing import bring_in
from people.tests.owning import owner_without_triggers

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db
WAYS_IN = {
    "address": "email = 'thief@example.org'",
    "name": "name = 'Olga Admin'",
    "password": "password = 'x'",
    "administrator": "is_organization_administrator = true, is_staff = true",
    "desk": "is_staff = true",
    "superuser": "is_superuser = true",
    "mark": "mark = repeat('0', 64), mark_number = mark_number + 1",
}


def sql(statement: str, *values: Any) -> None:  # noqa: ANN401 - whatever a column holds
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def administrator() -> User:
    return UserFactory.create(is_staff=True, is_organization_administrator=True)


def found() -> dict[tuple[str, int], str]:
    """What the nightly check finds among the marks."""
    return {place: why for place, _number, why in marks.look(marks.places(), record_keys.ring()) if why}


@pytest.mark.parametrize("way", WAYS_IN)
def test_e34_a_person_whom_sql_has_changed_cannot_sign_in_and_is_named(client: Client, way: str) -> None:
    person = UserFactory.create()
    sql(f"UPDATE people_user SET {WAYS_IN[way]} WHERE id = %s", person.pk)  # noqa: S608 - constants
    person.refresh_from_db()

    client.force_login(person)

    assert client.get(reverse("people:account")).status_code == 302
    assert not person.is_here(timezone.now())
    assert list(found()) == [("people.user", person.pk)]


def test_e34_what_the_application_writes_fits_whichever_way_it_is_written() -> None:
    boss, one, *_others = people = [UserFactory.create() for _number in range(4)]
    User.objects.filter(pk=one.pk).update(name="Ada King", supervisor_id=boss.pk)
    stale = User.objects.get(pk=one.pk)
    one.refresh_from_db()
    one.set_password("a long and quiet word")
    one.save()
    stale.is_staff = True
    stale.save(update_fields=["is_staff"])
    one.left_on = timezone.now().date()
    one.save()
    people[2].name, people[3].email = "Ben Okri", "ben.okri@example.org"
    User.objects.bulk_update(people[2:], ["name", "email"])
    bring_in(
        f"Email,Name,Supervisor\n{people[2].email},Ben O,{boss.email}\nnew@example.org,New One,{boss.email}\n",
        now=timezone.now(),
    )
    change = addresses.ask(people[3], "ben@example.org", by=administrator(), now=timezone.now())
    assert change is not None
    addresses.mint(change)
    addresses.confirm_for(change, by=administrator(), now=timezone.now())

    assert found() == {}
    assert User.objects.get(email="new@example.org").is_marked()


def test_e34_the_number_of_a_mark_counts_changes_and_not_saves() -> None:
    person = UserFactory.create()
    person.job_title = "Pilot"
    person.save()
    assert person.mark_number == 1

    person.name = "Ada King"
    person.save()
    assert (person.mark_number, person.is_marked()) == (2, True)


def test_e34_a_row_that_sql_has_changed_stays_named_when_the_application_writes_it() -> None:
    person = UserFactory.create()
    sql("UPDATE people_user SET is_staff = true WHERE id = %s", person.pk)

    person.refresh_from_db()
    person.name = "Ada King"
    person.save()
    User.objects.filter(pk=person.pk).update(name="Ada Lovelace")
    person.refresh_from_db()
    User.objects.bulk_update([person], ["name"])

    assert list(found()) == [("people.user", person.pk)]


def test_e34_an_earlier_state_is_refused_with_the_mark_that_it_had() -> None:
    person = UserFactory.create(is_staff=True)
    before = User.objects.get(pk=person.pk)
    person.is_staff = False
    person.save()
    back = "UPDATE people_user SET is_staff = true, mark_number = %s, mark = %s WHERE id = %s"

    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        sql(back, before.mark_number, before.mark, person.pk)
    seen = {("people.user", person.pk): person.mark_number}
    with owner_without_triggers() as cursor:
        cursor.execute(back, [before.mark_number, before.mark, person.pk])

    assert found() == {}
    now = {place: number for place, number, _why in marks.look(marks.places(), record_keys.ring())}
    assert [fault.reason for fault in marks.faults_since(seen, now)] == [
        "set back to what it was before an earlier check"
    ]
    assert [fault.reason for fault in marks.faults_since(seen, {})] == ["missing since an earlier check"]


def test_e34_the_mark_of_one_person_does_not_fit_another() -> None:
    boss, person = UserFactory.create(is_staff=True), UserFactory.create()
    with owner_without_triggers() as cursor:
        columns = ("email", "name", "password", "is_staff", "mark_number", "mark_key", "mark")
        cursor.execute("UPDATE people_user SET email = 'away@example.org' WHERE id = %s", [boss.pk])
        cursor.execute(
            f"UPDATE people_user SET {', '.join(f'{name} = %s' for name in columns)} WHERE id = %s",  # noqa: S608
            [*(getattr(boss, name) for name in columns), person.pk],
        )

    assert set(found()) == {("people.user", boss.pk), ("people.user", person.pk)}


def put_in(person: User) -> tuple[AddressChange, str]:
    """Put a change in as someone would who can write SQL, with the mark of a change that is their own."""
    own = addresses.ask(UserFactory.create(), "thief@example.org", by=None, now=timezone.now())
    assert own is not None
    token = addresses.mint(own)
    own.refresh_from_db()
    row = {name: getattr(own, name) for name in ("asked_at", "link_digests", "mark_number", "mark_key", "mark")}
    row |= {"person_id": person.pk, "old": person.email, "new": "other@example.org", "status": "waiting"}
    row["confirmation"] = ""
    names = ", ".join(row)
    sql(
        f"INSERT INTO people_addresschange ({names}) VALUES ({', '.join(['%s'] * len(row))})",  # noqa: S608
        *row.values(),
    )
    return AddressChange.objects.get(person=person), token


def test_e34_a_change_that_sql_has_put_in_is_confirmed_by_nobody_and_named() -> None:
    person = UserFactory.create()
    change, token = put_in(person)

    opened = addresses.find(token, now=timezone.now())
    with pytest.raises(PeopleError, match="asked for this change here"):
        addresses.confirm_for(change, by=administrator(), now=timezone.now())

    assert opened is None or opened.person_id != person.pk
    assert list(found()) == [("people.addresschange", change.pk)]
    assert addresses.ask(person, "mine@example.org", by=administrator(), now=timezone.now()), "a true one replaces it"


def test_e35_a_replacement_that_sql_has_put_in_is_confirmed_by_nobody() -> None:
    row = identities.note_attempt(UserFactory.create(), provider="x", uid="x", now=timezone.now())
    sql(
        "UPDATE people_identityreplacement SET status = 'asked', asked_at = now(), asked_by_id = %s", administrator().pk
    )

    with pytest.raises(PeopleError, match="asked for this here"):
        identities.confirm(row, by=administrator(), now=timezone.now())
    assert list(found()) == [("people.identityreplacement", row.pk)]


def test_e34_the_operator_looks_at_a_row_and_vouches_for_it_on_record() -> None:
    person = UserFactory.create(email="ada@example.org")
    sql("UPDATE people_user SET name = 'Ada King' WHERE id = %s", person.pk)
    out = io.StringIO()

    call_command("vouch_for", "people.user", str(person.pk), stdout=out)
    assert "name: Ada King" in out.getvalue()
    assert "password" not in out.getvalue()
    assert found() != {}
    call_command("vouch_for", "people.user", str(person.pk), "--as-it-is", stdout=out)

    assert found() == {}
    assert AuditEvent.objects.get(action="row.vouched").object_id == str(person.pk)
    with pytest.raises(CommandError, match="no marked row people.site 1"):
        call_command("vouch_for", "people.site", "1")


def test_e34_a_new_secret_takes_over_and_the_earlier_one_can_go(settings: SettingsWrapper) -> None:
    settings.SEALING_KEY = ""
    person, changed = UserFactory.create(), UserFactory.create()
    sql("UPDATE people_user SET name = 'Ada King' WHERE id = %s", changed.pk)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "b" * 60
    assert list(found()) == [("people.user", changed.pk)]

    assert marks.renew() >= 1

    settings.SECRET_KEY_FALLBACKS = []
    person.refresh_from_db()
    assert person.is_marked()
    assert list(found()) == [("people.user", changed.pk)]
    settings.SECRET_KEY = "c" * 60
    assert ("people.user", person.pk) in found(), "a secret that leaked was left out"
    call_command("vouch_for", "--lost-key", "--as-it-is", stdout=io.StringIO())
    assert found() == {}


def test_e34_every_list_of_marked_fields_names_fields() -> None:
    for model in marks.models():
        assert set(model().marked_values()) == set(model.MARKED)
    decided = [field.name for field in IdentityReplacement._meta.concrete_fields if field.name != "id"]
    assert set(IdentityReplacement.MARKED) == {name for name in decided if not name.startswith("mark")}
