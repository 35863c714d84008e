"""Answers the page behind a link, as a supervisor does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.test import Client
from django.urls import reverse

from agreements.models import SignatureRequest, SigningToken
from people.tests.owning import owner_without_triggers

if TYPE_CHECKING:
    from datetime import datetime

    from django.test.client import _MonkeyPatchedWSGIResponse


# What somebody ticks who opens a link that was mailed to them.
MINE = {"mine": "on"}


def answer(client: Client, **fields: str) -> _MonkeyPatchedWSGIResponse:
    return client.post(reverse("agreements:sign_read"), fields)


def sign_fields(request: SignatureRequest) -> dict[str, str]:
    return {"choice": "sign", "consent": "on", "typed_name": request.signer.name}


def run_out(request: SignatureRequest, *, now: datetime) -> None:
    """Let the links of a request have run out. The application itself cannot change for how long a link works."""
    with owner_without_triggers():
        SigningToken.objects.filter(request=request).update(expires_at=now)
