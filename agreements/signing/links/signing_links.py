"""Signing links: minted when a mail is sent, kept as keyed hashes, exchanged by POST for a bound cookie.

A token and a cookie each hold 256 bits from `secrets` (A-01). The database knows their keyed digests (A-02,
`web.key_ring`), so neither a dump nor a log opens anything, and a changed SECRET_KEY closes nothing while the earlier
one is a fallback. A link works for 48 hours or five exchanges (A-13), opens one request for one purpose (A-04), and dies
with the decision (A-03).

`digest` finds the row. `bound` ties the secret to its request, signer, version and purpose, and to the signer's address: a
row that was moved in the database to another request opens nothing, nor does a link to a mailbox that was the signer's.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from agreements.errors import AgreementError
from agreements.models import (
    Agreement,
    Dispute,
    LinkPurpose,
    SignatureRequest,
    SignatureStatus,
    SigningSession,
    SigningToken,
)
from agreements.record import chain
from people.models import User
from people.record.record_keys import canonical
from web import key_ring

TOKEN, COOKIE = "links for signing", "cookies of signing links"
BOUND_TOKEN, BOUND_COOKIE = "what a signing link opens", "what a cookie of a signing link opens"
BYTES = 32
LIFETIME = timedelta(hours=48)
EXCHANGES = 5
SESSION_LIFETIME = timedelta(minutes=30)


class LinkError(AgreementError):
    """The link opens nothing. Never says why: an unknown link and a used one look the same."""


PURPOSES: dict[str, tuple[LinkPurpose, ...]] = {
    SignatureStatus.ASKED: (LinkPurpose.SIGN,),
    SignatureStatus.SIGNED: (LinkPurpose.RECEIPT, LinkPurpose.NOT_ME),
}


def purposes_of(request: SignatureRequest) -> tuple[LinkPurpose, ...]:
    """Return what a link to this request can be for now: the main purpose first; nothing when it is over."""
    return PURPOSES.get(request.status, ())


def purpose_of(request: SignatureRequest) -> LinkPurpose | None:
    """Return what a link to this request is for now: signing, reading what was signed, or nothing."""
    return next(iter(purposes_of(request)), None)


@transaction.atomic
def mint(request: SignatureRequest, *, now: datetime, purpose: LinkPurpose = LinkPurpose.SIGN) -> str:
    """Return a new token. Call it when the mail is written, never when it is queued; the token is not to be kept."""
    token = secrets.token_urlsafe(BYTES)
    link = SigningToken.objects.create(
        request=request,
        purpose=purpose,
        digest=key_ring.digest(token, purpose=TOKEN),
        bound=key_ring.digest(_binding(token, request, purpose), purpose=BOUND_TOKEN),
        minted_at=now,
        expires_at=now + LIFETIME,
    )
    _note("link_sent", link, now=now)
    return token


def _binding(secret: str, request: SignatureRequest, purpose: str) -> str:
    """Return what `bound` is made from: the secret with the one thing that it opens, and for whom (A-04).

    The address too, as it was known when the mail was written: a link that leaves for a mailbox just as that ceases to be
    the signer's opens nothing (E-34).
    """
    signer = request.signer
    return canonical([secret, request.pk, request.version_id, signer.pk, signer.email, str(purpose)]).decode()


def _note(kind: str, link: SigningToken, *, now: datetime) -> None:
    """Add to the chain that a link went out or was opened, and which one: the certificate says so (A-19)."""
    version = link.request.version
    purpose = LinkPurpose(link.purpose).value
    chain.append(
        version.agreement,
        kind,
        now=now,
        version=version.number,
        request=link.request_id,
        purpose=purpose,
        link=link.pk,
    )


def opens(request: SignatureRequest, purpose: str, *, now: datetime) -> bool:
    """Whether a link for this purpose leads anywhere now, for the person it was made for."""
    if purpose not in purposes_of(request) or not request.signer.is_here(now):
        return False
    return purpose != LinkPurpose.SIGN or (request.is_open and not request.version.agreement.rests())


def find(token: str, *, now: datetime) -> SigningToken | None:
    """Return the row of a token that can be exchanged, or None. Changes nothing (A-05)."""
    row = (
        SigningToken.objects.select_related(
            "request__signer__site", "request__version__agreement__match__cohort__program"
        )
        .filter(digest__in=key_ring.digests(token, purpose=TOKEN))
        .filter(revoked_at__isnull=True, expires_at__gt=now, exchanges__lt=EXCHANGES)
        .first()
    )
    if row is None or not key_ring.fits(row.bound, _binding(token, row.request, row.purpose), purpose=BOUND_TOKEN):
        return None
    return row if opens(row.request, row.purpose, now=now) else None


@transaction.atomic
def exchange(token: str, *, now: datetime) -> SignatureRequest:
    """Use up one exchange of a token and return its request; `LinkError` for everything that does not open."""
    row = find(token, now=now)
    if row:  # before the token's row: the person who signs holds the agreement too when it revokes tokens
        Agreement.objects.select_for_update().get(pk=row.request.version.agreement_id)
    # The condition stands in the update too: of parallel exchanges only five get through.
    if row is None or not SigningToken.objects.filter(
        pk=row.pk, exchanges__lt=EXCHANGES, revoked_at__isnull=True
    ).update(exchanges=F("exchanges") + 1):
        raise LinkError
    _note("link_opened", row, now=now)
    return row.request


def begin_session(request: SignatureRequest, *, purpose: LinkPurpose, now: datetime) -> str:
    """Return the secret of a new cookie that opens this one request for this purpose, for half an hour."""
    secret = secrets.token_urlsafe(BYTES)
    SigningSession.objects.create(
        request=request,
        purpose=purpose,
        digest=key_ring.digest(secret, purpose=COOKIE),
        bound=key_ring.digest(_binding(secret, request, purpose), purpose=BOUND_COOKIE),
        started_at=now,
        expires_at=now + SESSION_LIFETIME,
    )
    return secret


def find_session(secret: str, *, now: datetime) -> SigningSession | None:
    """Return what a cookie opens, or None. Changes nothing."""
    if not secret:
        return None
    alive = SigningSession.objects.alive(now).select_related("request__signer__site")
    session = alive.filter(digest__in=key_ring.digests(secret, purpose=COOKIE)).first()
    if session is None or session.purpose not in purposes_of(session.request):
        return None
    if not key_ring.fits(session.bound, _binding(secret, session.request, session.purpose), purpose=BOUND_COOKIE):
        return None
    # While the agreement rests it stays open: the person who reads it just now is told why nothing can be signed.
    return session if session.request.signer.is_here(now) else None


def revoke_all(request: SignatureRequest, *, now: datetime) -> None:
    """Kill every link and cookie of a request, in the caller's transaction."""
    request.tokens.filter(revoked_at__isnull=True).update(revoked_at=now)
    request.sessions.filter(ended_at__isnull=True).update(ended_at=now)


