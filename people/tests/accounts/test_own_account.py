"""People see their own row and look after three things in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from people.models import AuditEvent
from people.tests.factories import SiteFactory, UserFactory
from people.tests.reading import set_solid

if TYPE_CHECKING:
    from django.test import Client

    from people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(client: Client) -> User:
    """Sign someone in."""
    ada = UserFactory.create(name="Ada Lovelace", site=SiteFactory.create(name="Berlin"), languages=["en"])
    client.force_login(ada)
    return ada


def test_one_sees_what_the_directory_says(client: Client, ada: User) -> None:
    page = client.get(reverse("people:account")).content.decode()

    assert all(words in page for words in (ada.name, ada.email, "Berlin", "Analyst"))


def test_one_keeps_name_zone_and_languages(client: Client, ada: User) -> None:
    answer = client.post(
        reverse("people:account"),
        {"known_as": "Countess", "time_zone": "Asia/Tokyo", "spoken": ["en"], "more": ["fr"], "name": "Somebody Else"},
    )

    assert answer.url == reverse("people:account")
    ada.refresh_from_db()
    assert (ada.first_name, ada.zone_name, ada.languages, ada.name) == (
        "Countess",
        "Asia/Tokyo",
        ["en", "fr"],
        "Ada Lovelace",
    )
    assert AuditEvent.objects.get().details == {"fields": ["known_as", "time_zone", "languages"]}


def test_saving_without_a_change_records_nothing(client: Client, ada: User) -> None:
    client.post(reverse("people:account"), {"known_as": "", "time_zone": "", "spoken": ["en"]})

    assert not AuditEvent.objects.exists()


def test_a_zone_that_does_not_exist_is_refused(client: Client, ada: User) -> None:
    page = client.post(reverse("people:account"), {"time_zone": "Mars/Olympus"}).content.decode()

    assert "<title>Error: " in set_solid(page)
    assert "Something needs your attention" in page


def test_a_zone_that_the_system_no_longer_knows_shows_the_organisations(client: Client, ada: User) -> None:
    type(ada).objects.filter(pk=ada.pk).update(time_zone="Atlantis/Capital")

    assert client.get(reverse("people:account")).status_code == 200


def test_a_visitor_is_sent_to_sign_in(client: Client) -> None:
    assert client.get(reverse("people:account")).url.startswith(reverse("account_login"))
