"""What someone can do who can write SQL, and that it is refused or shows (A-26 to A-29).

Each tampering is tried as the owner of the tables who has taken every trigger away, whom the nightly check has to name,
alone, without an earlier mail of heads. `test_tampering_after_a_check.py` tries it where a check has run before, and as the
application's role, whom the database may refuse. Numbers up to 24 are those of the specification's table; the others are
more of their kinds.
"""

# The statements are constants, put together from names of tables.
# ruff: noqa: S608, ISC004
from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from agreements.models import (
    Agreement,
    AgreementVersion,
    SignatureEvent,
    SignatureRequest,
)
from agreements.record import chain
from agreements.signing.links import signing_links
from agreements.tests.stories import request_of
from agreements.tests.tampered import NOW, Names, check, make_rows, tamper
from agreements.tests.tamperings import EVENT, TAMPERINGS, VERSION
from people import audit
from people.models import AuditStrand, User
from people.tests.owning import owner_without_triggers

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper
    from pytest_django.plugin import DjangoDbBlocker

pytestmark = [pytest.mark.django_db, pytest.mark.long(minutes=1)]


@pytest.fixture(scope="module")
def rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Names]:
    """Agreements, made once, that no check has seen."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_rows()
        transaction.set_rollback(True)


def test_a26_what_nobody_has_touched_is_in_order(rows: Names) -> None:
    assert check() == (0, [])
    assert check() == (0, []), "and so it is for the check of the next night"


@pytest.mark.parametrize("what", TAMPERINGS)
def test_a26_the_check_alone_names_what_the_owner_has_done(rows: Names, what: str) -> None:
    if what.startswith("18"):
        check()
    with owner_without_triggers() as cursor:
        tamper(cursor.execute, TAMPERINGS[what], rows)
        cursor.execute("SET LOCAL session_replication_role = origin")
    code, named = check()

    assert (code, bool(named)) == (1, True)


def test_a26_21_text_hash_and_the_whole_chain_made_anew(rows: Names) -> None:
    """With the right hashes, but nobody outside of the server has the key for the marks."""
    version = AgreementVersion.objects.get(pk=rows["version"])
    version.text += "And more.\n"
    digest, previous = chain.canonical_hash(version.text), ""
    with owner_without_triggers() as cursor:
        cursor.execute(
            f"UPDATE {VERSION} SET text = %s, text_hash = encode(sha256(%s::bytea), 'hex') WHERE id = %s",
            [version.text, version.text.encode(), version.pk],
        )
        for event in SignatureEvent.objects.filter(agreement=version.agreement_id).order_by("sequence"):
            if "text" in event.data:
                event.data["text"] = digest
            event.previous_hash = previous
            previous = event.hash = chain.hash_of(event)
            cursor.execute(
                f"UPDATE {EVENT} SET data = %s, previous_hash = %s, hash = %s WHERE id = %s",
                [json.dumps(event.data), event.previous_hash, event.hash, event.pk],
            )
    code, named = check()

    assert code == 1
    assert (
        f"Broken: agreement {version.agreement_id}, event 2: not written by this application: its mark is wrong"
        in named
    )


def forged(agreement: Agreement, kind: str, **data: object) -> SignatureEvent:
    """Put an event at the end of a chain as someone would who has read this code, and has no key."""
    last = SignatureEvent.objects.filter(agreement=agreement).order_by("-sequence")[0]
    event = SignatureEvent(
        agreement=agreement, sequence=last.sequence + 1, at=NOW, kind=kind, data=data, previous_hash=last.hash
    )
    event.hash = chain.hash_of(event)
    event.key, event.mac = last.key, last.mac
    event.save()
    return event


def test_a27_an_event_with_the_right_hash_and_no_key_is_named(rows: Names) -> None:
    agreement = AgreementVersion.objects.get(pk=rows["asking"]).agreement
    event = forged(agreement, "signed", version=1, request=rows["asked"], text="", evidence="")

    code, named = check()

    place = f"Broken: agreement {agreement.pk}, event {event.sequence}"
    assert (code, f"{place}: not written by this application: its mark is wrong" in named) == (1, True)


def test_a26_a_link_that_was_opened_for_another_signature_is_named(rows: Names) -> None:
    """Even if one could be: `links/test_moved_rows.py` shows that a row that was moved opens nothing."""
    request = SignatureRequest.objects.get(pk=rows["asked"])
    signing_links.mint(request, now=NOW)
    sent, other = request.tokens.latest("pk"), request_of(request.version, "mentor_supervisor")
    agreement = request.version.agreement
    chain.append(agreement, "link_opened", now=NOW, version=1, request=other.pk, purpose="sign", link=sent.pk)

    code, named = check()

    assert code == 1
    assert any("an event about something that no event before it tells of" in line for line in named)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE agreements_verification SET problems = '[{}]' WHERE number = 2",
        "UPDATE agreements_verification SET seen = '{}' WHERE number = 1",
        "DELETE FROM agreements_verification WHERE number = 1",
        "DELETE FROM agreements_verification WHERE number = 2",
        "UPDATE agreements_verification SET number = NULL, key = '', mac = '' WHERE number = 2",
        "INSERT INTO agreements_verification (at, agreements, events, documents, problems, head, seen, previous_mac, key, mac)"
        " SELECT at, agreements, events, documents, problems, head, seen, mac, key, mac FROM agreements_verification LIMIT 1",
    ],
)
def test_a26_what_earlier_checks_found_cannot_be_taken_back(rows: Names, statement: str) -> None:
    check()
    check()
    with owner_without_triggers() as cursor:
        cursor.execute(statement)

    code, named = check()

    assert (code, any("earlier check" in line for line in named)) == (1, True)


class AuditStrandValues:
    """The first strand as it was, to be put back."""

    def __init__(self, row: AuditStrand) -> None:
        self.row = row

    @classmethod
    def take(cls) -> AuditStrandValues:
        """Remember it."""
        return cls(AuditStrand.objects.get(number=1))

    def put_back(self, cursor: CursorWrapper) -> None:
        """Delete what came since, and let its end be as it was."""
        cursor.execute("DELETE FROM people_auditevent WHERE strand = 1 AND sequence > %s", [self.row.entries])
        cursor.execute(
            "UPDATE people_auditstrand SET entries = %s, last_mac = %s, key = %s, mac = %s WHERE number = 1",
            [self.row.entries, self.row.last_mac, self.row.key, self.row.mac],
        )


def test_a29_a_role_that_was_taken_away_and_put_back_with_its_mark_is_named_by_the_next_check(rows: Names) -> None:
    person = User.objects.get(pk=rows["stranger"])
    person.is_staff = True
    person.save()
    mark = (person.mark_number, person.mark)
    person.is_staff = False
    person.save()
    check()
    with owner_without_triggers() as cursor:
        cursor.execute(
            "UPDATE people_user SET is_staff = true, mark_number = %s, mark = %s WHERE id = %s", [*mark, person.pk]
        )

    code, named = check()

    reason = "set back to what it was before an earlier check"
    assert (code, f"Broken: people.user {person.pk}: {reason}" in named) == (1, True)


def test_a29_a_chain_and_a_strand_set_back_together_are_named_by_the_next_check(rows: Names) -> None:
    """The one thing that marks cannot show: all as it was a while ago. What a check saw is remembered."""
    agreement = Agreement.objects.get(pk=rows["agreement"])
    strand = AuditStrandValues.take()
    chain.append(agreement, "link_sent", now=NOW, version=1, request=rows["signed"], purpose="receipt", link=9_000_001)
    audit.record("person.invited", agreement, by=None, now=NOW)
    check()
    with owner_without_triggers() as cursor:
        cursor.execute("DELETE FROM agreements_signatureevent WHERE data->>'link' = '9000001'")
        cursor.execute(
            "UPDATE agreements_agreement SET head_sequence = %s, head_key = %s, head_mac = %s WHERE id = %s",
            [agreement.head_sequence, agreement.head_key, agreement.head_mac, agreement.pk],
        )
        strand.put_back(cursor)
    code, named = check()

    assert code == 1
    assert any("missing since an earlier check" in line for line in named)
    assert any("audit trail, strand 1" in line for line in named)
