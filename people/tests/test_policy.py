"""Roles decide, and what is not listed is refused."""

from __future__ import annotations

import pytest

from people import policy
from people.policy import Action
from people.tests.factories import UserFactory


@pytest.mark.django_db
def test_an_administrator_may_manage_the_directory_and_others_may_not() -> None:
    administrator = UserFactory.create(is_organization_administrator=True)
    colleague = UserFactory.create()

    assert policy.allows(administrator, Action.MANAGE_DIRECTORY)
    assert not policy.allows(colleague, Action.MANAGE_DIRECTORY)


@pytest.mark.django_db
def test_somebody_who_may_not_sign_in_has_no_roles() -> None:
    administrator = UserFactory.create(is_organization_administrator=True, is_active=False)

    assert policy.roles(administrator) == set()


def test_every_action_says_who_may_do_it() -> None:
    assert set(policy.ALLOWED) == set(Action)
