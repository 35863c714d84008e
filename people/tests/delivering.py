"""Mail about people goes out through the outbox, which stands above this app: its command sends what waits."""

from __future__ import annotations

from io import StringIO

from django.core.management import call_command


def deliver() -> None:
    """Send everything that is due."""
    call_command("deliver_messages", stdout=StringIO())
