"""People of the directory sign in by a code to their address, and nobody else gets in (E-05)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from people.authentication.sign_in import DirectoryBackend
from people.models import User
from people.tests.delivering import deliver
from people.tests.factories import SiteFactory, UserFactory

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries
    from pytest_django.fixtures import SettingsWrapper

PASSWORD = "a quiet long password 77"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_limits_left_over")]


def ask_for_code(client: Client, email: str) -> str:
    """Ask for a code and return it from the mail; empty where no mail came."""
    mail.outbox.clear()
    answer = client.post(reverse("account_request_login_code"), {"email": email})
    assert answer.url == reverse("account_confirm_login_code")
    deliver()
    if not mail.outbox:
        return ""
    found = re.search(r"^\s*([A-Z0-9-]{6,})\s*$", str(mail.outbox[0].body), re.MULTILINE)
    assert found, mail.outbox[0].body
    return found[1]


def page_after_asking(client: Client, email: str) -> str:
    """Return the page that asks for the code, without what differs from one request to the next."""
    client.cookies.clear()  # each from the beginning
    client.post(reverse("account_request_login_code"), {"email": email})
    page = client.get(reverse("account_confirm_login_code")).content.decode()
    return re.sub(r"[A-Za-z0-9]{64}", "token", page).replace(email, "somebody")


def signed_in(client: Client) -> User | None:
    """Return who is signed in."""
    pk = client.session.get("_auth_user_id")
    return User.objects.all().filter(pk=pk).first() if pk else None


def test_somebody_of_the_directory_signs_in_by_a_code_typed_in_any_case_of_the_address(client: Client) -> None:
    ada = UserFactory.create(email="Ada.Lovelace@Example.org")

    code = ask_for_code(client, "ADA.lovelace@example.ORG")
    answer = client.post(reverse("account_confirm_login_code"), {"code": code})

    assert answer.url == reverse("home")
    assert signed_in(client) == ada
    assert len(mail.outbox) == 1, "one code, and no second mail to verify the address"
    assert list(EmailAddress.objects.values_list("user", "email", "verified", "primary")) == [
        (ada.pk, "ada.lovelace@example.org", True, True)
    ]


def test_a_wrong_code_lets_nobody_in(client: Client) -> None:
    UserFactory.create(email="ada@example.org")
    ask_for_code(client, "ada@example.org")

    client.post(reverse("account_confirm_login_code"), {"code": "WRONG1"})

    assert signed_in(client) is None


def test_an_unknown_address_gets_no_mail(client: Client) -> None:
    assert ask_for_code(client, "stranger@example.org") == ""


def test_the_page_does_not_tell_whether_an_address_is_known(client: Client) -> None:
    known = UserFactory.create(email="known@example.org").email

    assert page_after_asking(client, known) == page_after_asking(client, "other@example.org")


def test_somebody_who_left_gets_no_code(client: Client) -> None:
    UserFactory.create(email="ada@example.org", left_on=timezone.now().date() - timedelta(days=1))

    assert ask_for_code(client, "ada@example.org") == ""


def test_somebody_who_leaves_with_a_code_in_hand_gets_the_page_of_closed_accounts(client: Client) -> None:
    ada = UserFactory.create(email="ada@example.org")
    code = ask_for_code(client, "ada@example.org")
    User.objects.all().filter(pk=ada.pk).update(left_on=timezone.now().date() - timedelta(days=1))

    answer = client.post(reverse("account_confirm_login_code"), {"code": code})

    assert answer.url == reverse("account_inactive")
    assert client.get(answer.url).status_code == 200
    assert signed_in(client) is None


def test_somebody_who_is_shut_out_gets_no_code(client: Client) -> None:
    UserFactory.create(email="ada@example.org", is_active=False)

    assert ask_for_code(client, "ada@example.org") == ""


@pytest.mark.parametrize("shut_out", [{"is_active": False}, {"left_on": timezone.now().date() - timedelta(days=1)}])
def test_a_password_does_not_help_the_shut_out_and_leavers(client: Client, shut_out: dict[str, object]) -> None:
    ada = UserFactory.create(email="ada@example.org", **shut_out)
    ada.set_password(PASSWORD)
    ada.save()

    answer = client.post(reverse("account_login"), {"login": "ada@example.org", "password": PASSWORD})

    assert answer.url == reverse("account_inactive")
    assert signed_in(client) is None


def test_a_password_works_for_who_has_one_without_a_mail_to_verify_the_address(client: Client) -> None:
    ada = UserFactory.create(email="ada@example.org")
    ada.set_password(PASSWORD)
    ada.save()

    answer = client.post(reverse("account_login"), {"login": "Ada@example.org", "password": PASSWORD})

    assert answer.url == reverse("home")
    assert signed_in(client) == ada
    deliver()
    assert mail.outbox == []


def test_an_empty_password_signs_nobody_in(client: Client) -> None:
    UserFactory.create(email="ada@example.org")

    client.post(reverse("account_login"), {"login": "ada@example.org", "password": ""})

    assert signed_in(client) is None


def test_e05_leaving_ends_open_sessions_with_the_next_request(client: Client) -> None:
    ada = UserFactory.create()
    client.force_login(ada)
    assert client.get(reverse("people:account")).status_code == 200

    User.objects.all().filter(pk=ada.pk).update(left_on=timezone.now().date() - timedelta(days=1))

    assert client.get(reverse("people:account")).status_code == 302


def test_the_person_of_a_session_comes_with_the_site_whose_time_zone_pages_need(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    pk = UserFactory.create(site=SiteFactory.create(time_zone="Asia/Tokyo")).pk

    with django_assert_num_queries(1):
        person = DirectoryBackend().get_user(pk)
        assert person is not None
        assert person.zone_name == "Asia/Tokyo"


def test_nobody_signs_up_unless_a_domain_is_allowed(client: Client) -> None:
    answer = client.post(reverse("account_signup"), {"email": "new@example.org", "name": "New"})

    assert answer.status_code == 200
    assert b"You need an invitation" in answer.content
    assert not User.objects.exists()


def test_a_colleague_from_an_allowed_domain_signs_up_once_the_address_is_proved(
    client: Client, settings: SettingsWrapper
) -> None:
    settings.SIGN_UP_DOMAINS = ["example.org"]

    client.post(reverse("account_signup"), {"email": "New@Example.org", "name": "New Colleague"})

    assert signed_in(client) is None
    deliver()
    code = re.search(r"^\s*([A-Z0-9-]{6,})\s*$", str(mail.outbox[0].body), re.MULTILINE)
    assert code
    client.post(reverse("account_email_verification_sent"), {"code": code[1]})
    person = signed_in(client)
    assert person is not None
    assert (person.email, person.name, person.is_staff) == ("new@example.org", "New Colleague", False)


def test_another_domain_cannot_sign_up(client: Client, settings: SettingsWrapper) -> None:
    settings.SIGN_UP_DOMAINS = ["example.org"]

    answer = client.post(reverse("account_signup"), {"email": "new@example.com", "name": "New"})

    assert "Use your address at example.org." in answer.content.decode()
    assert not User.objects.exists()


def test_signing_up_with_a_colleagues_address_makes_no_second_person(client: Client, settings: SettingsWrapper) -> None:
    settings.SIGN_UP_DOMAINS = ["example.org"]
    UserFactory.create(email="ada@example.org")

    client.post(reverse("account_signup"), {"email": "ada@example.org", "name": "Impostor"})
    deliver()

    assert signed_in(client) is None
    assert list(User.objects.all().values_list("email", flat=True)) == ["ada@example.org"]
    assert "already" in mail.outbox[0].subject.lower() + str(mail.outbox[0].body).lower()


def test_nobody_adds_an_address_of_their_own(client: Client) -> None:
    ada = UserFactory.create(email="ada@example.org")
    client.post(reverse("account_confirm_login_code"), {"code": ask_for_code(client, "ada@example.org")})

    client.post(reverse("account_email"), {"email": "ada@elsewhere.example", "action_add": ""})

    assert list(EmailAddress.objects.filter(user=ada).values_list("email", flat=True)) == ["ada@example.org"]
