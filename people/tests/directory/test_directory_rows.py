"""Rows that cannot come into the directory, one by one: each is refused by its number with a reason."""

from __future__ import annotations

import pytest

from people.directory.fields import Field, guess, mapping_problems
from people.directory.values import DateForm
from people.tests.files import GOOD, outcomes, planned, reasons

BAD_ROWS = {
    "missing address": ("Email,Name\n,Ada\n", {2: "The email address is missing."}),
    "bad address": ("Email,Name\nada at example.org,Ada\n", {2: "“ada at example.org” is not an email address."}),
    "missing name": ("Email,Name\na@example.org,\n", {2: "The name is missing."}),
    "missing last name": ("Email,First name,Last name\na@example.org,Ada,\n", {2: "The first or the last name is missing."}),
    "too few cells": ("Email,Name,Site\na@example.org,Ada\n", {2: "The row has 2 cells, the header has 3."}),
    "too many cells": ("Email,Name\na@example.org,Ada,Lovelace\n", {2: "The row has 3 cells, the header has 2."}),
    "the same address twice": (
        "Email,Name\na@example.org,Ada\nA@Example.org,Ben\n",
        {2: "The same email address is in row 3.", 3: "The same email address is in row 2."},
    ),
    "the same number twice": (
        "Employee ID,Email,Name\ne7,a@example.org,Ada\nE7,b@example.org,Ben\n",
        {2: "The same employee number is in row 3.", 3: "The same employee number is in row 2."},
    ),
    "unknown supervisor": (
        "Email,Name,Manager\na@example.org,Ada,nobody@example.org\n",
        {2: "The supervisor “nobody@example.org” is neither in the file nor in the directory (by employee number or email address)."},
    ),
    "supervisor by name": (
        "Email,Name,Manager\na@example.org,Ada,Ben\nb@example.org,Ben,\n",
        {2: "The supervisor “Ben” is neither in the file nor in the directory (by employee number or email address)."},
    ),
    "own supervisor": ("Email,Name,Manager\na@example.org,Ada,a@example.org\n", {2: "The person is named as their own supervisor."}),
    "two who supervise each other": (
        "Email,Name,Manager\na@example.org,Ada,b@example.org\nb@example.org,Ben,a@example.org\n",
        {
            2: "These people would report to each other in a circle: Ada → Ben → Ada.",
            3: "These people would report to each other in a circle: Ada → Ben → Ada.",
        },
    ),
    "somebody under a refused supervisor": (
        "Email,Name,Manager\na@example.org,Ada,b@example.org\nb@example.org,,\n",
        {2: "The supervisor in row 3 is refused.", 3: "The name is missing."},
    ),
    "a date in another form": ("Email,Name,Hire date\na@example.org,Ada,15.01.2020\n", {2: "“15.01.2020” is not a date in the form 2026-04-30."}),
    "a day that does not exist": (
        "Email,Name,Hire date\na@example.org,Ada,2023-02-29\n",
        {2: "“2023-02-29” is not a day of the calendar in the form 2026-04-30."},
    ),
    "a date of another century": ("Email,Name,Hire date\na@example.org,Ada,0206-01-15\n", {2: "“0206-01-15” is too far in the past or in the future to be right."}),
    "a date that is a number": ("Email,Name,Hire date\na@example.org,Ada,43845\n", {2: "“43845” is not a date in the form 2026-04-30."}),
    "left before hired": ("Email,Name,Hire date,End date\na@example.org,Ada,2020-05-01,2020-04-30\n", {2: "The person leaves before being hired."}),
    "unknown time zone": ("Email,Name,Time zone\na@example.org,Ada,CET+1\n", {2: "“CET+1” is not a time zone name such as Europe/Berlin."}),
    "unknown language": (
        'Email,Name,Languages\na@example.org,Ada,"en, klingon"\n',
        {2: "“klingon” is not a language we know. Use codes such as en, de, fr."},
    ),
    "unknown level": (
        "Email,Name,Grade\na@example.org,Ada,Principal\n",
        {2: "The level “Principal” is not in the directory. Say where it belongs among the others."},
    ),
    "a formula": ('Email,Name\na@example.org,"=HYPERLINK(""http://x.example"")"\n', {2: '“=HYPERLINK("http://x.example")” looks like a formula.'}),
    "a name that is too long": (f"Email,Name\na@example.org,{'x' * 201}\n", {2: "Full name: “xxxxxxxxxxxxxxxxxxxx…” is longer than 200 characters."}),
    "an address with a line break": ('Email,Name\n"a@example.org\nb@example.org",Ada\n', {2: "“a@example.org b@example.org” is not an email address."}),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_ROWS)
def test_a_bad_row_is_refused_with_its_number_and_a_reason(name: str) -> None:
    text, expected = BAD_ROWS[name]

    assert reasons(planned(text)) == {row: (sentence,) for row, sentence in expected.items()}


def test_more_than_one_thing_wrong_is_told_at_once() -> None:
    found = planned("Email,Name,Hire date\nnonsense,,soon\n")

    assert len(reasons(found)[2]) == 3


