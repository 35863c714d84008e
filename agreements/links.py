"""Signing links: minted when a mail is sent, kept as keyed hashes, exchanged by POST for a bound cookie.

A token and a cookie each hold 256 bits from `secrets` (A-01). The database knows their HMAC-SHA-256 under a key
derived from SECRET_KEY (A-02), so neither a dump nor a log opens anything. A link works for 48 hours or five
exchanges (A-13), opens one request for one purpose (A-04), and dies with the decision (A-03).
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from agreements import chain
from agreements.errors import AgreementError
from agreements.models import (
    Agreement,
    LinkPurpose,
    SignatureRequest,
    SignatureStatus,
    SigningSession,
    SigningToken,
)

BYTES = 32
LIFETIME = timedelta(hours=48)
EXCHANGES = 5
SESSION_LIFETIME = timedelta(minutes=30)


class LinkError(AgreementError):
    """The link opens nothing. Never says why: an unknown link and a used one look the same."""


def _digest(secret: str, what: str) -> str:
    return salted_hmac(f"agreements.links.{what}", secret, algorithm="sha256").hexdigest()


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
    SigningToken.objects.create(
        request=request, purpose=purpose, digest=_digest(token, "token"), minted_at=now, expires_at=now + LIFETIME
    )
    _note("link_sent", request, purpose, now=now)
    return token


def _note(kind: str, request: SignatureRequest, purpose: str, *, now: datetime) -> None:
    """Add to the chain that a link went out or was opened: the certificate says so (A-19)."""
    version = request.version
    chain.append(
        version.agreement, kind, now=now, version=version.number, request=request.pk, purpose=LinkPurpose(purpose).value
    )


def find(token: str, *, now: datetime) -> SigningToken | None:
    """Return the row of a token that can be exchanged, or None. Changes nothing (A-05)."""
    row = (
        SigningToken.objects.select_related("request__signer", "request__version__agreement__match__cohort__program")
        .filter(digest=_digest(token, "token"), revoked_at__isnull=True, expires_at__gt=now, exchanges__lt=EXCHANGES)
        .first()
    )
    if row is None or row.purpose not in purposes_of(row.request):
        return None
    if row.purpose == LinkPurpose.SIGN and row.request.version.agreement.rests():
        return None
    return row if row.request.signer.is_employed(now.date()) else None


@transaction.atomic
def exchange(token: str, *, now: datetime) -> SignatureRequest:
    """Use up one exchange of a token and return its request; `LinkError` for everything that does not open."""
    row = find(token, now=now)
    if row:  # before the token's row: whoever signs holds the agreement too when it revokes tokens
        Agreement.objects.select_for_update().get(pk=row.request.version.agreement_id)
    # The condition stands in the update too: of parallel exchanges only five get through.
    if row is None or not SigningToken.objects.filter(
        pk=row.pk, exchanges__lt=EXCHANGES, revoked_at__isnull=True
    ).update(exchanges=F("exchanges") + 1):
        raise LinkError
    _note("link_opened", row.request, row.purpose, now=now)
    return row.request


def begin_session(request: SignatureRequest, *, purpose: LinkPurpose, now: datetime) -> str:
    """Return the secret of a new cookie that opens this one request for this purpose, for half an hour."""
    secret = secrets.token_urlsafe(BYTES)
    SigningSession.objects.create(
        request=request,
        purpose=purpose,
        digest=_digest(secret, "session"),
        started_at=now,
        expires_at=now + SESSION_LIFETIME,
    )
    return secret


def find_session(secret: str, *, now: datetime) -> SigningSession | None:
    """Return what a cookie opens, or None. Changes nothing."""
    if not secret:
        return None
    session = (
        SigningSession.objects.alive(now).filter(digest=_digest(secret, "session")).select_related("request").first()
    )
    return session if session and session.purpose in purposes_of(session.request) else None


def revoke_all(request: SignatureRequest, *, now: datetime) -> None:
    """Kill every link and cookie of a request, in the caller's transaction."""
    request.tokens.filter(revoked_at__isnull=True).update(revoked_at=now)
    request.sessions.filter(ended_at__isnull=True).update(ended_at=now)


def request_id_of(token: str) -> int | None:
    """Return the request that a token was minted for, even if it opens nothing any more."""
    return SigningToken.objects.filter(digest=_digest(token, "token")).values_list("request_id", flat=True).first()
