"""The person confirms or stops a changed address by a link, a code or a second step (E-34)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from mentoring.tests.addresses.asking import address_of, administrator, asked, code_for, mails_to, signed_in
from notifications.tests.checking import check_mail, link_of
from people.accounts import addresses
from people.errors import PeopleError
from people.models import AddressChange, AddressStatus, Confirmation, User

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_limits_left_over")]


def second_factor(client: Client, person: User, *, made: datetime) -> None:
    """Give someone an app for codes, and use it in this session."""
    secret = totp.generate_totp_secret()
    made_by_app = totp.TOTP.activate(person, secret).instance
    Authenticator.objects.filter(pk=made_by_app.pk).update(created_at=made)
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    client.post(reverse("mfa_reauthenticate"), {"code": code})


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
    with pytest.raises(PeopleError, match="no longer waiting: Stopped by the person"):
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


def test_e34_a_code_that_was_on_its_way_to_the_old_address_is_void_once_the_new_one_counts(
    client: Client, ada: User, olga: User
) -> None:
    change = asked(ada, by=olga)
    code = code_for(client, "ada@example.org")
    addresses.confirm_for(change, by=administrator(), now=timezone.now())

    client.post(reverse("account_confirm_login_code"), {"code": code})

    assert not signed_in(client)
