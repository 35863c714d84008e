"""`manage.py demo`: fill an empty database with the demo."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.test.utils import override_settings
from django.utils import timezone

from mentoring.demo.building import build
from mentoring.demo.cast import write_cast
from mentoring.demo.casting import cast
from people.models import User

if TYPE_CHECKING:
    from argparse import ArgumentParser

BACKEND = "mentoring.demo.mail.MaildirBackend"


@contextmanager
def without_savepoints() -> Iterator[None]:
    """Let processes within the transaction go on without a savepoint for each: two in five statements were about them.

    Whatever fails then takes all of it along, as it should.
    """
    before = connection.features.uses_savepoints
    connection.features.uses_savepoints = False
    try:
        yield
    finally:
        connection.features.uses_savepoints = before


class Command(BaseCommand):
    """Builds the demo by the same processes that people use, from a seed."""

    help = "Fill an empty database with 300 people and three programs at different weeks of their life."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=7, help="another seed invents other people")
        parser.add_argument("--size", type=int, default=300, help="how many people work there (200 or more)")
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing, quietly, where there are people already"
        )

    def handle(self, *_args: object, seed: int, size: int, if_empty: bool, **_options: object) -> None:
        """Build it, all or nothing."""
        if not settings.DEMO:
            message = "The demo fills a database with invented people. It runs with WHETSTONE_MODE=demo only."
            raise CommandError(message)
        if User.objects.exists():
            if if_empty:
                return
            message = "There are people in this database already. The demo needs an empty one."
            raise CommandError(message)
        # Looking for circles among all that was imported, again and again, would take a tenth of the time.
        gc.freeze()
        gc.set_threshold(20_000, 20, 50)
        # Mail goes straight into the sink's folder: nothing listens yet, and weeks of it would take their time.
        with override_settings(EMAIL_BACKEND=BACKEND), transaction.atomic(), without_savepoints():
            staff = build(seed=seed, now=timezone.now(), say=self.stdout.write, size=size)
            # Before the people are: where they are found, nobody builds again what was cut short after them.
            write_cast(cast(staff))
        self.stdout.write(f"{User.objects.count()} people work at Harbourline now.")
