"""What a session has proved: how its person signed in, and when (E-34, E-36)."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows, suspend_request
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from allauth.mfa.models import Authenticator
from django.conf import settings

from people.models import Confirmation, User

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest

    from people.models import AddressChange

# How long a proof counts for what needs a fresh one.
FRESH = timedelta(minutes=15)


def used_second_factor(request: HttpRequest) -> bool:
    """Whether the session was begun or strengthened with a second step."""
    return any(record.get("method") == "mfa" for record in _records(request))


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person has proved who they are within the last minutes, by whatever they sign in with.

    Those who have a second step prove it with that.
    """
    since = time.time() - FRESH.total_seconds()
    methods = {record.get("method") for record in _records(request) if float(record.get("at", 0)) >= since}
    has_second_factor = any(flow["id"] == "mfa_reauthenticate" for flow in _flows(request))
    return "mfa" in methods if has_second_factor else bool(methods)


def require_fresh(request: HttpRequest) -> None:
    """Ask again before an export, a role or a key is given out, where STAFF_MFA_REQUIRED says so.

    Raises what leads to the page for that; the request goes on afterwards, and comes through here once more.
    """
    if settings.STAFF_MFA_REQUIRED and not is_fresh(request):
        ask_for_second_step(request)
        raise ReauthenticationRequired


def ask_for_second_step(request: HttpRequest) -> None:
    """Raise what leads to the page of the second step, if the person has one. A password would not do."""
    if isinstance(request.user, User) and (page := second_step(request.user)):
        raise ImmediateHttpResponse(suspend_request(request, page))


def second_step(user: User) -> str:
    """Return the address where the person proves their second step in an open session; empty without one."""
    methods = get_adapter().get_reauthentication_methods(user)
    return next((str(method["url"]) for method in methods if method["id"].startswith("mfa_")), "")


def can_be_asked_again(request: HttpRequest) -> bool:
    """Whether the person has a password or a second step; others can only sign in anew, by a code."""
    return bool(_flows(request))


def of_own_address(request: HttpRequest, change: AddressChange) -> Confirmation | None:
    """Return what the session proves towards a changed address, since it was asked for; None if nothing.

    A second step counts if it was set up before: someone who came in otherwise could make one now. So does a code that
    went to the earlier address.
    """
    since = change.asked_at.timestamp()
    records = [record for record in _records(request) if float(record.get("at", 0)) >= since]
    used = [record.get("id") for record in records if record.get("method") == "mfa" and record.get("id")]
    if Authenticator.objects.filter(pk__in=used, user=change.person_id, created_at__lt=change.asked_at).exists():
        return Confirmation.SECOND_FACTOR
    codes = (str(record.get("email", "")).lower() for record in records if record.get("method") == "code")
    return Confirmation.OLD_ADDRESS if change.old in codes else None


def _flows(request: HttpRequest) -> list[dict[str, Any]]:
    return get_reauthentication_flows(request.user) if isinstance(request.user, User) else []


def _records(request: HttpRequest) -> Iterator[dict[str, Any]]:
    """Return allauth's records of this session, the earliest first."""
    yield from get_authentication_records(request, request.user if isinstance(request.user, User) else None)
