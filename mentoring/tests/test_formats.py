"""Days and times are written everywhere as in the portal: with the month's name, and with 24 hours."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import formats

from people.tests.factories import UserFactory


def test_days_have_their_months_name_and_clocks_24_hours() -> None:
    assert formats.localize(date(2026, 11, 24)) == "24 November 2026"
    assert formats.localize(time(20, 3)) == "20:03"
    assert formats.localize(datetime(2026, 11, 24, 8, 3)) == "24 November 2026, 08:03"


def test_what_people_may_type_is_as_django_has_it() -> None:
    assert "%d/%m/%Y" in formats.get_format("DATE_INPUT_FORMATS")


@pytest.mark.django_db
def test_so_does_the_desk_with_what_cannot_be_edited(client: Client, now: datetime) -> None:
    client.force_login(UserFactory.create(is_staff=True, is_organization_administrator=True, time_zone="Europe/Berlin"))
    invited = UserFactory.create(invited_at=now)

    page = client.get(reverse("admin:people_user_change", args=[invited.pk])).content.decode()

    assert "3 March 2026, 10:00" in page
