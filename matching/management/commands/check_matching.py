"""`manage.py check_matching RUN`: check the proof of a stored run again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.management.base import BaseCommand, CommandError

from matching.errors import MatchingError
from matching.lab.proof import prove
from matching.models import MatchingRun

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Says in one sentence whether a run holds; ends with 1 where it does not."""

    help = "Check that a stored run of the matching is unchanged and that no better answer exists."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the number of the run; without one, the latest of a scenario or of all."""
        parser.add_argument("run", type=int, nargs="?", help="number of the run; the latest one if it is left out")
        parser.add_argument("--scenario", type=int, help="number of a scenario, whose latest run is checked")

    def handle(self, *args: object, run: int | None, scenario: int | None, **options: object) -> None:
        """Find the run and check it."""
        runs = MatchingRun.objects.latest_first().select_related("scenario")
        if run is not None:
            runs = runs.filter(pk=run)
        if scenario is not None:
            runs = runs.filter(scenario=scenario)
        latest = runs.first()
        if latest is None:
            raise CommandError(missing(run, scenario))
        try:
            prove(latest)
        except MatchingError as error:
            raise CommandError(f"Run {latest.pk}: {error}") from error
        self.stdout.write(
            f"Run {latest.pk} of “{latest.scenario}” holds: {latest.matched} matched, total {latest.total}, "
            f"and the prices prove that no answer is better."
        )


def missing(run: int | None, scenario: int | None) -> str:
    """Say why there is nothing to check."""
    if run is None:
        return "No run is stored yet." if scenario is None else f"No run of scenario {scenario} is stored."
    if MatchingRun.objects.filter(pk=run).exists():
        return f"Run {run} belongs to another scenario than {scenario}."
    if MatchingRun.objects.filter(pk__gt=run).exists():
        kept = "Kept are the last run of each scenario, and those whose pairs were published."
        return f"Run {run} is gone. {kept}"
    return f"There is no run {run}."
