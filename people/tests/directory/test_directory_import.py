"""A file comes into the directory as a whole, checked against what is there by then, and is forgotten afterwards."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.module_loading import import_string

from people.accounts import addresses
from people.directory import importing
from people.directory.applying import RowsRefusedError
from people.directory.fields import Field
from people.directory.planning import RowOutcome
from people.directory.values import DateForm
from people.errors import PeopleError
from people.models import (
    AddressChange,
    AuditEvent,
    ColumnMapping,
    Confirmation,
    Department,
    DirectoryImport,
    Site,
    User,
)
from people.tests.factories import DepartmentFactory, UserFactory
from people.tests.files import GOOD, outcomes
from people.tests.importing import bring_in, counts

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper


@pytest.mark.django_db
def test_people_departments_and_sites_come_in_with_their_reporting_lines(now: datetime) -> None:
    assert counts(bring_in(GOOD, now=now)) == (3, 0, 0, 0)

    ada = User.objects.with_work().get(email="ada@example.org")
    assert ada.supervisor == User.objects.get(email="cho@example.org")
    assert (ada.name, ada.employee_number, ada.job_title, ada.hired_on) == (
        "Ada Lovelace",
        "E1",
        "Analyst",
        date(2020, 1, 15),
    )
    assert (ada.department, ada.site) == (Department.objects.get(name="Research"), Site.objects.get(name="Berlin"))
    assert not ada.has_usable_password()
    assert not ada.is_staff


@pytest.mark.django_db
def test_the_same_file_again_leaves_everybody_alone(now: datetime) -> None:
    bring_in(GOOD, now=now)

    assert counts(bring_in(GOOD, now=now)) == (0, 0, 3, 0)
    assert User.objects.count() == 3


@pytest.mark.django_db
def test_a_change_is_shown_field_by_field_and_made(now: datetime) -> None:
    bring_in(GOOD, now=now)
    moved = GOOD.replace(
        "ada@example.org,Ada Lovelace,Analyst,Research,Berlin,2020-01-15,E3",
        "ada@example.org,Ada King,Lead,press,Berlin,2020-01-15,E2",
    )

    done = bring_in(moved, now=now)

    (line,) = done.having(RowOutcome.CHANGED)
    assert [(change.field, change.old, change.new) for change in line.changes] == [
        (Field.NAME, "Ada Lovelace", "Ada King"),
        (Field.JOB_TITLE, "Analyst", "Lead"),
        (Field.DEPARTMENT, "Research", "press"),
        (Field.SUPERVISOR, "Cho Chang", "Ben Okri"),
    ]
    ada = User.objects.with_work().get(employee_number="E1")
    assert (ada.name, ada.department.name, ada.supervisor.name) == ("Ada King", "Press", "Ben Okri")


@pytest.mark.django_db
def test_e34_somebody_is_found_by_number_when_the_address_changes_and_keeps_the_old_one_until_it_is_confirmed(
    now: datetime,
) -> None:
    ada = UserFactory.create(employee_number="E1", email="ada@example.org", name="Ada Lovelace")
    EmailAddress.objects.create(user=ada, email="ada@example.org", verified=True, primary=True)

    done = bring_in("Employee ID,Email,Name\ne1,ada.king@example.org,Ada Lovelace\n", now=now)

    assert counts(done) == (0, 1, 0, 0)
    assert proved_addresses() == {("E1", "ada@example.org", True)}
    confirm_all(now=now)
    ada.refresh_from_db()
    assert ada.email == "ada.king@example.org"
    assert proved_addresses() == {("E1", "ada.king@example.org", True)}


@pytest.mark.django_db
def test_addresses_that_two_people_swap_are_each_the_new_persons_alone(now: datetime) -> None:
    for number, email in (("E1", "one@example.org"), ("E2", "two@example.org")):
        person = UserFactory.create(employee_number=number, email=email, name=number)
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)

    for row in ("E1,between@example.org,E1", "E2,one@example.org,E2", "E1,two@example.org,E1"):
        bring_in(f"Employee ID,Email,Name\n{row}\n", now=now)
        confirm_all(now=now)

    assert proved_addresses() == {("E1", "two@example.org", True), ("E2", "one@example.org", True)}


def confirm_all(*, now: datetime) -> None:
    """Confirm every new address, as the operator does."""
    for change in AddressChange.objects.waiting():
        addresses.confirm_own(change, how=Confirmation.OPERATOR, now=now)


def proved_addresses() -> set[tuple[object, ...]]:
    """Return whose address is proved."""
    return set(EmailAddress.objects.values_list("user__employee_number", "email", "verified"))


@pytest.mark.django_db
def test_the_address_of_whoever_is_new_counts_as_proved(now: datetime) -> None:
    bring_in("Employee ID,Email,Name\nE1,Ada@Example.org,Ada\nE2,ben@example.org,Ben\n", now=now)

    assert set(EmailAddress.objects.values_list("user__name", "email", "verified", "primary")) == {
        ("Ada", "ada@example.org", True, True),
        ("Ben", "ben@example.org", True, True),
    }


@pytest.mark.django_db
def test_somebody_without_a_number_is_found_by_address_and_gets_the_number(now: datetime) -> None:
    ada = UserFactory.create(employee_number=None, email="ada@example.org", name="Ada")

    bring_in("Employee ID,Email,Name\nE1,Ada@Example.org,Ada\n", now=now)

    ada.refresh_from_db()
    assert (ada.employee_number, ada.email) == ("E1", "ada@example.org")


@pytest.mark.django_db
def test_a_row_that_fits_two_people_is_refused(now: datetime) -> None:
    UserFactory.create(employee_number="E1", email="ada@example.org", name="Ada")
    UserFactory.create(employee_number="E2", email="ben@example.org", name="Ben")
    record = importing.upload(
        b"Employee ID,Email,Name\nE1,ben@example.org,Ada\nE9,ben@example.org,Ben\n", file_name="x", by=None, now=now
    )

    # Both rows have one address, so that is said as well.
    assert [line.reasons[-1] for line in importing.preview(record).lines] == [
        "The employee number belongs to Ada and the email address to Ben.",
        "The email address belongs to employee number E2.",
    ]


@pytest.mark.django_db
def test_empty_cells_empty_work_fields_and_leave_what_people_look_after_themselves(now: datetime) -> None:
    ada = UserFactory.create(
        email="ada@example.org", name="Ada", job_title="Analyst", languages=["en", "de"], time_zone="Europe/Berlin",
        department=DepartmentFactory.create(), supervisor=UserFactory.create(),
    )  # fmt: skip

    bring_in("Email,Name,Title,Department,Manager,Languages,Time zone\nada@example.org,Ada,,,,,\n", now=now)

    ada.refresh_from_db()
    assert (ada.job_title, ada.department, ada.supervisor) == ("", None, None)
    assert (ada.languages, ada.time_zone) == (["en", "de"], "Europe/Berlin")


@pytest.mark.django_db
def test_columns_that_are_not_in_the_file_stay_as_they_are(now: datetime) -> None:
    boss = UserFactory.create()
    ada = UserFactory.create(email="ada@example.org", name="Ada", supervisor=boss, job_title="Analyst")

    bring_in("Email,Name\nada@example.org,Ada King\n", now=now)

    ada.refresh_from_db()
    assert (ada.name, ada.supervisor, ada.job_title) == ("Ada King", boss, "Analyst")


@pytest.mark.django_db
def test_leaving_before_a_hire_date_that_the_directory_has_is_refused(now: datetime) -> None:
    UserFactory.create(email="ada@example.org", name="Ada", hired_on=date(2024, 1, 1))

    with pytest.raises(RowsRefusedError) as refusal:
        bring_in("Email,Name,End date\nada@example.org,Ada,2023-12-31\n", now=now)

    assert refusal.value.plan.lines[0].reasons == ("The person leaves before being hired.",)


@pytest.mark.django_db
def test_one_refused_row_keeps_the_whole_file_out(now: datetime) -> None:
    with pytest.raises(RowsRefusedError):
        bring_in(GOOD + "E4,not an address,Dan,,,,,\n", now=now)

    assert not User.objects.exists()
    assert not Department.objects.exists()
    assert not AuditEvent.objects.filter(action="directory.imported").exists()


@pytest.mark.django_db
def test_refused_rows_are_left_out_where_that_was_said(now: datetime) -> None:
    done = bring_in(GOOD + "E4,not an address,Dan,,,,,\n", skip_refused=True, now=now)

    assert counts(done) == (3, 0, 0, 1)
    assert User.objects.count() == 3


@pytest.mark.django_db
def test_applying_checks_against_the_directory_of_that_moment(now: datetime) -> None:
    record = importing.upload(GOOD.encode(), file_name="staff.csv", by=None, now=now)
    assert set(outcomes(importing.preview(record)).values()) == {"created"}
    # Between preview and import, someone else gets the number E1.
    UserFactory.create(employee_number="E1", email="someone.else@example.org")
    UserFactory.create(employee_number="E8", email="ada@example.org")

    with pytest.raises(RowsRefusedError):
        importing.apply(record, by=None, now=now)

    assert User.objects.count() == 2


@pytest.mark.django_db
def test_the_content_is_gone_after_the_import_and_the_counts_stay(now: datetime) -> None:
    administrator = UserFactory.create()
    bring_in(GOOD, by=administrator, now=now)

    record = DirectoryImport.objects.get()
    assert (record.content, record.applied_at, record.created_count, record.uploaded_by) == (
        None,
        now,
        3,
        administrator,
    )
    with pytest.raises(PeopleError, match="already been imported"):
        importing.apply(record, by=None, now=now)


@pytest.mark.django_db
def test_a_file_that_nobody_finished_with_is_deleted_the_next_day(now: datetime) -> None:
    importing.upload(GOOD.encode(), file_name="forgotten.csv", by=None, now=now)

    importing.upload(GOOD.encode(), file_name="new.csv", by=None, now=now + timedelta(days=1, minutes=1))

    assert [record.file_name for record in DirectoryImport.objects.all()] == ["new.csv"]


@pytest.mark.django_db
def test_e27_such_a_file_is_deleted_by_the_clock_even_if_no_other_comes(
    now: datetime, settings: SettingsWrapper
) -> None:
    long_ago = importing.upload(GOOD.encode(), file_name="forgotten.csv", by=None, now=now)
    (name,) = [one["task"] for one in settings.CELERY_BEAT_SCHEDULE.values() if one["task"].startswith("people.")]

    import_string(name)()

    assert long_ago.uploaded_at < timezone.now() - timedelta(days=1)
    assert not DirectoryImport.objects.exists()


@pytest.mark.django_db
def test_e17_refused_columns_are_not_even_kept_between_the_steps(now: datetime) -> None:
    record = importing.upload(b"Email,Name,Salary\na@example.org,Ada,90000\n", file_name="x", by=None, now=now)

    record.refresh_from_db()
    assert "90000" not in str(record.content)


@pytest.mark.django_db
def test_columns_are_remembered_for_the_next_file_with_the_same_headers(now: datetime) -> None:
    first = importing.upload(b"Email,Name,Bereich\na@example.org,Ada,Press\n", file_name="x", by=None, now=now)
    assert "Bereich" not in first.mapping
    chosen = {"Email": Field.EMAIL, "Name": Field.NAME, "Bereich": Field.DEPARTMENT}
    importing.choose_columns(first, mapping=chosen, date_form=DateForm.DAY_FIRST, now=now)

    second = importing.upload(b"BEREICH;email;name\nPress;b@example.org;Ben\n", file_name="y", by=None, now=now)

    assert (second.mapping["BEREICH"], second.date_form) == (Field.DEPARTMENT, DateForm.DAY_FIRST)
    assert ColumnMapping.objects.count() == 1


@pytest.mark.django_db
def test_what_was_done_to_whom_is_on_record_without_names(now: datetime) -> None:
    administrator = UserFactory.create()
    bring_in(GOOD, by=administrator, now=now)

    record = DirectoryImport.objects.get()
    event = AuditEvent.objects.get(action="directory.imported")
    assert (event.actor, event.object_id, event.details) == (
        administrator, str(record.pk), {"created": 3, "changed": 0, "same": 0, "refused": 0},
    )  # fmt: skip
    ada = User.objects.get(email="ada@example.org")
    created = AuditEvent.objects.get(action="person.created", object_id=str(ada.pk))
    assert created.details == {"directory_import": str(record.pk)}


def preview_queries(rows: int, *, now: datetime) -> int:
    """Count the queries of a preview."""
    text = "Email,Name\n" + "".join(f"p{number}@example.org,P{number}\n" for number in range(rows))
    record = importing.upload(text.encode(), file_name="x", by=None, now=now)
    with CaptureQueriesContext(connection) as queries:
        importing.preview(record)
    return len(queries)


@pytest.mark.django_db
def test_a_preview_asks_as_often_for_three_rows_as_for_one(now: datetime) -> None:
    assert preview_queries(1, now=now) == preview_queries(3, now=now)
