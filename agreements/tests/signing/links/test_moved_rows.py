"""Someone with a link of their own, who can write to the database, and would open another person's request (A-04, A-26).

Each is tried as the application's role, which the database refuses, and as the owner, whose change opens nothing.
"""

# The statements are constants, put together from names of tables.
# ruff: noqa: S608
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from agreements.models import AgreementVersion, LinkPurpose, SignatureRequest, SigningSession, SigningToken
from agreements.signing.links import signing_links
from agreements.signing.links.views import cookie_name
from agreements.tests.signing.links.filling import MINE
from agreements.tests.stories import request_of, sign
from people.tests.owning import owner_without_triggers
from web import key_ring

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper
    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db

TOKEN, SESSION = SigningToken._meta.db_table, SigningSession._meta.db_table
TAMPERINGS = {
    "a link moved to another request": [f"UPDATE {TOKEN} SET request_id = %(victim)s WHERE id = %(own_token)s"],
    "a session moved to another request": [f"UPDATE {SESSION} SET request_id = %(victim)s WHERE id = %(own_session)s"],
    "a link in the place of another, with its number": [
        f"DELETE FROM {TOKEN} WHERE id = %(his_token)s",
        f"UPDATE {TOKEN} SET id = %(his_token)s, request_id = %(victim)s WHERE id = %(own_token)s",
    ],
    "a session in the place of another, with its number": [
        f"DELETE FROM {SESSION} WHERE id = %(his_session)s",
        f"UPDATE {SESSION} SET id = %(his_session)s, request_id = %(victim)s WHERE id = %(own_session)s",
    ],
    "the secret of a link written into another": [
        f"UPDATE {TOKEN} SET digest = repeat('0', 64) WHERE id = %(own_token)s",
        f"UPDATE {TOKEN} SET digest = %(own_token_digest)s WHERE id = %(his_token)s",
    ],
    "the secret of a session written into another": [
        f"UPDATE {SESSION} SET digest = repeat('0', 64) WHERE id = %(own_session)s",
        f"UPDATE {SESSION} SET digest = %(own_session_digest)s WHERE id = %(his_session)s",
    ],
    "a link for signing made of one for reading": [
        f"UPDATE {TOKEN} SET purpose = 'sign', request_id = %(victim)s WHERE id = %(receipt_token)s",
    ],
    "both columns of a link written into another": [
        f"UPDATE {TOKEN} SET digest = repeat('0', 64) WHERE id = %(own_token)s",
        f"UPDATE {TOKEN} SET digest = %(own_token_digest)s, bound = %(own_token_bound)s WHERE id = %(his_token)s",
    ],
}


@dataclass
class Attack:
    """What someone holds, and what the statements name."""

    victim: SignatureRequest
    tokens: list[str]
    cookie: str
    names: dict[str, int | str]

    def make(self, cursor: CursorWrapper, what: str) -> None:
        """Do what one of the tamperings does."""
        for statement in TAMPERINGS[what]:
            cursor.execute(statement, self.names)


@pytest.fixture
def attack(version: AgreementVersion, asked: SignatureRequest, now: datetime) -> Attack:
    """One supervisor has links and a cookie of their own; the victim is the other one."""
    victim = request_of(version, "mentor_supervisor")
    signing_links.mint(victim, now=now)
    signing_links.begin_session(victim, purpose=LinkPurpose.SIGN, now=now)
    own, receipt = signing_links.mint(asked, now=now), signing_links.mint(asked, purpose=LinkPurpose.RECEIPT, now=now)
    cookie = signing_links.begin_session(asked, purpose=LinkPurpose.SIGN, now=now)
    mine, session = asked.tokens.filter(purpose="sign").latest("pk"), asked.sessions.latest("pk")
    names: dict[str, int | str] = {
        "victim": victim.pk,
        "own_token": mine.pk,
        "own_token_digest": mine.digest,
        "own_token_bound": mine.bound,
        "own_session": session.pk,
        "own_session_digest": session.digest,
        "receipt_token": asked.tokens.get(purpose="receipt").pk,
        "his_token": victim.tokens.latest("pk").pk,
        "his_session": victim.sessions.latest("pk").pk,
    }
    return Attack(victim, [own, receipt], cookie, names)


