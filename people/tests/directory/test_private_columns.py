"""What no import reads is found by meaning, kept nowhere, shown nowhere and taken as nothing (E-17, E-27, H-08)."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from people.directory import fields, importing
from people.directory.fields import Field
from people.directory.values import DateForm
from people.errors import PeopleError
from people.models import ColumnMapping
from people.tests.factories import UserFactory

if TYPE_CHECKING:
    from datetime import datetime

    from django.test import Client

PRIVATE = (
    "Salary", "Bruttogehalt", "JahresGehaltBrutto", "gross_pay", "GrossPay", "grosspay", "Annual Pay", "PayRate", "Pay grade", "Entgeltstufe",
    "Stundenlohn", "Vergütung", "Verguetung", "Salaire brut", "Sueldo", "Rémunération", "Bonus 2026",
    "RaceDesc", "race", "HispanicLatino", "GenderID", "GENDER", "Sex", "Sexe", "Género", "Geschlecht", "MaritalDesc", "Familienstand",
    "CitizenDesc", "Nationalität", "Religion", "Konfession", "Staatsangehörigkeit", "Date of birth", "DOB", "Geburtsdatum", "Geb.-Datum",
    "Date de naissance", "Fecha de nacimiento", "Age", "Edad",
    "PerformanceScore", "Last performance review", "Leistungsbeurteilung", "Évaluation", "EmpSatisfaction", "Rating",
    "Health", "Krankheitstage", "Schwerbehinderung", "Disability", "Handicap", "Absences", "DaysLateLast30", "Santé", "Discapacidad",
    "Home address", "Privatadresse", "Anschrift", "PLZ", "Postleitzahl", "Straße", "Code postal", "Home Phone", "Zip",
)  # fmt: skip
WORK = (
    "Employee number", "Payroll number", "Email", "Job title", "Department", "Level", "Grade", "Language", "Languages", "Site", "Cost centre",
    "Manager", "Hire date", "Stage", "Operating unit", "Integration team", "Essex office", "Trace id", "Page", "Learnings", "Display name",
)  # fmt: skip


@pytest.mark.parametrize("header", PRIVATE)
def test_h08_a_column_of_something_private_is_refused_by_its_meaning(header: str) -> None:
    assert fields.is_refused(header)
    assert fields.is_refused(header.upper())
    assert header not in fields.guess([header])


@pytest.mark.parametrize("header", WORK)
def test_h08_a_column_of_work_is_not_refused(header: str) -> None:
    assert not fields.is_refused(header)


FILE = (
    "employee number,email,name,Bruttogehalt,RaceDesc,GenderID,PerformanceScore,JahresGehaltBrutto,Box 7,\n"
    "9061,pia@example.org,Pia Pay,4.321,Whitish,7,Exceeds,51852,Secretly,Hiddenly\n"
)
VALUES = ("4.321", "Whitish", "Exceeds", "51852", "Hiddenly")


@pytest.mark.django_db
def test_h08_e27_what_is_private_never_leaves_the_parser_and_nothing_unknown_is_shown_unasked(client: Client) -> None:
    client.force_login(UserFactory.create(is_staff=True, is_organization_administrator=True))
    file = SimpleUploadedFile("staff.csv", FILE.encode(), content_type="text/csv")
    page = client.post(reverse("admin:people_import_upload"), {"file": file}).url
    shown = html.unescape(client.get(page).content.decode())
    chosen = {bound.html_name: bound.initial or "" for bound in client.get(page).context["form"]}
    preview = html.unescape(client.get(client.post(page, chosen).url).content.decode())

    assert [value for value in (*VALUES, "Secretly") if value in shown + preview] == []
    assert "Left out, neither kept nor shown: Bruttogehalt, RaceDesc, GenderID, PerformanceScore" in shown
    assert "Box 7" in shown
    assert "Pia Pay" in shown, "of a column that is known, an example helps"


@pytest.mark.django_db
def test_h08_what_is_private_is_not_kept_between_the_steps(now: datetime) -> None:
    record = importing.upload(FILE.encode(), file_name="staff.csv", by=None, now=now)

    record.refresh_from_db()
    assert [value for value in VALUES if value in str(record.content)] == []


@pytest.mark.django_db
def test_h08_no_mapping_points_at_what_is_private_not_even_a_remembered_one(now: datetime) -> None:
    record = importing.upload(FILE.encode(), file_name="staff.csv", by=None, now=now)
    mapping = {"email": Field.EMAIL, "name": Field.NAME}

    with pytest.raises(PeopleError, match="“RaceDesc” is left out"):
        importing.choose_columns(record, mapping={**mapping, "RaceDesc": Field.DEPARTMENT}, date_form=DateForm.ISO, now=now)  # fmt: skip

    importing.choose_columns(record, mapping=mapping, date_form=DateForm.ISO, now=now)
    ColumnMapping.objects.update(mapping={"email": "email", "name": "name", "racedesc": "department"})
    again = importing.upload(FILE.encode(), file_name="staff.csv", by=None, now=now)
    assert again.mapping == {"email": "email", "name": "name"}


@pytest.mark.django_db
def test_h08_a_file_uploaded_before_a_name_was_known_as_private_is_looked_at_again(now: datetime) -> None:
    record = importing.upload(FILE.encode(), file_name="staff.csv", by=None, now=now)
    record.refresh_from_db()
    content = record.content or {}
    content["refused"] = []
    content["rows"][0][1][4] = "Whitish"
    record.content, record.mapping = content, {"email": "email", "name": "name", "RaceDesc": "department"}
    record.save()

    assert importing.table_of(record).rows[0].cells[4] == ""
    assert importing.mapping_of(record) == {"email": Field.EMAIL, "name": Field.NAME}
