"""The PDF: made once, the same every time, from the signed text and the signatures."""

from __future__ import annotations

import hashlib
from datetime import datetime

import pytest

from agreements import documents, tasks
from agreements.errors import AgreementError
from agreements.models import Document
from agreements.tests.stories import in_force, mails_to, sent

pytestmark = pytest.mark.django_db


def test_a_document_is_made_once(now: datetime) -> None:
    version = in_force(now=now)

    first = documents.make_document(version, now=now)
    second = documents.make_document(version, now=now)

    assert first == second
    assert Document.objects.count() == 1
    assert hashlib.sha256(bytes(first.pdf)).hexdigest() == first.sha256


def test_setting_it_twice_gives_the_same_bytes(now: datetime) -> None:
    version = in_force(now=now)

    assert documents.typeset(version) == documents.typeset(version)


def test_there_is_no_document_before_all_have_signed(now: datetime) -> None:
    with pytest.raises(AgreementError, match="before everybody has signed"):
        documents.make_document(sent(now=now), now=now)


def test_the_sweep_makes_what_is_missing(now: datetime) -> None:
    in_force(now=now)

    assert (documents.make_missing_documents(now=now), documents.make_missing_documents(now=now)) == (1, 0)


def test_the_task_logs_a_version_that_is_gone(caplog: pytest.LogCaptureFixture) -> None:
    tasks.make_document(404)

    assert "No version 404" in caplog.text


def test_both_and_both_supervisors_get_the_pdf_by_mail(now: datetime) -> None:
    version = in_force(now=now)
    document = documents.make_document(version, now=now)

    for request in version.requests.select_related("signer"):
        last = mails_to(request.signer, now=now)[-1]
        name, content, mime = last.attachments[0]
        assert (content, mime) == (bytes(document.pdf), "application/pdf")
        assert name.endswith(".pdf")
