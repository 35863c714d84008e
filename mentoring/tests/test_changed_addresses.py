"""Nobody becomes somebody else by way of a changed address (E-34)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from notifications.delivery import deliver_due
from notifications.tests.checking import check_mail, link_of
from people import addresses, appointing, audit, editing
from people.errors import PeopleError
from people.models import AddressChange, AddressStatus, AuditEvent, Confirmation, User
from people.tests.conftest import no_limits_left_over  # noqa: F401 - a fixture
from people.tests.factories import UserFactory
from people.tests.importing import bring_in, counts
from people.tests.test_admin import change as form_of
from people.tests.test_admin import said

if TYPE_CHECKING:
    from django.core.mail import EmailMessage
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_limits_left_over")]
LIST = "admin:people_addresschange_changelist"
CODE = re.compile(r"^\s*([A-Z0-9-]{6,})\s*$", re.MULTILINE)


def administrator(**fields: object) -> User:
    return UserFactory.create(is_staff=True, is_organization_administrator=True, **fields)


@pytest.fixture
def olga() -> User:
    """Return the administrator who changes addresses."""
    return administrator(name="Olga Admin", email="olga@example.org")


@pytest.fixture
def ada() -> User:
    """Return the person whose address is changed; she has been here for long."""
    ada = UserFactory.create(name="Ada Lovelace", email="ada@example.org", last_login=timezone.now())
    User.objects.filter(pk=ada.pk).update(created_at=timezone.now() - timedelta(days=400))
    ada.refresh_from_db()
    return ada


def asked(
    person: User, new: str = "ada@elsewhere.example", *, by: User | None, now: datetime | None = None
) -> AddressChange:
    change = addresses.ask(person, new, by=by, now=now or timezone.now())
    assert change is not None
    return change


def address_of(person: User) -> str:
    return User.objects.values_list("email", flat=True).get(pk=person.pk)


def mails_to(address: str) -> list[EmailMessage]:
    """Send what is due and return what went to the address."""
    mail.outbox.clear()
    deliver_due(now=timezone.now() + timedelta(seconds=1))
    return [one for one in mail.outbox if one.to == [address]]


def code_for(client: Client, email: str) -> str:
    """Ask for a code from the beginning, and return it; empty where none was sent."""
    client.cookies.clear()
    mail.outbox.clear()
    client.post(reverse("account_request_login_code"), {"email": email})
    deliver_due(now=timezone.now() + timedelta(seconds=1))
    found = [CODE.search(str(one.body)) for one in mail.outbox if one.to == [email]]
    return next((match[1] for match in found if match), "")


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_e34_an_administrator_who_changes_an_address_gets_no_code_at_the_new_one(
    client: Client, ada: User, olga: User
) -> None:
    client.force_login(olga)

    page = reverse("admin:people_user_change", args=[ada.pk])
    response = client.post(page, form_of(ada, email="ada@elsewhere.example"))

    assert said(response)[0] == "The new address counts once Ada Lovelace or another administrator has confirmed it."
    assert address_of(ada) == "ada@example.org"
    assert "ada@elsewhere.example is waiting to be confirmed" in client.get(page).content.decode()
    assert code_for(client, "ada@elsewhere.example") == ""
    assert code_for(client, "ada@example.org")


def test_e34_a_password_reset_does_not_go_to_an_address_that_waits(client: Client, ada: User, olga: User) -> None:
    asked(ada, by=olga)
    mails_to("")

    client.post(reverse("account_reset_password"), {"email": "ada@elsewhere.example"})

    assert mails_to("ada@elsewhere.example") == []


def test_e34_the_old_address_is_told_and_confirms_by_a_link_without_an_account(
    client: Client, ada: User, olga: User
) -> None:
    change = asked(ada, by=olga)
    (letter,) = mails_to("ada@example.org")
    check_mail(letter)
    assert "ada@elsewhere.example" in str(letter.body)
    path = link_of(letter).removeprefix("http://127.0.0.1:8000")

    assert "Is the new address yours?" in client.get(path).content.decode()
    assert address_of(ada) == "ada@example.org", "opening the page changes nothing"
    assert "Your new address is confirmed" in client.post(path, {"choice": "confirm"}).content.decode()

    assert address_of(ada) == "ada@elsewhere.example"
    change.refresh_from_db()
    assert (change.status, change.confirmation) == (AddressStatus.CONFIRMED, Confirmation.OLD_ADDRESS)
    assert client.get(path).status_code == 404
    assert code_for(client, "ada@elsewhere.example")
    assert code_for(client, "ada@example.org") == ""


def test_e34_a_scanner_that_opens_the_link_and_presses_every_button_neither_confirms_nor_stops(
    client: Client, ada: User, olga: User
) -> None:
    change = asked(ada, by=olga)
    path = link_of(mails_to("ada@example.org")[0]).removeprefix("http://127.0.0.1:8000")

    page = client.get(path).content.decode()
    forms = re.findall(r"<form\b.*?</form>", page, re.DOTALL)
    assert len(forms) == 1, page
    buttons = re.findall(r"<button\b[^>]*>", forms[0])
    assert len(buttons) == 1, forms
    assert "checked" not in forms[0]
    for pressed in ({}, {"confirm": ""}, {"stop": ""}, *({name: ""} for name in re.findall(r'name="(\w+)"', page))):
        assert "Choose one of the answers." in client.post(path, pressed).content.decode()

    change.refresh_from_db()
    assert (change.status, address_of(ada)) == (AddressStatus.WAITING, "ada@example.org")


def test_e34_this_was_not_me_stops_the_change_without_an_account_and_tells_administrators(
    client: Client, ada: User, olga: User
) -> None:
    change = asked(ada, by=olga)
    path = link_of(mails_to("ada@example.org")[0]).removeprefix("http://127.0.0.1:8000")

    assert "The change is stopped" in client.post(path, {"choice": "stop"}).content.decode()

    change.refresh_from_db()
    assert change.status == AddressStatus.STOPPED
    (letter,) = mails_to("olga@example.org")
    check_mail(letter)
    assert "Ada Lovelace says that a new email address in the directory is not theirs" in str(letter.body)
    with pytest.raises(PeopleError, match="not waiting any more: Stopped by the person"):
        addresses.confirm_for(change, by=administrator(), now=timezone.now())


def test_e34_the_link_is_kept_as_a_digest_and_its_pages_carry_the_headers_of_signing_links(
    client: Client, ada: User, olga: User
) -> None:
    change = asked(ada, by=olga)
    token = addresses.mint(change)

    change.refresh_from_db()
    assert token not in str(change.__dict__)
    page = client.get(reverse("people:address_link", args=[token]))
    assert (page["Referrer-Policy"], page["Cache-Control"]) == ("no-referrer", "no-store")
    assert client.get(reverse("people:address_link", args=["x" * 43])).status_code == 404
    later = timezone.now() + addresses.LINK_LIFETIME
    assert addresses.find(token, now=later) is None


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
        (UserFactory.create(), "Only organization"),
    ):
        with pytest.raises(PeopleError, match=words):
            addresses.confirm_for(change, by=by, now=now)

    assert address_of(ada) == "ada@example.org"
    addresses.confirm_for(change, by=puppet, now=now + appointing.SETTLED + timedelta(hours=1))
    assert address_of(ada) == "ada@elsewhere.example"


def appoint(name: str, *, by: User, now: datetime) -> User:
    person = UserFactory.create(name=name)
    return appointing.appoint_administrator(person, by=by, now=now)


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


def test_e34_a_code_that_went_to_the_old_address_confirms_on_the_own_page(
    client: Client, ada: User, olga: User
) -> None:
    asked(ada, by=olga)
    code = code_for(client, "ada@example.org")
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert "Check your new email address" in client.get(reverse("home")).content.decode()

    client.post(reverse("people:address"), {"confirm": ""})

    assert address_of(ada) == "ada@elsewhere.example"
    assert client.get(reverse("people:account")).status_code == 302, "signed out by it"


def test_e34_a_session_without_proof_cannot_confirm_but_stop(client: Client, ada: User, olga: User) -> None:
    change = asked(ada, by=olga)
    ada.refresh_from_db()
    client.force_login(ada)
    assert "Yes, use the new address" not in client.get(reverse("people:address")).content.decode()

    client.post(reverse("people:address"), {"confirm": ""})
    assert address_of(ada) == "ada@example.org"

    client.post(reverse("people:address"), {"stop": ""})
    change.refresh_from_db()
    assert (change.status, change.decided_by) == (AddressStatus.STOPPED, ada)


def second_factor(client: Client, person: User, *, made: datetime) -> None:
    """Give somebody an app for codes, and use it in this session."""
    secret = totp.generate_totp_secret()
    made_by_app = totp.TOTP.activate(person, secret).instance
    Authenticator.objects.filter(pk=made_by_app.pk).update(created_at=made)
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    client.post(reverse("mfa_reauthenticate"), {"code": code})


@pytest.mark.parametrize(("made_days_ago", "address"), [(30, "ada@elsewhere.example"), (0, "ada@example.org")])
def test_e34_a_second_step_confirms_if_it_was_there_before(
    client: Client, ada: User, olga: User, made_days_ago: int, address: str
) -> None:
    now = timezone.now()
    asked(ada, by=olga, now=now - timedelta(hours=1))
    ada.refresh_from_db()
    client.force_login(ada)
    second_factor(client, ada, made=now - timedelta(days=made_days_ago))

    client.post(reverse("people:address"), {"confirm": ""})

    assert address_of(ada) == address


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

    with pytest.raises(PeopleError, match="waiting to become the one of Ada Lovelace"):
        addresses.ask(ben, "ADA@elsewhere.example", by=olga, now=timezone.now())
    with pytest.raises(PeopleError, match="waiting to become the one of Ada Lovelace"):
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
        with pytest.raises(IntegrityError), transaction.atomic():
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


def test_e34_the_only_administrator_confirms_their_own_by_the_link_and_an_operator_by_the_command(olga: User) -> None:
    User.objects.filter(pk=olga.pk).update(created_at=timezone.now() - timedelta(days=9), last_login=timezone.now())
    olga.refresh_from_db()
    change = asked(olga, "olga@elsewhere.example", by=olga)
    with pytest.raises(PeopleError, match="yourself"):
        addresses.confirm_for(change, by=olga, now=timezone.now())
    with pytest.raises(CommandError, match="No change to the address nobody@example.org"):
        call_command("confirm_address", "nobody@example.org")

    call_command("confirm_address", "Olga@elsewhere.example")

    assert address_of(olga) == "olga@elsewhere.example"
    assert AddressChange.objects.get().confirmation == Confirmation.OPERATOR


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


def refusals(text: str) -> list[str]:
    plan = bring_in(text, now=timezone.now(), skip_refused=True)
    return [reason for line in plan.lines for reason in line.reasons]


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
            "the desk first. If it is somebody new, change Jane Smith’s address first."
        )
    ]
    assert refusals("email,name\nj.smith@example.org,Jane Miller\n") == [], "a new surname is the same person"


def test_e34_a_new_colleague_at_an_earlier_or_a_waiting_address_is_asked_about(ada: User, olga: User) -> None:
    addresses.confirm_for(asked(ada, "ada.king@example.org", by=olga), by=administrator(), now=timezone.now())
    asked(ada, "countess@example.org", by=olga)

    assert refusals("email,name\nada@example.org,Eve New\ncountess@example.org,Eva New\n") == [
        "The email address was Ada Lovelace’s before. If it belongs to somebody new by now, add them on the desk.",
        "The email address is waiting to become the one of Ada Lovelace.",
    ]


def test_e34_what_the_person_has_stopped_no_import_asks_for_again(ada: User, olga: User) -> None:
    addresses.stop(asked(ada, by=olga), now=timezone.now())

    assert refusals(f"Employee ID,email,name\n{ada.employee_number},ada@elsewhere.example,Ada Lovelace\n") == [
        "Ada Lovelace has said that this is not their email address. Ask them, and change it on the desk."
    ]


def test_e34_a_code_that_was_on_its_way_to_the_old_address_is_void_once_the_new_one_counts(
    client: Client, ada: User, olga: User
) -> None:
    change = asked(ada, by=olga)
    code = code_for(client, "ada@example.org")
    addresses.confirm_for(change, by=administrator(), now=timezone.now())

    client.post(reverse("account_confirm_login_code"), {"code": code})

    assert not signed_in(client)


def test_e34_the_audit_trail_holds_no_address(ada: User, olga: User) -> None:
    addresses.confirm_for(asked(ada, by=olga), by=administrator(), now=timezone.now())
    audit.record("person.changed", ada, by=olga, now=timezone.now())

    assert not [event for event in AuditEvent.objects.all() if "@" in str(event.details)]
