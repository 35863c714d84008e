"""The one way from a request to the signed-in person."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from django.http import HttpRequest

    from people.models import User


def reader(request: HttpRequest) -> User:
    """Return the signed-in person. Behind every page but those that need no sign-in, where nobody may be signed in."""
    return cast("User", request.user)
