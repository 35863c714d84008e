"""Pages that ask nobody for a second step show people with a role nothing of others (E-36)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mentoring.sign_in.second_factor import OWN
from mentoring.tests.sweeps.test_pages import addresses

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from mentoring.tests.sweeps.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["administrator", "coordinator", "facilitator", "committee"])
def test_e36_a_page_that_is_a_readers_own_opens_no_row_of_others_to_a_role(
    world: World, client: Client, settings: SettingsWrapper, role: str
) -> None:
    """The list of own pages is written by hand: what it names stays shut to a role that only looks after others."""
    settings.STAFF_MFA_REQUIRED = True
    client.force_login(world.people[role])
    client.raise_request_exception = False
    opened = {}
    tried = 0

    for name, page, _nobodys in addresses(world.own):
        if name in OWN:
            tried += 1
            answers = {client.get(page).status_code, client.post(page).status_code}
            if not answers <= {403, 404, 405}:
                opened[name] = answers

    assert opened == {}
    assert tried > 60
