"""`manage.py deliver_messages`: the sweep without Celery, for a timer beside it or while the broker is down (B-07)."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from notifications.transport.delivery import deliver_due


class Command(BaseCommand):
    """Send what is due, once or again and again. May run beside Celery and beside itself."""

    help = "Send all messages that are due. Safe to run beside the worker and beside itself."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what can be given."""
        parser.add_argument("--every", type=int, metavar="SECONDS", help="Go on until stopped, with this pause.")

    def handle(self, *args: object, **options: Any) -> None:  # noqa: ANN401 - as Django declares it
        while True:
            sent = deliver_due(now=timezone.now())
            if sent or not options["every"]:
                self.stdout.write(f"{sent} sent")
            if not options["every"]:
                return
            time.sleep(options["every"])
