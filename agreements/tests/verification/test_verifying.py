"""The walk over everything names what was changed, and where first (A-20); a cut tail shows against an export."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from agreements import tasks
from agreements.documents import documents
from agreements.documents.seals import known_certificates
from agreements.models import AgreementVersion, SignatureEvent, Verification
from agreements.record import chain
from agreements.sealing.check import SealState, check
from agreements.tests.sealing.making import new_key, sealed_pdf
from agreements.tests.stories import confirmed, in_force
from agreements.verification import walk
from agreements.verification.walk import Discrepancy
from agreements.writing import drafts
from notifications.transport.delivery import deliver_due
from people.tests.factories import UserFactory
from people.tests.owning import owner_without_triggers

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(now: datetime) -> AgreementVersion:
    """An agreement in force with its sealed PDF."""
    version = in_force(now=now)
    documents.make_document(version, now=now)
    return version


def without_triggers(statement: str, *values: bytes | int) -> None:
    """Change a row as someone does who owns the database."""
    with owner_without_triggers() as cursor:
        cursor.execute(statement, values)


def problems(now: datetime) -> list[Discrepancy]:
    return walk.problems_of(walk.verify_all(now=now))


def run(**options: Path) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("verify_agreements", stdout=out, stderr=err, **options)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_a20_what_is_untouched_verifies(version: AgreementVersion, now: datetime) -> None:
    found = walk.verify_all(now=now)

    events = SignatureEvent.objects.count()
    assert (found.agreements, found.events, found.documents, found.problems) == (1, events, 1, [])
    assert found.head == chain.head_of(chain.heads())
    assert (found.number, walk.verify_all(now=now).problems) == (1, []), "checks are a chain that verifies"


def test_a20_the_command_names_the_first_broken_row(version: AgreementVersion) -> None:
    without_triggers("UPDATE agreements_signatureevent SET data = '{}' WHERE sequence IN (3, 4)")

    code, _out, err = run()

    assert code == 1
    broken, what_now = err.splitlines()
    assert broken == f"Broken: agreement {version.agreement_id}, event 3: changed"
    assert what_now.startswith("Change nothing.")


def test_a20_the_command_says_that_all_fits(version: AgreementVersion) -> None:
    code, out, err = run()

    assert (code, err) == (0, "")
    assert "1 agreements," in out
    assert out.splitlines()[-1] == "Everything checks out."


def test_a20_a_cut_tail_shows_alone_and_against_an_earlier_export(version: AgreementVersion, tmp_path: Path) -> None:
    file = tmp_path / "heads.jsonl"
    assert run(heads=file)[0] == 0
    last = version.agreement.events.count()
    without_triggers("DELETE FROM agreements_signatureevent WHERE sequence = %s", last)

    assert f"agreement {version.agreement_id}, event {last}: missing: the end of the chain was cut off" in run()[2]
    code, out, err = run(against=file)

    assert code == 1
    assert f"Compared with 2 ends in {file}" in out
    assert f"agreement {version.agreement_id}, event {last}: missing: the end of the chain was cut" in err


def test_a20_a_chain_written_anew_shows_against_an_earlier_export(version: AgreementVersion) -> None:
    head = chain.heads()[0]
    earlier = [chain.ChainHead(head.agreement, head.sequence, "0" * 64), chain.ChainHead(4_000_000, 3, "0" * 64)]

    assert walk.compare(earlier) == [
        Discrepancy(head.agreement, "another event than in the export", sequence=head.sequence),
        Discrepancy(4_000_000, "vanished since the export"),
    ]


def test_later_events_are_no_problem(version: AgreementVersion, now: datetime) -> None:
    earlier = chain.heads()
    chain.append(version.agreement, "reminded", now=now)

    assert walk.compare(earlier) == []


def test_an_export_reads_back() -> None:
    heads = [chain.ChainHead(1, 2, "ab"), chain.ChainHead(3, 4, "cd")]

    assert walk.read_export(walk.export(heads)) == heads


def test_a_file_that_is_no_export_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("[]")

    with pytest.raises(CommandError, match="was not written by --heads"):
        call_command("verify_agreements", against=tmp_path / "x")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("verify_agreements", against=tmp_path / "y")


def test_a_chain_that_is_gone_as_a_whole_is_named(version: AgreementVersion, now: datetime) -> None:
    without_triggers("DELETE FROM agreements_signatureevent")

    assert Discrepancy(version.agreement_id, "the whole chain of events is missing", sequence=1) in problems(now)


def test_a_changed_text_is_named(version: AgreementVersion, now: datetime) -> None:
    without_triggers("UPDATE agreements_agreementversion SET text = text || 'And more.'")

    assert problems(now) == [Discrepancy(version.agreement_id, "the text does not have its hash", version=1)]


def test_a_text_changed_with_its_hash_is_named(version: AgreementVersion, now: datetime) -> None:
    without_triggers("UPDATE agreements_agreementversion SET text = 'x', text_hash = encode(sha256('x'), 'hex')")

    changed = "the text is not the one that was sent out for signature"
    assert problems(now) == [Discrepancy(version.agreement_id, changed, version=1)]


def test_a_changed_pdf_is_named(version: AgreementVersion, now: datetime) -> None:
    without_triggers("UPDATE agreements_document SET pdf = pdf || 'x'")

    assert problems(now) == [Discrepancy(version.agreement_id, "the PDF does not have its hash", version=1)]


def test_a_pdf_put_in_its_place_is_named(version: AgreementVersion, now: datetime) -> None:
    """With a hash that fits, but sealed by someone else."""
    other = sealed_pdf(new_key())
    without_triggers("UPDATE agreements_document SET pdf = %s, sha256 = encode(sha256(%s), 'hex')", other, other)

    other_one = "the PDF is not the one that was sealed for this version"
    assert problems(now) == [Discrepancy(version.agreement_id, other_one, version=1)]


def test_a_draft_is_no_problem(now: datetime) -> None:
    drafts.open_draft(confirmed(), now=now)

    assert problems(now) == []


def test_the_walk_asks_the_same_number_of_questions_however_many_there_are(
    version: AgreementVersion, now: datetime
) -> None:
    walk.verify_all(now=now)
    with CaptureQueriesContext(connection) as of_one:
        walk.verify_all(now=now)
    documents.make_document(in_force(now=now), now=now)
    with CaptureQueriesContext(connection) as of_two:
        walk.verify_all(now=now)

    assert len(of_one) == len(of_two)


def test_a20_the_database_refuses_to_change_what_was_found(version: AgreementVersion, now: datetime) -> None:
    found = walk.verify_all(now=now)
    with pytest.raises(DatabaseError, match="append-only|permission denied"), transaction.atomic():
        Verification.objects.filter(pk=found.pk).update(problems=[])


def test_a20_the_nightly_walk_mails_the_heads_to_administrators(version: AgreementVersion, now: datetime) -> None:
    admin = UserFactory.create(is_organization_administrator=True)

    assert tasks.verify_agreements() == 0
    deliver_due(now=Verification.objects.get().at)

    (message,) = [message for message in mail.outbox if message.to == [admin.email]]
    assert message.subject == "Keep this: all signed agreements are in order"
    name, content, _mime = message.attachments[0]
    assert name.startswith("heads-")
    text = content if isinstance(content, str) else content.decode()
    assert walk.read_export(text)[0] == chain.heads()[0]


def test_a20_the_nightly_mail_names_what_is_broken_by_number_only(version: AgreementVersion) -> None:
    admin = UserFactory.create(is_organization_administrator=True)
    without_triggers("UPDATE agreements_signatureevent SET kind = 'signed' WHERE sequence = 2")

    assert tasks.verify_agreements() == 1
    deliver_due(now=Verification.objects.get().at)

    (message,) = [message for message in mail.outbox if message.to == [admin.email]]
    assert message.subject == "Look at this: 1 problem with signed agreements"
    assert f"agreement {version.agreement_id}, event 2: changed" in message.body
    assert version.match.mentee.user.name not in message.body


def test_old_seals_verify_after_the_key_was_changed(
    version: AgreementVersion, now: datetime, settings: SettingsWrapper, tmp_path: Path
) -> None:
    settings.EARLIER_SEALING_KEYS = [(settings.SEALING_KEY, "")]
    settings.SEALING_KEY = str(tmp_path / "next.p12")
    other = in_force(now=now)
    documents.make_document(other, now=now)

    assert len(known_certificates()) == 2
    assert problems(now) == []
    assert check(bytes(version.document.pdf), known_certificates()).state == SealState.VALID
