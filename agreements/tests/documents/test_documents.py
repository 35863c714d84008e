"""The PDF: made once, sealed, the same for ever; what cannot be sealed waits and says for what (A-18)."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from agreements import tasks
from agreements.desk.items import desk_items
from agreements.documents import documents, seals, typesetting
from agreements.errors import AgreementError
from agreements.models import AgreementVersion, Document, SealingCertificate, SealingDelay
from agreements.sealing.check import SealState, check
from agreements.sealing.keys import make_key
from agreements.tests.sealing.making import SINCE, authority, serving
from agreements.tests.stories import in_force, mails_to, sent
from people.models import User

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(now: datetime) -> AgreementVersion:
    return in_force(now=now)


def causes() -> list[tuple[str, int]]:
    return list(SealingDelay.objects.values_list("cause", "attempts"))


def test_a18_a_document_is_sealed_with_the_organisations_key(version: AgreementVersion, now: datetime) -> None:
    document = documents.make_document(version, now=now)

    verdict = check(bytes(document.pdf), seals.known_certificates())
    assert (verdict.state, verdict.sealed_at, verdict.timestamped_at) == (SealState.VALID, now, None)
    assert document.certificate is not None
    assert document.certificate.fingerprint == verdict.fingerprint
    assert hashlib.sha256(bytes(document.pdf)).hexdigest() == document.sha256


def test_a_document_is_made_once(version: AgreementVersion, now: datetime) -> None:
    first = documents.make_document(version, now=now)
    second = documents.make_document(version, now=now)

    assert first == second
    assert Document.objects.count() == 1


def test_a_document_is_pdf_a(version: AgreementVersion, now: datetime) -> None:
    pdf = bytes(documents.make_document(version, now=now).pdf)

    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in pdf


def test_setting_it_twice_gives_the_same_bytes(version: AgreementVersion, now: datetime) -> None:
    first = typesetting.typeset(version, sealed_at=now, fingerprint="ab")

    assert first == typesetting.typeset(version, sealed_at=now, fingerprint="ab")


def test_letters_that_no_font_has_do_not_keep_a_document_back(version: AgreementVersion, now: datetime) -> None:
    User.objects.filter(pk=version.match.mentee.user_id).update(name="Ama \U00012000 Okafor")

    document = documents.make_document(AgreementVersion.objects.with_people().get(pk=version.pk), now=now)

    assert check(bytes(document.pdf), seals.known_certificates()).state == SealState.VALID


def test_there_is_no_document_before_all_have_signed(now: datetime) -> None:
    with pytest.raises(AgreementError, match="until everyone has signed"):
        documents.make_document(sent(now=now), now=now)


def test_a_worker_killed_between_seal_and_store_leaves_nothing(
    version: AgreementVersion, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*_args: object, **_options: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Document.objects, "create", die)
        with pytest.raises(Killed), transaction.atomic():
            documents.make_document(version, now=now)

    assert (Document.objects.count(), SealingCertificate.objects.count()) == (0, 0)
    again = documents.make_document(version, now=now)
    assert list(Document.objects.all()) == [again]


def test_a18_without_a_key_the_document_waits(
    version: AgreementVersion, now: datetime, settings: SettingsWrapper
) -> None:
    settings.SEALING_KEY = ""

    assert documents.document_of(version, now=now) is None
    assert (Document.objects.count(), causes()) == (0, [("seal", 1)])


def test_a18_a_key_that_has_run_out_seals_nothing(
    version: AgreementVersion, now: datetime, settings: SettingsWrapper, tmp_path: Path
) -> None:
    settings.SEALING_KEY = str(tmp_path / "old.p12")
    (tmp_path / "old.p12").write_bytes(make_key("Harbourline", since=SINCE, until=now - timedelta(days=1)))

    assert documents.document_of(version, now=now) is None
    assert causes() == [("seal", 1)]


def test_a18_with_an_authority_the_document_is_timestamped(
    version: AgreementVersion, now: datetime, settings: SettingsWrapper
) -> None:
    with serving(authority(now + timedelta(seconds=2))) as settings.TSA_URL:
        document = documents.make_document(version, now=now)

    assert document.timestamped_at == now + timedelta(seconds=2)


def test_a18_a_silent_authority_leaves_it_awaiting_its_timestamp_and_the_sweep_tries_again(
    version: AgreementVersion, now: datetime, settings: SettingsWrapper
) -> None:
    with serving(b"") as url:
        settings.TSA_URL = url
        assert documents.document_of(version, now=now) is None
        assert documents.document_of(version, now=now + timedelta(minutes=1)) is None, "not asked again at once"
        assert documents.make_missing_documents(now=now + timedelta(minutes=5)) == 0
    assert (Document.objects.count(), causes()) == (0, [("timestamp", 2)])

    with serving(authority()) as settings.TSA_URL:
        assert documents.make_missing_documents(now=now + timedelta(minutes=10)) == 1
    assert Document.objects.get().timestamped_at is not None
    assert causes() == []


def test_coordinators_hear_of_documents_that_wait(
    version: AgreementVersion, now: datetime, settings: SettingsWrapper
) -> None:
    settings.SEALING_KEY = ""
    coordinator = User.objects.get(name="Carla Coordinator")
    assert desk_items(coordinator, now=now) == []

    documents.document_of(version, now=now)

    (found,) = desk_items(coordinator, now=now)
    assert (found.key, found.count) == ("agreements.unsealed", 1)
    assert "SEALING_KEY" in found.body


def test_the_sweep_makes_what_is_missing_and_then_nothing(version: AgreementVersion, now: datetime) -> None:
    assert (documents.make_missing_documents(now=now), documents.make_missing_documents(now=now)) == (1, 0)


def test_one_that_cannot_be_set_does_not_keep_back_the_others(
    version: AgreementVersion, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = in_force(now=now)
    typeset = typesetting.typeset

    def broken(one: AgreementVersion, *, sealed_at: datetime, fingerprint: str) -> bytes:
        if one.pk == version.pk:
            raise RuntimeError
        return typeset(one, sealed_at=sealed_at, fingerprint=fingerprint)

    monkeypatch.setattr(typesetting, "typeset", broken)
    with pytest.raises(ExceptionGroup):
        documents.make_missing_documents(now=now)

    assert [document.version for document in Document.objects.all()] == [other]


def test_the_task_logs_a_version_that_is_gone(caplog: pytest.LogCaptureFixture) -> None:
    tasks.make_document(404)

    assert "No version 404" in caplog.text


def test_a24_all_who_signed_get_the_pdf_and_its_hash_by_mail(version: AgreementVersion, now: datetime) -> None:
    document = documents.make_document(version, now=now)

    for request in version.requests.select_related("signer"):
        (mail,) = [mail for mail in mails_to(request.signer, now=now) if document.sha256 in mail.body]
        name, content, mime = mail.attachments[0]
        assert (content, mime) == (bytes(document.pdf), "application/pdf")
        assert name.endswith(".pdf")


def test_the_mail_goes_out_although_the_pdf_waits(now: datetime, settings: SettingsWrapper) -> None:
    settings.SEALING_KEY = ""  # before anyone is in the directory: their marks are made with it where it is set
    version = in_force(now=now)

    (mail,) = [
        mail
        for mail in mails_to(version.match.mentee.user, now=now)
        if "The signed PDF is waiting to be sealed" in mail.body
    ]

    assert mail.attachments == []
    assert causes() == [("seal", 1)]
