"""A role that SQL has put in or changed is named (E-34)."""

from __future__ import annotations

import pytest
from django.db import connection

from people.record import marks, record_keys
from programs.tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


def named() -> list[marks.Place]:
    return [place for place, _number, why in marks.look(marks.places(), record_keys.ring()) if why]


def test_e34_a_role_that_was_given_to_another_is_named() -> None:
    membership, other = MembershipFactory.create(), MembershipFactory.create()
    assert named() == []

    with connection.cursor() as cursor:
        cursor.execute("UPDATE programs_membership SET user_id = %s WHERE id = %s", [other.user_id, membership.pk])

    assert named() == [("programs.membership", membership.pk)]
