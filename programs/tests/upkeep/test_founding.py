"""Founding a program: who may, what must be said, and that it is on record (P-01)."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied

from people.models import AuditEvent, User
from people.policy import Role
from people.tests.factories import UserFactory
from programs.errors import ProgramError
from programs.models import Program
from programs.tests.factories import ProgramFactory
from programs.upkeep.founding import change_format, found_program, restate

pytestmark = pytest.mark.django_db

WORDS = {
    "name": "Peer mentoring",
    "format": "peer",
    "purpose": "Keep what we know when people move on.",
    "business_reason": "Less is lost.",
    "employee_reason": "You learn from somebody who has done it.",
}


def found(now: datetime, *, by: User | None = None, **changes: str) -> Program:
    words = WORDS | changes
    return found_program(**words, by=by or UserFactory.create(is_organization_administrator=True), now=now)


def test_p_01_a_program_says_why_it_exists(now: datetime) -> None:
    program = found(now, name="  Peer mentoring ")

    assert (program.name, program.slug, program.purpose) == ("Peer mentoring", "peer-mentoring", WORDS["purpose"])
    assert program.opened_at is None


@pytest.mark.parametrize("field", ["purpose", "business_reason", "employee_reason"])
def test_p_01_a_program_without_one_of_its_reasons_is_refused(field: str, now: datetime) -> None:
    with pytest.raises(ProgramError, match="Say why the program exists"):
        found(now, by=None, **{field: "  "})


def test_whoever_founds_a_program_coordinates_it_and_may_open_the_dashboard(now: datetime) -> None:
    administrator = UserFactory.create(is_organization_administrator=True)
    program = found(now, by=administrator)
    administrator.refresh_from_db()

    assert program.roles_of(administrator) == {Role.COORDINATOR}
    assert administrator.is_staff


def test_a_coordinator_of_another_program_may_found_one(now: datetime) -> None:
    coordinator = UserFactory.create()
    ProgramFactory.create(coordinator=coordinator)

    assert found(now, by=coordinator).created_by == coordinator


def test_anybody_else_may_not_found_a_program(now: datetime) -> None:
    colleague = UserFactory.create()

    with pytest.raises(PermissionDenied):
        found(now, by=colleague)


def test_founding_is_on_record(now: datetime) -> None:
    program = found(now)
    event = AuditEvent.objects.get(action="program.founded")

    assert (event.object_id, event.actor, event.at, event.details) == (
        str(program.pk), program.created_by, now, {"format": "peer"},
    )  # fmt: skip


def test_a_name_is_taken_once_whatever_its_case(now: datetime) -> None:
    found(now)

    with pytest.raises(ProgramError, match="Choose another name"):
        found(now, name="PEER mentoring")


def test_addresses_never_hide_our_own_pages_or_each_other(now: datetime) -> None:
    assert found(now, name="Support").slug == "support-2"
    assert found(now, name="Peer & reverse").slug == "peer-reverse"
    assert found(now, name="Peer reverse").slug == "peer-reverse-2"
    assert found(now, name="相互指導").slug == "program"


def test_restating_keeps_the_address_and_names_the_fields_that_changed(now: datetime) -> None:
    coordinator = UserFactory.create()
    program = ProgramFactory.create(coordinator=coordinator)
    said = {
        "name": "New name",
        "purpose": "Another.",
        "business_reason": program.business_reason,
        "employee_reason": program.employee_reason,
    }

    changed = restate(program, **said, by=coordinator, now=now)

    assert (changed.name, changed.purpose, changed.slug) == ("New name", "Another.", program.slug)
    assert AuditEvent.objects.get().details == {"fields": ["name", "purpose"]}


def test_restating_without_a_change_records_nothing(now: datetime) -> None:
    coordinator = UserFactory.create()
    program = ProgramFactory.create(coordinator=coordinator)
    said = {field: getattr(program, field) for field in ("name", "purpose", "business_reason", "employee_reason")}

    restate(program, **said, by=coordinator, now=now)

    assert not AuditEvent.objects.exists()


def test_the_coordinator_of_another_program_may_not_restate_it(now: datetime) -> None:
    stranger = UserFactory.create()
    ProgramFactory.create(coordinator=stranger)
    program = ProgramFactory.create()

    with pytest.raises(PermissionDenied):
        restate(program, name="x", purpose="x", business_reason="x", employee_reason="x", by=stranger, now=now)


def test_the_format_changes_only_before_the_program_opens(now: datetime) -> None:
    coordinator = UserFactory.create()
    planned = ProgramFactory.create(coordinator=coordinator, opened_at=None)
    opened = ProgramFactory.create(coordinator=coordinator)

    assert change_format(planned, format="reverse", by=coordinator, now=now).format == "reverse"
    with pytest.raises(ProgramError, match="cannot change after a program has opened"):
        change_format(opened, format="reverse", by=coordinator, now=now)
