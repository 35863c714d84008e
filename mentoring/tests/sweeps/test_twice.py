"""Two people who do the same to the same rows of a list: it is done once, and the second time records nothing (E-30)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.urls import reverse

from notifications.models import Message
from people.models import AuditEvent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from mentoring.tests.sweeps.world import World

pytestmark = pytest.mark.django_db
# What two people may well say, one after the other.
MAY_BE_REPEATED = {
    ("programs.membership", "confirm_roles"): "each says for themselves that the roles are right",
    ("people.user", "invite_people"): "an invitation that was lost is sent again; while one is queued no second one is",
}


def actions() -> Iterator[tuple[str, str]]:
    """Every action of every list of the desk."""
    for model, desk in admin.site._registry.items():
        for name in desk.actions or ():
            yield model._meta.label_lower, str(name)


def counts() -> tuple[int, int]:
    return AuditEvent.objects.count(), Message.objects.count()


@pytest.mark.parametrize("role", ["administrator", "coordinator"])
def test_e30_what_is_done_to_a_row_from_a_list_is_done_once(world: World, client: Client, role: str) -> None:
    client.force_login(world.people[role])
    client.raise_request_exception = False
    again, done, failed = {}, set(), {}

    for label, name in actions():
        app, model = label.split(".")
        page = reverse(f"admin:{app}_{model}_changelist")
        for row in list(admin.site._registry[type_of(label)].model._base_manager.all()[:6]):
            with transaction.atomic():
                form = {"action": name, ACTION_CHECKBOX_NAME: [row.pk], "index": "0"}
                before = counts()
                answer = client.post(page, form)
                first = counts()
                client.post(page, form)
                if answer.status_code >= 500:
                    failed[label, name] = answer.status_code
                if first != before:
                    done.add((label, name))
                if first != before and counts() != first and (label, name) not in MAY_BE_REPEATED:
                    again[label, name] = (before, first, counts())
                transaction.set_rollback(True)

    assert failed == {}
    assert again == {}
    assert len(done) > {"administrator": 2, "coordinator": 4}[role]


def type_of(label: str) -> type:
    return next(model for model in admin.site._registry if model._meta.label_lower == label)