def test_a_good_file_creates_everybody_and_finds_supervisors_below_their_reports() -> None:
    found = planned(GOOD)

    assert outcomes(found) == {2: "created", 3: "created", 4: "created"}
    assert [line.supervisor for line in found.lines] == [-4, -4, None]


def test_supervisors_are_found_by_number_and_by_address_in_any_case() -> None:
    found = planned(
        "Number,Staff ID,Email,Name,Reports to\n1,E1,a@example.org,Ada,E2\n2,E2,b@example.org,Ben,\n3,E3,c@example.org,Cho,B@EXAMPLE.ORG\n"
    )

    assert [line.supervisor for line in found.lines] == [-3, None, -3]


def test_a_circle_refuses_its_own_people_and_those_below_them_only() -> None:
    found = planned(
        "Staff ID,Email,Name,Manager\n"
        "E1,a@example.org,Ada,E2\nE2,b@example.org,Ben,E3\nE3,c@example.org,Cho,E1\n"
        "E4,d@example.org,Dee,E1\nE5,e@example.org,Eve,\n"
    )

    assert outcomes(found) == {2: "refused", 3: "refused", 4: "refused", 5: "refused", 6: "created"}
    assert reasons(found)[5] == ("The supervisor in row 2 is refused.",)


def test_a_chain_of_refusals_goes_all_the_way_down() -> None:
    rows = "\n".join(f"E{n},p{n}@example.org,P{n},E{n + 1}" for n in range(1, 20))
    found = planned(f"Staff ID,Email,Name,Manager\n{rows}\nE20,,Top,\n")

    assert set(outcomes(found).values()) == {"refused"}


@pytest.mark.parametrize(
    ("form", "text", "iso"),
    [
        (DateForm.ISO, "2026-04-03", "2026-04-03"),
        (DateForm.ISO, "2026-04-03T00:00:00", "2026-04-03"),
        (DateForm.DAY_FIRST, "03.04.2026", "2026-04-03"),
        (DateForm.DAY_FIRST, "3/4/2026", "2026-04-03"),
        (DateForm.DAY_FIRST, "2026-04-03", "2026-04-03"),
        (DateForm.MONTH_FIRST, "04/03/2026", "2026-04-03"),
    ],
)
def test_dates_are_read_in_the_form_that_was_chosen(form: DateForm, text: str, iso: str) -> None:
    found = planned(f"Email,Name,Hire date\na@example.org,Ada,{text}\n", date_form=form)

    assert str(found.lines[0].values[Field.HIRED_ON]) == iso


def test_a_dash_is_an_empty_cell_and_not_a_formula() -> None:
    found = planned("Email,Name,Title,Manager\na@example.org,Ada,-,-\n")

    assert outcomes(found) == {2: "created"}
    assert found.lines[0].values[Field.JOB_TITLE] == ""


def test_languages_are_taken_by_code_and_by_name_once_each() -> None:
    found = planned('Email,Name,Languages\na@example.org,Ada,"German; en-GB, English and fr"\n')

    assert found.lines[0].values[Field.LANGUAGES] == ["de", "en", "fr"]


def test_what_is_not_taken_is_said() -> None:
    found = planned("Email,Name,Shoe size,Salary\na@example.org,Ada,42,1\n")

    assert (found.ignored_columns, found.refused_columns) == (("Shoe size",), ("Salary",))


def test_columns_are_known_by_the_names_that_hr_systems_give_them() -> None:
    assert guess(["E-Mail_Address", "FORENAME", "Surname", "Line Manager ID", "Start  date", "Org Unit", "Salary"]) == {
        "E-Mail_Address": Field.EMAIL,
        "FORENAME": Field.FIRST_NAME,
        "Surname": Field.LAST_NAME,
        "Line Manager ID": Field.SUPERVISOR,
        "Start  date": Field.HIRED_ON,
        "Org Unit": Field.DEPARTMENT,
    }


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        ({"Name": Field.NAME}, "Choose the column with the email address."),
        ({"Email": Field.EMAIL}, "Choose the column with the full name, or those with first and last name."),
        (
            {"Mail": Field.EMAIL, "Private": Field.EMAIL, "Name": Field.NAME},
            "Two columns are used as “Email address”: Mail, Private. Choose one.",
        ),
        (
            {"Mail": Field.EMAIL, "Name": Field.NAME, "Vorname": Field.FIRST_NAME},
            "Choose either the full name, or first and last name.",
        ),
        (
            {"Mail": Field.EMAIL, "Name": Field.NAME, "Salary": Field.JOB_TITLE},
            "The column “Salary” is left out because its name suggests something private. Choose another one.",
        ),
    ],
    ids=["no address", "no name", "two columns for one field", "name twice", "a refused column"],
)
def test_a_mapping_that_cannot_work_is_explained(mapping: dict[str, Field], sentence: str) -> None:
    assert [str(problem) for problem in mapping_problems(mapping)] == [sentence]
