"""The sealed PDFs of a cohort in one archive, with a manifest of their hashes."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agreements.documents import documents
from agreements.models import AgreementVersion
from agreements.tests.stories import coordinator_of, in_force, with_supervisors
from people.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    """Pages ask the clock themselves, so these stories happen now."""
    return timezone.now() - timedelta(minutes=20)


@pytest.fixture
def version(now: datetime) -> AgreementVersion:
    return with_supervisors(now=now)


def url(name: str, *args: object) -> str:
    return reverse(f"admin:agreements_agreement_{name}", args=args)


def test_the_archive_of_a_cohort_holds_every_pdf_and_its_hash(client: Client, now: datetime) -> None:
    version = in_force(now=now)
    documents.make_document(version, now=now)
    client.force_login(coordinator_of(version))
    assert "one document" in client.get(url("export")).content.decode()

    answer = client.get(url("archive", version.match.cohort_id))

    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert archive.testzip() is None
    manifest = json.loads(archive.read("manifest.json"))
    (entry,) = manifest["documents"]
    content = archive.read(entry["file"])
    assert content.startswith(b"%PDF")
    assert hashlib.sha256(content).hexdigest() == entry["sha256"]
    assert f"{entry['sha256']}  {entry['file']}" in archive.read("SHA256SUMS").decode()


def test_the_archive_asks_as_often_for_three_as_for_one(client: Client, now: datetime) -> None:
    first = in_force(now=now)
    documents.make_document(first, now=now)
    client.force_login(coordinator_of(first))

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            b"".join(client.get(url("archive", first.match.cohort_id)).streaming_content)  # type: ignore[attr-defined]
        return len(queries)

    cost()  # what Django asks once in a process may come first
    one = cost()
    for _more in range(2):
        version = in_force(now=now)
        type(version.match).objects.filter(pk=version.match.pk).update(cohort=first.match.cohort)
        documents.make_document(version, now=now)

    assert cost() == one


def test_staff_without_the_role_cannot_export(client: Client, version: AgreementVersion) -> None:
    client.force_login(UserFactory.create(is_staff=True))

    assert client.get(url("archive", version.match.cohort_id)).status_code == 404
    assert "No signed agreement yet" in client.get(url("export")).content.decode()
