"""What stands in the table of sessions opens nobody's account (A-02, E-34)."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from asgiref.sync import async_to_sync
from django.conf import settings as project
from django.contrib.auth import SESSION_KEY, get_user
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.authentication.sessions import SessionStore, names_of
from people.tests.factories import UserFactory
from people.tests.session_rows import said_by

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser
    from pytest_django.fixtures import SettingsWrapper

    from people.models import User

pytestmark = pytest.mark.django_db


def cookie_of(user: User) -> str:
    """Sign someone in and return the value of their cookie."""
    client = Client()
    client.force_login(user)
    return client.cookies[project.SESSION_COOKIE_NAME].value


def whose(cookie: str) -> AbstractBaseUser | AnonymousUser:
    """Return who a cookie signs in."""
    request = HttpRequest()
    request.session = import_module(project.SESSION_ENGINE).SessionStore(cookie)
    return get_user(request)


def row_of(user: User) -> Session:
    """Return the row of someone's session by what it says, as the person who reads the table would look for it."""
    (row,) = [row for row in Session.objects.all() if said_by(row).get(SESSION_KEY) == str(user.pk)]
    return row


def test_a02_a_session_copied_into_another_row_is_nobody_s() -> None:
    olga, eve = UserFactory.create(is_organization_administrator=True), UserFactory.create()
    cookie_of(olga)
    data = Session.objects.get().session_data
    cookie = cookie_of(eve)
    assert whose(cookie) == eve

    Session.objects.update(session_data=data)

    assert not whose(cookie).is_authenticated


def test_a02_what_the_table_holds_is_no_cookie() -> None:
    olga = UserFactory.create(is_organization_administrator=True)
    cookie = cookie_of(olga)
    (name,) = Session.objects.values_list("session_key", flat=True)

    assert whose(cookie) == olga
    assert name != cookie
    assert not whose(name).is_authenticated


@pytest.mark.parametrize("keep", [True, False])
def test_a02_sessions_outlive_a_new_secret_as_long_as_the_earlier_one_is_a_fallback(
    client: Client, settings: SettingsWrapper, *, keep: bool
) -> None:
    client.force_login(UserFactory.create())
    waiting = SessionStore()
    waiting["seen"] = 1
    waiting.save()
    cookie = str(waiting.session_key)

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY] if keep else []
    settings.SECRET_KEY = "another secret, " * 5

    for _visit in range(2):
        answer = client.get(reverse("home"), follow=True)
        assert answer.wsgi_request.user.is_authenticated is keep
    assert (SessionStore(cookie).get("seen") == 1) is keep


def test_a02_a_session_from_under_an_earlier_secret_is_written_where_it_stands_and_ends_as_one(
    settings: SettingsWrapper,
) -> None:
    session = SessionStore()
    session["seen"] = 1
    session.save()
    cookie = str(session.session_key)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another secret, " * 5

    session = SessionStore(cookie)
    session["seen"] += 1
    session.save()
    assert SessionStore(cookie)["seen"] == 2
    assert Session.objects.count() == 1

    session = SessionStore(cookie)
    session.cycle_key()
    assert SessionStore(cookie).get("seen") is None
    assert SessionStore(session.session_key)["seen"] == 2
    assert Session.objects.get().session_key == names_of(str(session.session_key))[0]


def test_signing_out_and_in_leaves_no_row_behind(client: Client) -> None:
    ada = UserFactory.create()
    client.force_login(ada)
    first = row_of(ada).pk
    client.session.cycle_key()
    assert row_of(ada).pk != first

    SessionStore(cookie := cookie_of(UserFactory.create())).flush()

    assert not whose(cookie).is_authenticated
    assert Session.objects.count() == 1


def test_a_session_that_has_run_out_or_was_never_there_gives_its_key_up() -> None:
    cookie = cookie_of(UserFactory.create())
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    for value in (cookie, "a" * 32):
        session = SessionStore(value)
        assert dict(session.items()) == {}
        assert session.session_key is None


@pytest.mark.own_loop
def test_sessions_are_bound_for_asynchronous_code_too() -> None:
    async def story() -> None:
        session = SessionStore()
        await session.aset("who", "Ada")
        await session.asave()
        cookie = session.session_key
        assert cookie is not None
        assert await SessionStore(cookie).aget("who") == "Ada"
        assert await session.aexists(cookie)
        await session.acycle_key()
        assert await SessionStore(cookie).aget("who") is None
        await session.aflush()
        assert not await Session.objects.aexists()

    async_to_sync(story)()
