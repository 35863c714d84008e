"""Sign-in by the organisation's identity provider leads to the person in the directory, or nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.account.models import EmailAddress
from allauth.core.context import request_context
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from people.models import User
from people.sign_in import SocialAccountAdapter
from people.tests.factories import UserFactory

if TYPE_CHECKING:
    from django.test import RequestFactory
    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _provider(settings: SettingsWrapper) -> None:
    """Name an identity provider, as OIDC_SERVER_URL does."""
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "work",
                    "name": "Work",
                    "client_id": "x",
                    "settings": {"server_url": "https://id.example"},
                }
            ]
        }
    }


def come_back(rf: RequestFactory, email: str, *, verified: bool = True, name: str = "Ada Lovelace") -> HttpRequest:
    """Return from the provider with an address, and hand back the request with what became of it."""
    request = rf.get("/accounts/oidc/work/login/callback/")
    SessionMiddleware(lambda _request: HttpResponse()).process_request(request)
    MessageMiddleware(lambda _request: HttpResponse()).process_request(request)
    request.user = AnonymousUser()
    login = SocialLogin(
        user=User(),
        account=SocialAccount(provider="work", uid=f"uid-{email}"),
        email_addresses=[EmailAddress(email=email, verified=verified, primary=True)],
        provider=SocialAccountAdapter(request).get_provider(request, "work"),
    )
    SocialAccountAdapter(request).populate_user(request, login, {"email": email, "name": name})
    login.state = {"process": "login"}
    with request_context(request):
        request.answer = complete_social_login(request, login)  # type: ignore[attr-defined]
    return request


def test_a_verified_address_leads_to_the_person_in_the_directory(rf: RequestFactory) -> None:
    ada = UserFactory.create(email="ada@example.org", name="Ada L.")

    request = come_back(rf, "Ada@Example.org")

    assert request.user == ada
    assert SocialAccount.objects.get().user == ada
    ada.refresh_from_db()
    assert ada.name == "Ada L.", "the directory's name stays"


def test_the_second_time_the_account_is_known_whatever_address_it_brings(rf: RequestFactory) -> None:
    ada = UserFactory.create(email="ada@example.org")
    come_back(rf, "ada@example.org")
    SocialAccount.objects.update(uid="uid-renamed@example.org")

    assert come_back(rf, "renamed@example.org").user == ada


def test_an_address_that_the_provider_has_not_verified_opens_nothing(rf: RequestFactory) -> None:
    UserFactory.create(email="ada@example.org")

    request = come_back(rf, "ada@example.org", verified=False)

    assert not request.user.is_authenticated
    assert not SocialAccount.objects.exists()


def test_a_stranger_is_not_let_in(rf: RequestFactory) -> None:
    request = come_back(rf, "stranger@example.org")

    assert not request.user.is_authenticated
    assert b"You need an invitation" in request.answer.content
    assert not User.objects.exists()


def test_a_colleague_of_an_allowed_domain_is_let_in_with_their_name(
    rf: RequestFactory, settings: SettingsWrapper
) -> None:
    settings.SIGN_UP_DOMAINS = ["example.org"]

    request = come_back(rf, "new@example.org", name="New Colleague")

    person = User.objects.get()
    assert request.user == person
    assert (person.email, person.name, person.is_staff) == ("new@example.org", "New Colleague", False)


def test_a_leaver_is_shown_the_page_of_closed_accounts(rf: RequestFactory) -> None:
    UserFactory.create(email="ada@example.org", left_on=timezone.localdate())

    request = come_back(rf, "ada@example.org")

    assert not request.user.is_authenticated
    assert request.answer.url == reverse("account_inactive")
