"""Answers the page behind a link, as a supervisor does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.test import Client
from django.urls import reverse

from agreements.models import SignatureRequest, SigningToken
from people.tests.owning import owner_without_triggers

if TYPE_CHECKING:
    from datetime import datetime

    from django.test.client import _MonkeyPatchedWSGIResponse


# What someone ticks who opens a link that was mailed to them.
MINE = {"mine": "on"}


def answer(client: Client, **fields: str) -> _MonkeyPatchedWSGIResponse:
    return client.post(form_of(client), fields)


def form_of(client: Client) -> str:
    """Return where the form of the open page is sent to, with what it is about."""
    address = reverse("agreements:sign_read")
    found = re.search(r'action="([^"]+[?]about=[^"]+)"', client.get(address, follow=True).content.decode())
    return found[1] if found else address


def sign_fields(request: SignatureRequest) -> dict[str, str]:
    return {"choice": "sign", "consent": "on", "typed_name": request.signer.name}


def run_out(request: SignatureRequest, *, now: datetime) -> None:
    """Let the links of a request have run out. The application itself cannot change for how long a link works."""
    with owner_without_triggers():
        SigningToken.objects.filter(request=request).update(expires_at=now)
