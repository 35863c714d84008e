"""An address that SQL has changed opens nothing (E-34)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.urls import reverse

from mentoring.tests.addresses.asking import code_for
from notifications.models import Message, Status

if TYPE_CHECKING:
    from django.test import Client

    from people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_limits_left_over")]


def change(person: User, address: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_user SET email = %s WHERE id = %s", [address, person.pk])


def test_e34_no_code_goes_to_an_address_that_sql_has_changed_until_it_is_right_again(client: Client, ada: User) -> None:
    change(ada, "thief@example.org")
    assert code_for(client, "thief@example.org") == ""
    assert code_for(client, "ada@example.org") == ""
    assert set(Message.objects.filter(recipient=ada).values_list("status", flat=True)) == {Status.QUEUED}

    change(ada, "ada@example.org")
    code = code_for(client, "ada@example.org")
    client.post(reverse("account_confirm_login_code"), {"code": code})

    assert client.get(reverse("people:account")).status_code == 200


def test_e34_a_code_that_came_in_time_opens_no_account_that_sql_has_changed_since(client: Client, ada: User) -> None:
    code = code_for(client, "ada@example.org")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_user SET is_organization_administrator = true, is_staff = true WHERE id = %s", [ada.pk]
        )

    client.post(reverse("account_confirm_login_code"), {"code": code})

    assert client.get(reverse("admin:index")).status_code == 302
    assert "_auth_user_id" not in client.session
