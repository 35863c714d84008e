"""Sign-in by an identity provider, through allauth's own views and a provider on this machine (E-35)."""

from __future__ import annotations

import json
import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from notifications.tests.checking import check_mail
from notifications.transport.delivery import deliver_due
from people.accounts import addresses
from people.authentication import identities
from people.errors import PeopleError
from people.models import AuditEvent, IdentityReplacement, ReplacementStatus, User
from people.tests.conftest import no_limits_left_over  # noqa: F401 - a fixture
from people.tests.factories import UserFactory
from people.tests.test_admin import said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_limits_left_over")]
CALLBACK = "/accounts/oidc/work/login/callback/"


class StandIn(ThreadingHTTPServer):
    """An OpenID Connect provider: discovery, token and userinfo. `token` and `info` are what it says next."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.issuer = self.url
        self.token: dict[str, Any] = {}
        self.info: dict[str, Any] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def says(self, **claims: object) -> None:
        """Say this of the person who signs in next."""
        self.info = claims
        self.token = {"sub": claims.get("sub")}


class Answer(BaseHTTPRequestHandler):
    """Answers one request of the server's side."""

    server: StandIn

    def do_GET(self) -> None:
        """Discovery and userinfo."""
        if self.path.startswith("/.well-known/"):
            url = self.server.url
            self._send(
                {
                    "issuer": self.server.issuer,
                    "authorization_endpoint": f"{url}/authorize",
                    "token_endpoint": f"{url}/token",
                    "userinfo_endpoint": f"{url}/userinfo",
                    "jwks_uri": f"{url}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            )
        else:
            self._send(self.server.info)

    def do_POST(self) -> None:
        """A token for the code."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        claims = {"iss": self.server.issuer, "aud": "whetstone", "exp": int(time.time()) + 300, **self.server.token}
        token = jwt.encode(claims, "a secret of the stand-in, long enough", algorithm="HS256")
        self._send({"access_token": "x", "token_type": "Bearer", "id_token": token})

    def _send(self, data: object) -> None:
        body = json.dumps(data).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def provider(settings: SettingsWrapper) -> Iterator[StandIn]:
    """Start the provider, and name it in the settings as the environment would."""
    server = StandIn()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    app = {
        "provider_id": "work", "name": "Work account", "client_id": "whetstone", "secret": "s",
        "settings": {"server_url": server.url},
    }  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def ada() -> User:
    return UserFactory.create(name="Ada Lovelace", email="ada@example.org")


def come(client: Client, *, process: str = "login", fresh: bool = True) -> Any:  # noqa: ANN401 - Django's test response
    """Go through the provider's sign-in, and return what our callback answers."""
    if fresh:
        client.cookies.clear()
    away = client.post(f"/accounts/oidc/work/login/?process={process}")
    assert away.status_code == 302, away.content
    state = parse_qs(urlsplit(away.url).query)["state"][0]
    return client.get(CALLBACK, {"code": "c", "state": state})


def signed_in(client: Client) -> User | None:
    pk = client.session.get("_auth_user_id")
    return User.objects.filter(pk=pk).first() if pk else None


def test_e35_a_verified_address_leads_to_the_person_once_and_their_identity_from_then_on(
    client: Client, provider: StandIn, ada: User
) -> None:
    provider.says(sub="s-1", email="ADA@Example.org", email_verified=True, name="Countess")
    come(client)
    person = signed_in(client)
    assert person == ada
    assert person.name == "Ada Lovelace", "the directory's name stays"

    provider.says(sub="s-1", email="someone.else@example.org", email_verified=False)
    come(client)
    assert signed_in(client) == ada, "the address plays no part any more"
    account = SocialAccount.objects.get()
    assert (account.uid, account.extra_data) == (identities.uid_of(provider.issuer, "s-1"), {"iss": provider.issuer})


@pytest.mark.parametrize("claim", ["false", "true", "True", 1, 0, "1", None, [], [True], {"a": 1}, False])
def test_e35_a_claim_counts_when_it_is_exactly_true(
    client: Client, provider: StandIn, ada: User, settings: SettingsWrapper, claim: object
) -> None:
    settings.SIGN_UP_DOMAINS = ["example.org"]
    User.objects.filter(pk=ada.pk).update(is_organization_administrator=True, is_staff=True)
    provider.says(sub="stranger", email="ada@example.org", email_verified=claim)

    come(client)

    assert signed_in(client) is None
    assert not SocialAccount.objects.exists()
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "email",
    [
        "аda@example.org",  # the first letter is Cyrillic
        "ada@exаmple.org",
        "ada@e\u00adxample.org",
        "ada@example.org\u200b",
        "ada@example.org.",
        "ada+x@example.org",
        "ada@EXAMPLE.org@elsewhere.example",
        ["ada@example.org"],
        None,
        "",
    ],
)  # fmt: skip
def test_e35_an_address_that_only_looks_like_it_is_nobodys(
    client: Client, provider: StandIn, ada: User, email: object
) -> None:
    provider.says(sub="stranger", email=email, email_verified=True)

    client.raise_request_exception = False
    come(client)

    assert signed_in(client) is None
    assert not SocialAccount.objects.filter(user=ada).exists()


def test_e35_letters_that_become_ascii_when_lowered_do_not_count(client: Client, provider: StandIn) -> None:
    UserFactory.create(name="Kim", email="kim@kiosk.example")
    provider.says(sub="stranger", email="kim@\u212aiosk.example", email_verified=True)

    come(client)

    assert signed_in(client) is None


def test_e35_a_second_identity_with_the_same_address_is_refused_and_says_what_to_do(
    client: Client, provider: StandIn, ada: User
) -> None:
    provider.says(sub="s-1", email="ada@example.org", email_verified=True)
    come(client)

    provider.says(sub="s-2", email="ada@example.org", email_verified=True)
    page = come(client)

    assert page.status_code == 403
    assert "ask two administrators to replace the earlier one" in page.content.decode()
    assert signed_in(client) is None
    assert SocialAccount.objects.count() == 1
    come(client)
    assert IdentityReplacement.objects.get().status == ReplacementStatus.TRIED, "one line, however often they try"
    assert AuditEvent.objects.filter(action="identity.refused").count() == 1


def test_e35_the_same_sub_of_another_issuer_is_another_identity(client: Client, provider: StandIn, ada: User) -> None:
    provider.says(sub="1", email="ada@example.org", email_verified=True)
    come(client)

    provider.issuer = "https://id.elsewhere.example"
    provider.says(sub="1", email="eve@elsewhere.example", email_verified=True)
    come(client)

    assert signed_in(client) is None


def test_e35_an_identity_from_before_keys_had_an_issuer_is_known_again(
    client: Client, provider: StandIn, ada: User
) -> None:
    before = SocialAccount.objects.create(
        user=ada, provider="work", uid="s-1", extra_data={"userinfo": {}, "id_token": {"iss": provider.issuer}}
    )
    provider.says(sub="s-1", email="ada@example.org", email_verified=False)

    come(client)

    assert signed_in(client) == ada
    before.refresh_from_db()
    assert before.uid == identities.uid_of(provider.issuer, "s-1")


def test_e35_two_answers_about_two_people_are_not_used_together(client: Client, provider: StandIn, ada: User) -> None:
    provider.says(sub="s-1", email="ada@example.org", email_verified=True)
    provider.token = {"sub": "s-9"}

    come(client)

    assert signed_in(client) is None
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("process", ["connect", "redirect"])
def test_e35_somebody_who_is_signed_in_attaches_no_identity(
    client: Client, provider: StandIn, ada: User, process: str
) -> None:
    client.force_login(ada)
    provider.says(sub="eve", email="eve@elsewhere.example", email_verified=True)

    answer = come(client, process=process, fresh=False)

    assert answer.url == reverse("people:account")
    assert not SocialAccount.objects.exists()


def test_e35_the_page_of_connections_is_closed_and_takes_nothing_off(client: Client, ada: User) -> None:
    account = SocialAccount.objects.create(user=ada, provider="work", uid="u")
    client.force_login(ada)

    for address in (reverse("socialaccount_connections"), "/accounts/3rdparty/", "/accounts/social/connections/"):
        client.post(address, {"account": account.pk}, follow=True)
        assert "Connected accounts" not in client.get(address, follow=True).content.decode()

    assert SocialAccount.objects.count() == 1


def test_e35_unknown_people_are_refused(client: Client, provider: StandIn, ada: User) -> None:
    provider.says(sub="s-1", email="eve@example.org", email_verified=True)

    assert "You need an invitation" in come(client).content.decode()
    assert signed_in(client) is None
    assert User.objects.count() == 1


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("gone", [{"is_active": False}, {"left_on": timezone.now().date() - timedelta(days=1)}])
def test_e35_who_has_left_is_refused_with_an_identity_or_without(
    client: Client, provider: StandIn, ada: User, gone: dict[str, object], known: bool
) -> None:
    provider.says(sub="s-1", email="ada@example.org", email_verified=True)
    if known:
        come(client)
    User.objects.filter(pk=ada.pk).update(**gone)

    assert come(client).url == reverse("account_inactive")
    assert signed_in(client) is None
    assert SocialAccount.objects.count() == int(known)


def test_e35_an_address_that_waits_leads_to_nobody(client: Client, provider: StandIn, ada: User) -> None:
    addresses.ask(ada, "eve@example.org", by=UserFactory.create(), now=timezone.now())
    provider.says(sub="s-1", email="eve@example.org", email_verified=True)
    come(client)
    assert signed_in(client) is None

    provider.says(sub="s-2", email="ada@example.org", email_verified=True)
    come(client)
    assert signed_in(client) == ada, "the one that counts still does"


def test_e36_the_provider_does_not_stand_in_for_a_second_step(client: Client, provider: StandIn, ada: User) -> None:
    Authenticator.objects.create(user=ada, type=Authenticator.Type.TOTP, data={"secret": "x"})
    provider.says(sub="s-1", email="ada@example.org", email_verified=True)

    assert come(client).url == reverse("mfa_authenticate")
    assert signed_in(client) is None


def test_e35_a_newcomer_from_an_allowed_domain_gets_a_row_of_their_own(
    client: Client, provider: StandIn, settings: SettingsWrapper
) -> None:
    settings.SIGN_UP_DOMAINS = ["example.org"]
    provider.says(sub="s-1", email="New@example.org", email_verified=True, name="New Colleague")

    come(client)

    person = signed_in(client)
    assert person is not None
    assert (person.email, person.name, person.is_staff) == ("new@example.org", "New Colleague", False)
    assert EmailAddress.objects.get(user=person).verified


def test_e35_the_database_keeps_one_identity_a_person(ada: User) -> None:
    SocialAccount.objects.create(user=ada, provider="work", uid="one")

    with pytest.raises(IntegrityError), transaction.atomic():
        SocialAccount.objects.create(user=ada, provider="work", uid="two")


def test_e35_two_administrators_replace_an_identity_on_the_desk(client: Client, provider: StandIn, ada: User) -> None:
    first, second = (
        UserFactory.create(name=name, is_staff=True, is_organization_administrator=True) for name in ("Olga", "Sam")
    )
    for sub in ("s-1", "s-2"):
        provider.says(sub=sub, email="ada@example.org", email_verified=True)
        come(client)
    row = IdentityReplacement.objects.get()
    page = reverse("admin:people_identityreplacement_changelist")

    def act(by: User, action: str) -> list[str]:
        client.force_login(by)
        return said(client.post(page, {"action": action, "_selected_action": [row.pk]}))[-1:]

    assert "Check sign-ins that were refused" in board(client, first)
    assert act(first, "confirm_it") == ["This cannot be done now: Someone tried to sign in."]
    assert act(first, "ask_for_it") == ["1 sign-in is waiting for another administrator."]
    assert act(first, "confirm_it") == ["You asked for this change yourself. Another administrator has to confirm it."]
    assert act(second, "confirm_it") == ["1 sign-in is replaced."]

    come(client)
    assert signed_in(client) == ada
    provider.says(sub="s-1", email="ada@example.org", email_verified=True)
    assert come(client).status_code == 403, "the earlier one opens nothing"
    mail.outbox.clear()
    deliver_due(now=timezone.now() + timedelta(seconds=1))
    letters = [one for one in mail.outbox if one.subject == "You now sign in with another work account"]
    assert [one.to for one in letters] == [["ada@example.org"]]
    check_mail(letters[0])
    assert "Olga" in str(letters[0].body)
    assert [event.action for event in AuditEvent.objects.filter(action__startswith="identity.").order_by("pk")] == [
        "identity.refused", "identity.asked", "identity.confirmed", "identity.refused",
    ]  # fmt: skip


def board(client: Client, user: User) -> str:
    client.force_login(user)
    return client.get(reverse("admin:index")).content.decode()


def test_e35_nobody_replaces_their_own_identity(provider: StandIn) -> None:
    olga = UserFactory.create(is_staff=True, is_organization_administrator=True)
    row = identities.note_attempt(olga, provider="work", uid="u", now=timezone.now())

    with pytest.raises(PeopleError, match="your own sign-in"):
        identities.ask(row, by=olga, now=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        IdentityReplacement.objects.filter(pk=row.pk).update(
            status="confirmed", asked_at=timezone.now(), asked_by=olga, decided_at=timezone.now(), decided_by=olga
        )
