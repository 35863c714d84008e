"""Links in mails: absolute, and built from the one configured address, never from a request."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings


def absolute(path: str) -> str:
    """Turn a path such as `reverse(...)` gives into a link that works in a mail."""
    return f"{settings.BASE_URL}{path}"


def mail_host() -> str:
    """Return the host that Message-ID and List-Id name."""
    return urlsplit(settings.BASE_URL).hostname or "localhost"
