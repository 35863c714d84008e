"""The directory import as an administrator meets it on the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from people.models import Department, DirectoryImport, Level, Site, User
from people.tests.factories import LevelFactory, UserFactory
from people.tests.files import GOOD

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def administrator(client: Client) -> User:
    """Sign an organisation administrator in."""
    user = UserFactory.create(is_staff=True, is_organization_administrator=True)
    client.force_login(user)
    return user


def said(response: object) -> list[str]:
    """Return the messages of a response."""
    return [str(message) for message in get_messages(response.wsgi_request)]


def upload(client: Client, text: str) -> str:
    """Upload a file and return the address of the next step."""
    file = SimpleUploadedFile("staff.csv", text.encode(), content_type="text/csv")
    return client.post(reverse("admin:people_import_upload"), {"file": file}).url


def columns(client: Client, page: str) -> dict[str, str]:
    """Return the columns as the page proposes them."""
    form = client.get(page).context["form"]
    return {bound.html_name: bound.initial or "" for bound in form}


def test_an_administrator_imports_a_file_in_four_steps(client: Client) -> None:
    page = upload(client, GOOD)
    preview = client.post(page, columns(client, page)).url
    text = client.get(preview).content.decode()
    assert "Ada Lovelace" in text
    assert "Everything is in order" in text
    assert not User.objects.filter(email="ada@example.org").exists()

    done = client.post(preview.replace("preview", "apply")).url

    assert User.objects.get(email="ada@example.org").supervisor == User.objects.get(email="cho@example.org")
    assert "The directory is up to date" in client.get(done).content.decode()
    assert client.get(preview).status_code == 404
    assert (Department.objects.count(), Site.objects.count()) == (2, 2)


def test_a_bad_file_is_explained_on_the_first_page(client: Client) -> None:
    file = SimpleUploadedFile("staff.xlsx", b"PK\x03\x04rest")

    page = client.post(reverse("admin:people_import_upload"), {"file": file}).content.decode()

    assert "This is not a CSV file but Excel (.xlsx)." in page
    assert not DirectoryImport.objects.exists()


def test_columns_that_cannot_work_are_explained(client: Client) -> None:
    page = upload(client, GOOD)

    answer = client.post(page, {**columns(client, page), "column_1": "name"}).content.decode()

    assert "Two columns are used as “Full name”: Email, Name. Choose one." in answer


def test_the_preview_leads_back_while_columns_are_missing(client: Client) -> None:
    page = upload(client, "Email,Shoe size\na@example.org,42\n")

    answer = client.get(page.replace("columns", "preview"))

    assert answer.url == page
    assert said(answer) == ["Choose the column with the full name, or those with first and last name."]


def test_refused_rows_are_named_and_left_out_only_on_request(client: Client) -> None:
    page = upload(client, GOOD + "E4,nonsense,Dan,,,,,\n")
    preview = client.post(page, columns(client, page)).url
    assert "“nonsense” is not an email address." in client.get(preview).content.decode()
    apply = preview.replace("preview", "apply")

    assert "Some rows are refused, so nothing was imported." in client.post(apply).content.decode()
    assert User.objects.count() == 1

    client.post(apply, {"skip_refused": "1"})
    assert User.objects.count() == 4


def test_new_levels_are_put_in_order_on_the_preview(client: Client) -> None:
    LevelFactory.create(name="Junior", rank=1)
    page = upload(client, "Email,Name,Level\na@example.org,Ada,Senior\nb@example.org,Ben,Junior\n")
    preview = client.post(page, columns(client, page)).url
    assert client.get(preview).context["levels"]["levels"].initial == "Junior\nSenior"

    wrong = client.post(preview.replace("preview", "levels"), {"levels": "Senior"})
    assert "Say where the new levels belong among these: Junior." in wrong.content.decode()
    client.post(preview.replace("preview", "levels"), {"levels": "Junior\r\nSenior"})
    client.post(preview.replace("preview", "apply"))

    assert list(Level.objects.values_list("name", flat=True)) == ["Junior", "Senior"]


def test_a_file_can_be_given_up_and_a_get_changes_nothing(client: Client) -> None:
    preview = upload(client, GOOD).replace("columns", "preview")

    client.get(preview.replace("preview", "apply"))
    client.get(preview.replace("preview", "discard"))
    assert DirectoryImport.objects.waiting().count() == 1
    assert User.objects.count() == 1

    client.post(preview.replace("preview", "discard"))
    assert not DirectoryImport.objects.exists()
