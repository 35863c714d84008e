"""A role that SQL has put in or changed is named (E-34)."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from people import marks, record_keys
from people.tests.owning import owner_without_triggers
from programs.models import Membership
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


def test_e34_an_upgrade_marks_roles_as_the_application_does() -> None:
    membership = MembershipFactory.create()
    with owner_without_triggers() as cursor:
        cursor.execute("UPDATE programs_membership SET mark = '', mark_key = '', mark_number = 0")
        assert ("programs.membership", membership.pk) in named()
        import_module("programs.migrations.0008_roles_are_marked").mark_all(apps, None)

    assert named() == []
    assert all(row.is_marked() for row in Membership.objects.all())
