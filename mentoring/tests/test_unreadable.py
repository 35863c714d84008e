"""What is no text answers 400 wherever it comes in, and what takes too long says so (E-37)."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, cast

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection
from django.db.backends.signals import connection_created
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from mentoring.environment import statement_timeout
from mentoring.middleware import RefusalsOfTheDatabase
from mentoring.operation.statements import limit_statements
from mentoring.tests.test_house_rules import patterns
from people.tests.factories import UserFactory

if TYPE_CHECKING:
    from people.models import User

# Half a character cannot come by a query: broken UTF-8 becomes “�” there.
ODD = ("%ED%A0%80", "%C2%B2", "9" * 5000, "-1")
PARAMETERS = ("q", "page", "mentor", "topic", "next", "sort", "cohort", "part", "only", "revision", "seen", "step")


FILLING = {"IntConverter": "1", "UUIDConverter": "00000000-0000-0000-0000-000000000000"}


def addresses() -> list[str]:
    """The address of every page that has a name, with something in its places."""
    found = set()
    for name, pattern in patterns():
        converters = getattr(pattern.pattern, "converters", {})
        filling = {key: FILLING.get(type(converter).__name__, "a") for key, converter in converters.items()}
        with suppress(NoReverseMatch):  # Django's own, whose places are patterns
            found.add(reverse(name, kwargs=filling))
    return sorted(found)


@pytest.fixture
def administrator(db: None) -> User:
    return cast("User", UserFactory(is_staff=True, is_organization_administrator=True))


def test_e37_nul_in_an_address_or_a_cookie_is_a_bad_request_on_every_page(client: Client, administrator: User) -> None:
    client.force_login(administrator)
    pages = addresses()
    wrong = {page: status for page in pages if (status := client.get(f"{page}?q=%00").status_code) != 400}

    assert len(pages) > 150
    assert wrong == {}
    assert client.get("/people/%00/").status_code == 400
    assert client.get("/static/%00").status_code == 400
    assert client.get("/", headers={"cookie": 'sessionid="\\000"'}).status_code == 400


def test_e37_a_bad_request_is_answered_with_a_page_and_the_headers_of_all_pages(client: Client) -> None:
    response = client.get("/sign/?next=%00")

    assert "We could not read what was sent" in response.content.decode()
    assert response["Content-Security-Policy"]
    assert response["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart"])
def test_e37_nul_in_a_form_is_a_bad_request_on_every_page(client: Client, administrator: User, kind: str) -> None:
    client.force_login(administrator)
    wrong = {}
    for page in addresses():
        if kind == "multipart":
            response = client.post(page, {"name": "a\x00b"})
        else:
            response = client.post(page, "name=a%00b", content_type=kind)
        if response.status_code not in {400, 405}:
            wrong[page] = response.status_code
    # It takes a file outside the CSRF check, and its form has no text in which NUL could stand.
    wrong.pop(reverse("agreements:verify"), None)

    assert wrong == {}


@pytest.mark.parametrize("odd", ODD)
def test_e37_odd_values_of_parameters_never_break_a_page_of_the_portal(
    client: Client, administrator: User, odd: str
) -> None:
    client.force_login(administrator)
    query = "&".join(f"{name}={odd}" for name in PARAMETERS)
    broken = {}
    for page in addresses():
        if not page.startswith(("/admin/", "/accounts/")):
            status = client.get(f"{page}?{query}").status_code
            if status >= 500:
                broken[page] = status

    assert broken == {}


@pytest.mark.django_db(transaction=True)
def test_e37_a_statement_of_a_page_is_stopped_and_the_page_says_so(administrator: User) -> None:
    connection.close()
    try:
        limit_statements(1)
        with connection.cursor() as cursor, pytest.raises(OperationalError) as stopped:
            cursor.execute("SELECT pg_sleep(5)")
    finally:
        connection_created.disconnect(dispatch_uid="mentoring.operation.statements")
        connection.close()
    request = RequestFactory().get("/")
    request.user = administrator

    response = RefusalsOfTheDatabase(lambda _request: HttpResponse()).process_exception(request, stopped.value)

    assert response is not None
    assert response.status_code == 503
    assert "This took too long" in response.content.decode()
    assert (
        RefusalsOfTheDatabase(lambda _request: HttpResponse()).process_exception(request, OperationalError("gone"))
        is None
    )


@pytest.mark.parametrize("text", ["soon", "-1", "3601", "²"])
def test_e37_a_time_for_statements_that_is_none_stops_the_start_with_a_sentence(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATEMENT_TIMEOUT", text)

    with pytest.raises(ImproperlyConfigured, match="It can be a number of seconds up to 3600, or 0 for no limit"):
        statement_timeout()