def end_sessions(people: Iterable[User], *, now: datetime) -> None:
    """Close what cookies open in these people's names, in the caller's transaction; their links stay as they are."""
    SigningSession.objects.filter(request__signer__in=people, ended_at__isnull=True).update(ended_at=now)


class KnownToken(NamedTuple):
    """What a token's row names: the request by number, for counting; the request itself, if the token was made for it."""

    number: int | None = None
    request: SignatureRequest | None = None
    rests: bool = False


def known(token: str) -> KnownToken:
    """Return what is known of a token that opens nothing now.

    In one query, whatever the token: what is said of a used link costs the same as the answer to one that never was.
    """
    disputed = Dispute.objects.open().filter(agreement=OuterRef("request__version__agreement"))
    rows = SigningToken.objects.filter(digest__in=key_ring.digests(token, purpose=TOKEN)).select_related(
        "request__signer__site", "request__version__agreement__match__cohort__program"
    )
    row = rows.annotate(rests=Exists(disputed)).first()
    if row is None:
        return KnownToken()
    fits = key_ring.fits(row.bound, _binding(token, row.request, row.purpose), purpose=BOUND_TOKEN)
    return KnownToken(row.request_id, row.request if fits else None, row.rests)


def request_id_of(token: str) -> int | None:
    """Return the request that a token's row names, even if it opens nothing any more.

    For counting, and for a fresh link to the signer's own address: no answer of it may open anything.
    """
    known = SigningToken.objects.filter(digest__in=key_ring.digests(token, purpose=TOKEN))
    return known.values_list("request_id", flat=True).first()
