"""The page on which anyone checks a file (A-25)."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from agreements.documents import documents
from agreements.documents.uploads import MOST_A_MINUTE
from agreements.models import AgreementVersion
from agreements.sealing.limits import LARGEST_FILE
from agreements.tests.reading import dump
from agreements.tests.sealing.making import new_key, sealed_pdf, updated
from agreements.tests.stories import in_force
from people.tests.reading import set_solid

pytestmark = pytest.mark.django_db

URL = "/verify/"
VALID, CHANGED, UNKNOWN = (f'<p class="notice-title">{word}</p>' for word in ("Valid", "Changed", "Unknown"))


@pytest.fixture(autouse=True)
def fresh_count() -> None:
    cache.clear()


@pytest.fixture
def version(now: datetime) -> AgreementVersion:
    return in_force(now=now)


@pytest.fixture
def pdf(version: AgreementVersion, now: datetime) -> bytes:
    return bytes(documents.make_document(version, now=now).pdf)


def page(client: Client, content: bytes) -> str:
    file = SimpleUploadedFile("agreement.pdf", content, "application/pdf")
    return client.post(URL, {"file": file}).content.decode()


def test_a25_the_page_needs_no_account_and_is_kept_nowhere(client: Client) -> None:
    response = client.get(reverse("agreements:verify"))

    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "script-src 'self'" in response["Content-Security-Policy"]


def test_a25_a_sealed_pdf_is_valid_and_nothing_of_it_is_shown(
    client: Client, pdf: bytes, version: AgreementVersion
) -> None:
    shown = page(client, pdf)

    assert VALID in shown
    for word in (version.match.mentee.user.name, version.text_hash, "Okafor", str(version.match.cohort.program)):
        assert word not in shown


def test_a25_a_changed_one_is_told_apart_from_an_unknown_one(client: Client, pdf: bytes) -> None:
    for changed in (pdf[:-1], pdf + b"\n", updated(pdf), pdf.replace(b"/Page", b"/Pagf", 1)):
        assert CHANGED in page(client, changed)
    for unknown in (sealed_pdf(new_key()), b"%PDF-1.7", b"junk"):
        assert UNKNOWN in page(client, unknown)


def test_a25_the_file_is_stored_nowhere(client: Client, pdf: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither in a table nor on the disk, although it is larger than what Django keeps in memory."""

    def refuse(*_args: object, **_options: object) -> None:
        raise AssertionError

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
    monkeypatch.setattr("django.core.files.uploadedfile.TemporaryUploadedFile.__init__", refuse)
    before = dump()

    assert UNKNOWN in page(client, b"%PDF-" + b"x" * 4_000_000)
    assert dump() == before


def test_a25_a_file_that_is_too_large_gets_a_sentence(client: Client) -> None:
    shown = page(client, b"x" * (LARGEST_FILE + 1))

    assert "This file is larger than 10 MB" in shown
    assert "<title>Error:" in set_solid(shown)


def test_a25_without_a_file_the_page_asks_for_one(client: Client) -> None:
    assert "Choose a file first." in client.post(URL, {}).content.decode()
    assert "This file is empty." in page(client, b"")


def test_a25_too_many_files_from_one_address_have_to_wait(client: Client) -> None:
    answers = [client.post(URL, {}).status_code for _try in range(MOST_A_MINUTE + 1)]

    assert answers == [200] * MOST_A_MINUTE + [429]
    assert client.post(URL, {}, REMOTE_ADDR="198.51.100.7").status_code == 200
    assert client.get(URL).status_code == 200


def test_a25_a_form_of_another_site_is_refused() -> None:
    assert Client(enforce_csrf_checks=True).post(URL, {}).status_code == 403


def test_pages_are_served_without_loading_what_seals() -> None:
    program = (
        "import os, sys, django; os.environ.update(WHETSTONE_MODE='test', DJANGO_SETTINGS_MODULE='mentoring.settings');"
        "django.setup(); import mentoring.urls, agreements.tasks;"
        "loaded = {'pyhanko', 'asn1crypto', 'typst', 'cryptography.x509'} & set(sys.modules); assert not loaded, loaded"
    )
    folder = Path(__file__).parent.parent.parent.parent
    done = subprocess.run([sys.executable, "-c", program], check=False, cwd=folder, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