def opened(attack: Attack, now: datetime) -> set[int]:
    """Return the requests that their secrets open, by the functions and by the pages."""
    found = {row.request_id for token in attack.tokens if (row := signing_links.find(token, now=now))}
    if session := signing_links.find_session(attack.cookie, now=now):
        found.add(session.request_id)
    for token in attack.tokens:
        try:
            found.add(signing_links.exchange(token, now=now).pk)
        except signing_links.LinkError:
            continue
    return found


def test_a04_what_was_not_moved_opens(attack: Attack, asked: SignatureRequest, now: datetime) -> None:
    assert opened(attack, now) == {asked.pk}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_a26_the_application_cannot_move_a_link(attack: Attack, now: datetime, what: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        attack.make(cursor, what)

    assert attack.victim.pk not in opened(attack, now)


@pytest.mark.parametrize("what", TAMPERINGS)
def test_a04_a_link_that_was_moved_opens_nothing(attack: Attack, now: datetime, what: str) -> None:
    with owner_without_triggers() as cursor:
        attack.make(cursor, what)

    assert attack.victim.pk not in opened(attack, now)


def test_a04_a_moved_link_and_cookie_look_like_any_that_opens_nothing(client: Client, attack: Attack) -> None:
    with owner_without_triggers() as cursor:
        for what in ("a link moved to another request", "a session moved to another request"):
            attack.make(cursor, what)
    client.cookies[cookie_name()] = attack.cookie

    address = f"/sign/{attack.tokens[0]}/"
    answers = [client.get(address), client.post(address, MINE), client.get(reverse("agreements:sign_read"))]
    assert [answer.status_code for answer in answers] == [404] * 3


def test_a04_a_link_that_is_put_in_opens_nothing(attack: Attack, now: datetime) -> None:
    """The application's role may put rows in; it has no key for what ties them to a request."""
    secret = "x" * 43
    made = {"request": attack.victim, "purpose": LinkPurpose.SIGN, "expires_at": now + timedelta(hours=1)}
    SigningToken.objects.create(
        **made,
        digest=key_ring.digest(secret, purpose=signing_links.TOKEN),
        bound=attack.names["own_token_bound"],
        minted_at=now,
    )
    SigningSession.objects.create(
        **made, digest=key_ring.digest(secret, purpose=signing_links.COOKIE), bound="", started_at=now
    )

    assert (signing_links.find(secret, now=now), signing_links.find_session(secret, now=now)) == (None, None)


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE {TOKEN} SET exchanges = 0 WHERE id = %(own_token)s",
        f"UPDATE {TOKEN} SET revoked_at = NULL WHERE id = %(own_token)s",
        f"UPDATE {TOKEN} SET expires_at = expires_at + interval '1 year' WHERE id = %(own_token)s",
        f"UPDATE {SESSION} SET ended_at = NULL WHERE id = %(own_session)s",
        f"UPDATE {SESSION} SET expires_at = expires_at + interval '1 year' WHERE id = %(own_session)s",
        f"DELETE FROM {TOKEN}",
        f"DELETE FROM {SESSION}",
        f"TRUNCATE {TOKEN}",
        f"TRUNCATE {SESSION}",
    ],
)
def test_a13_a_link_that_is_used_up_stays_so(
    attack: Attack, asked: SignatureRequest, now: datetime, statement: str
) -> None:
    signing_links.exchange(attack.tokens[0], now=now)
    signing_links.revoke_all(asked, now=now)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, attack.names)


def test_a04_a_receipt_that_was_moved_shows_nobody_elses_signature(version: AgreementVersion, now: datetime) -> None:
    own, other = (sign(version, role, now=now) for role in ("mentee_supervisor", "mentor_supervisor"))
    for purpose in (LinkPurpose.RECEIPT, LinkPurpose.NOT_ME):
        token = signing_links.mint(own, purpose=purpose, now=now)
        cookie = signing_links.begin_session(own, purpose=purpose, now=now)
        with owner_without_triggers():
            own.tokens.update(request=other)
            own.sessions.update(request=other)

        assert (signing_links.find(token, now=now), signing_links.find_session(cookie, now=now)) == (None, None)


def test_a04_a_binding_of_the_secret_before_holds(
    asked: SignatureRequest, now: datetime, settings: SettingsWrapper
) -> None:
    token, cookie = (
        signing_links.mint(asked, now=now),
        signing_links.begin_session(asked, purpose=LinkPurpose.SIGN, now=now),
    )
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret, long enough to be one, 0123456789"

    assert signing_links.find(token, now=now) is not None
    assert signing_links.find_session(cookie, now=now) is not None
