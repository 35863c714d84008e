"""`manage.py warm_engine`: compile the loops of the matching engine while one deploys, so that nobody waits for it."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError

from matching.engine import warm_up
from matching.engine.compiled import is_switched_off, keeping_place


class Command(BaseCommand):
    """Compiles what is not compiled yet, and says where it is kept; ends with 1 where it cannot be kept."""

    help = "Compile the loops of the matching engine, which takes about half a minute, and keep them for the workers."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        """Refuse what would be lost with this process; nothing is asked of the database."""
        if is_switched_off():
            raise CommandError("NUMBA_DISABLE_JIT is set, so nothing is compiled here.")
        place = keeping_place()
        if place is None:
            raise CommandError(
                "No folder can be written in which the compiled loops could be kept. Name one in NUMBA_CACHE_DIR."
            )
        warm_up.warm()
        self.stdout.write(f"The matching engine is compiled, and kept in {place}.")
