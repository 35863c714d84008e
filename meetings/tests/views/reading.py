"""Opens pages and presses buttons."""

from __future__ import annotations

from datetime import datetime
from typing import cast
from unittest import mock

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone


def page(client: Client, name: str, *args: int, **data: str) -> str:
    """Get a page and return its words."""
    response = client.get(reverse(f"meetings:{name}", args=args), data)
    assert response.status_code == 200
    return response.content.decode()


def post(client: Client, name: str, pk: int, **data: str | int) -> HttpResponse:
    """Press a button."""
    return cast("HttpResponse", client.post(reverse(f"meetings:{name}", args=[pk]), data))


def at(moment: datetime) -> mock._patch[mock.MagicMock]:
    """Let it be another time."""
    return mock.patch.object(timezone, "now", return_value=moment)
