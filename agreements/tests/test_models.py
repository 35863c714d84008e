"""What the database itself refuses about agreements."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from agreements.models import AgreementVersion, Document, SignatureEvent, VersionStatus
from agreements.tests.factories import AgreementVersionFactory

pytestmark = pytest.mark.django_db

# By the rights of the application's role; where it owns the tables, by the triggers.
REFUSED = "permission denied|append-only"


def test_a_version_out_for_signature_never_changes_its_text() -> None:
    version = AgreementVersionFactory.create(signing=True)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AgreementVersion.objects.filter(pk=version.pk).update(text="Something else")


def test_a20_events_can_be_neither_changed_nor_deleted(now: datetime) -> None:
    version = AgreementVersionFactory.create()
    event = SignatureEvent.objects.create(agreement=version.agreement, sequence=1, at=now, kind="sent", hash="a" * 64)

    for statement in ("UPDATE agreements_signatureevent SET kind = 'x'", "DELETE FROM agreements_signatureevent"):
        with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert SignatureEvent.objects.get() == event


def test_a_document_stays_as_it_was_made(now: datetime) -> None:
    version = AgreementVersionFactory.create(in_force=True)
    Document.objects.create(version=version, pdf=b"%PDF", sha256="b" * 64, made_at=now)

    with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
        Document.objects.update(pdf=b"other")


def test_an_agreement_has_one_open_version() -> None:
    version = AgreementVersionFactory.create()

    with pytest.raises(DatabaseError, match="version_one_open"), transaction.atomic():
        AgreementVersionFactory.create(agreement=version.agreement, number=2, status=VersionStatus.DRAFT)
