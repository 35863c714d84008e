"""Write the page of the documentation that says who sees what."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from mentoring.who_sees_what import DOCUMENTED, as_markdown


class Command(BaseCommand):
    """Made anew after each change of the matrix; a test compares."""

    help = "Write docs/who-sees-what.md from mentoring/who_sees_what.toml."
    requires_system_checks = ()

    def handle(self, *_args: object, **_options: object) -> None:
        DOCUMENTED.write_text(as_markdown(), encoding="utf-8")
