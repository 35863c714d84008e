"""A fresh link for someone whose link has run out (A-13): only to the present address of the person who was asked."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from agreements import emails
from agreements.models import SignatureRequest, SignatureStatus
from agreements.signing.links import signing_links
from people.models import User

AN_HOUR = timedelta(hours=1)
MOST_AN_HOUR = 3
ASKED = SignatureStatus.ASKED


def request_by_token(token: str, *, now: datetime) -> None:
    """Queue a fresh link for the request of a token, however old. Says nothing: a false token gets the same answer."""
    if request_id := signing_links.request_id_of(token):
        send(request_id, now=now)


def request_by_reference(reference: str, *, now: datetime) -> None:
    """Queue a fresh link for the request that a receipt names. The reference opens nothing itself."""
    request_id = SignatureRequest.objects.filter(reference=reference).values_list("pk", flat=True).first()
    if request_id:
        send(request_id, now=now)


@transaction.atomic
def send(request_id: int, *, now: datetime) -> None:
    """Queue a fresh link, unless it would open nothing or three went out within the hour."""
    request = SignatureRequest.objects.with_people().select_for_update(of=("self",)).get(pk=request_id)
    purpose = signing_links.purpose_of(request)
    if request.is_of_the_pair or purpose is None or not signing_links.opens(request, purpose, now=now):
        return
    if emails.count_fresh_links(request, since=now - AN_HOUR) < MOST_AN_HOUR:
        emails.fresh_link(request, now=now)


@transaction.atomic
def send_to_new_address(signer: User, *, now: datetime) -> None:
    """Kill the links that went to someone's earlier address, and ask again at the new one for what is still to sign."""
    requests = SignatureRequest.objects.filter(signer=signer)
    for request in requests.filter(
        Q(tokens__revoked_at__isnull=True, tokens__isnull=False) | Q(status=ASKED)
    ).distinct():
        signing_links.revoke_all(request, now=now)
        if request.status == ASKED and not request.is_of_the_pair:
            emails.fresh_link(request, now=now)
