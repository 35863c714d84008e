"""People of the directory can set up a second factor at once: the directory vouches for their address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from people.accounts import addresses, editing
from people.models import Confirmation, User
from people.tests.delivering import deliver
from people.tests.factories import UserFactory
from people.tests.importing import bring_in

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

PASSWORD = "a quiet long password 77"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_limits_left_over")]


@pytest.fixture
def ada() -> User:
    """Return someone whom an import brought, and who has a password."""
    bring_in("Email,Name\nada@example.org,Ada Lovelace\n", now=timezone.now())
    person = User.objects.get(email="ada@example.org")
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(client: Client, email: str) -> User | None:
    """Sign in by password from the beginning, and return who is signed in then."""
    client.cookies.clear()
    client.post(reverse("account_login"), {"login": email, "password": PASSWORD})
    pk = client.session.get("_auth_user_id")
    return User.objects.filter(pk=pk).first() if pk else None


def set_up_codes(client: Client) -> None:
    """Set up an app for codes, as its pages ask: the password once more, then a code."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.get(reverse("mfa_activate_totp"))
    secret = client.session[auth.SECRET_SESSION_KEY]
    code = auth.format_hotp_value(auth.hotp_value(secret, next(auth.yield_hotp_counters_from_time())))
    client.post(reverse("mfa_activate_totp"), {"code": code})


def test_somebody_with_a_password_sets_up_an_app_for_codes(client: Client, ada: User) -> None:
    sign_in(client, ada.email)
    client.get(reverse("account_email"))

    set_up_codes(client)

    assert Authenticator.objects.filter(user=ada, type=Authenticator.Type.TOTP).exists()


def test_somebody_who_came_in_without_signing_in_here_can_do_so_too(client: Client, ada: User) -> None:
    client.force_login(ada)
    client.get(reverse("account_email"))

    assert client.get(reverse("mfa_index")).status_code == 200
    assert not EmailAddress.objects.filter(user=ada, verified=False).exists()


def test_the_page_for_a_passkey_opens(client: Client, ada: User) -> None:
    sign_in(client, ada.email)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    page = client.get(reverse("mfa_add_webauthn"))

    assert page.status_code == 200
    assert "Let me sign in with just this passkey" in page.content.decode()
    assert 'value="Passkey 1"' in page.content.decode()


@pytest.mark.django_db(transaction=True)  # what happens on commit happens within the request
def test_e36_staff_are_led_there_and_may_open_the_desk_afterwards(
    client: Client, ada: User, settings: SettingsWrapper
) -> None:
    settings.STAFF_MFA_REQUIRED = True
    User.objects.filter(pk=ada.pk).update(is_staff=True)
    sign_in(client, ada.email)
    assert client.get(reverse("admin:index")).url == reverse("mfa_index")

    set_up_codes(client)

    assert client.get(reverse("admin:index")).status_code == 200


def test_a_changed_address_can_set_one_up_and_the_old_one_signs_nobody_in(client: Client, ada: User) -> None:
    change = addresses.ask(ada, "ada.king@example.org", by=None, now=timezone.now())
    assert change is not None
    addresses.confirm_own(change, how=Confirmation.OPERATOR, now=timezone.now())
    deliver()
    mail.outbox.clear()

    assert sign_in(client, "ada@example.org") is None
    client.post(reverse("account_request_login_code"), {"email": "ada@example.org"})
    deliver()
    assert mail.outbox == []
    assert sign_in(client, "ada.king@example.org") == ada
    set_up_codes(client)
    assert Authenticator.objects.filter(user=ada).exists()


def test_somebody_who_signed_up_proves_their_address_first(client: Client, settings: SettingsWrapper) -> None:
    settings.SIGN_UP_DOMAINS = ["example.org"]
    client.post(reverse("account_signup"), {"email": "new@example.org", "name": "New", "password1": PASSWORD})

    assert sign_in(client, "new@example.org") is None
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("new@example.org", False)]


def test_somebody_added_by_hand_has_a_proved_address(now: object) -> None:
    by = UserFactory.create(is_organization_administrator=True)
    person = editing.keep(User(email="Ben@Example.org", name="Ben"), changed=[], by=by, now=timezone.now())

    assert list(EmailAddress.objects.filter(user=person).values_list("email", "verified", "primary")) == [
        ("ben@example.org", True, True)
    ]
