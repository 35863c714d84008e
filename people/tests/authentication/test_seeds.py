"""Seeds of second steps are not in clear in the database, and open for their owner alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.db import connection
from django.urls import reverse

from people.models import User
from people.tests.authentication.test_second_factor import set_up_codes
from people.tests.factories import UserFactory

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_limits_left_over")]


def code_of(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def dump() -> str:
    """Return everything that the tables of second steps and of sessions hold, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(a)::text FROM mfa_authenticator a")
        return "\n".join(text for (text,) in cursor.fetchall())


def made(person: User) -> str:
    """Set up codes by an app, and return the seed."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(person, secret)
    return secret


def is_right(person: User, code: str) -> bool:
    return totp.TOTP(Authenticator.objects.get(user=person, type="totp")).validate_code(code)


def test_a_seed_that_was_set_up_on_the_page_is_nowhere_in_the_table(client: Client) -> None:
    ada = UserFactory.create(email="ada@example.org")
    ada.set_password("a quiet long password 77")
    ada.save()
    client.post(reverse("account_login"), {"login": ada.email, "password": "a quiet long password 77"})
    client.post(reverse("account_reauthenticate"), {"password": "a quiet long password 77"})
    client.get(reverse("mfa_activate_totp"))

    set_up_codes(client)

    secret = totp.decrypt(Authenticator.objects.get(user=ada, type="totp").data["secret"])
    assert len(secret) == 32
    assert secret not in dump()
    assert totp.SECRET_SESSION_KEY not in client.session, "nor in the session, once it is set up"
    assert is_right(ada, code_of(secret))


def test_codes_for_emergencies_open_and_their_seed_is_sealed() -> None:
    ada = UserFactory.create()
    codes = RecoveryCodes.activate(ada).generate_codes()

    row = Authenticator.objects.get(user=ada)
    assert row.data["seed"].startswith(f"sealed:{ada.pk}:")
    assert RecoveryCodes(row).generate_codes() == codes
    assert RecoveryCodes(row).validate_code(codes[0])


def test_a_seed_copied_into_another_person_s_row_opens_nothing_there() -> None:
    eve, ada = UserFactory.create(), UserFactory.create()
    secret_of_eve, _secret_of_ada = made(eve), made(ada)
    copied = Authenticator.objects.get(user=eve).data["secret"]

    Authenticator.objects.filter(user=ada).update(data={"secret": copied})
    assert not is_right(ada, code_of(secret_of_eve))

    relabelled = copied.replace(f"sealed:{eve.pk}:", f"sealed:{ada.pk}:")
    Authenticator.objects.filter(user=ada).update(data={"secret": relabelled})
    assert not is_right(ada, code_of(secret_of_eve))


def test_a_changed_secret_key_keeps_second_steps_while_the_earlier_one_is_a_fallback(settings: SettingsWrapper) -> None:
    ada = UserFactory.create()
    secret = made(ada)

    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another secret, " * 5
    assert is_right(ada, code_of(secret))

    settings.SECRET_KEY_FALLBACKS = []
    assert not is_right(ada, code_of(secret)), "and no error either"
