"""Two people act in the same moment: an approval is counted once, and one version is in force (P-03)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from people.models import AuditEvent
from people.tests.factories import UserFactory
from programs.errors import ProgramError
from programs.guideline_versions.guidelines import approve, ask_for_changes, write_guidelines
from programs.models import Approval, Guidelines
from programs.tests.factories import ApprovalFactory, GuidelinesFactory, ProgramFactory

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Do all in the same moment, each with a connection of its own; return what each came to."""
    start = Barrier(len(deeds))

    def do(deed: Callable[[], object]) -> str:
        try:
            start.wait(timeout=20)
            deed()
        except ProgramError as error:
            return str(error)
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


def asked(count: int) -> list[Approval]:
    version = GuidelinesFactory.create(in_review=True)
    return [ApprovalFactory.create(guidelines=version) for _ in range(count)]


def test_two_last_approvals_put_the_version_in_force_once(now: datetime) -> None:
    first, second = asked(2)

    results = at_once(
        lambda: approve(first, by=first.member, now=now),
        lambda: approve(second, by=second.member, now=now),
    )

    assert results == ["done", "done"]
    assert Guidelines.objects.get().status == "approved"
    assert AuditEvent.objects.filter(action="guidelines.approved").count() == 1


def test_a_member_who_clicks_four_times_is_counted_once(now: datetime) -> None:
    approval, _other = asked(2)

    results = at_once(*[lambda: approve(approval, by=approval.member, now=now)] * 4)

    assert sorted(results) == ["You have already answered this."] * 3 + ["done"]
    assert Guidelines.objects.get().status == "in_review"


def test_approval_and_return_in_the_same_moment_leave_one_outcome(now: datetime) -> None:
    first, second, third = asked(3)
    approve(first, by=first.member, now=now)

    results = at_once(
        lambda: approve(second, by=second.member, now=now),
        lambda: ask_for_changes(third, remarks="Shorter.", by=third.member, now=now),
    )

    assert results.count("done") == 1
    assert Guidelines.objects.get().status == ("approved" if results[0] == "done" else "returned")


def test_two_coordinators_begin_one_version(now: datetime) -> None:
    coordinator = UserFactory.create()
    program = ProgramFactory.create(coordinator=coordinator)

    results = at_once(*[lambda: write_guidelines(program, by=coordinator, now=now)] * 3)

    assert results.count("done") == 1
    assert Guidelines.objects.count() == 1
