"""How long the server takes for the pages that people open most, and how often each asks the database.

    .venv/bin/python benchmarks/pages.py [words]

Builds the demo in a throw-away PostgreSQL, which takes a minute or two; DATABASE_URL names one that has it already.
Signs in as people of the demo with Django's test client, opens each page once to warm up and then several times, and
prints medians and the number of queries, the slowest first. With words, only pages whose name holds one of them. The
time is all work for the page without the network; what of it the processor spent in Python hardly depends on whether
something else is busy on the machine, the rest does: the load is printed with the figures.
"""

from __future__ import annotations

import gc
import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from launcher import stamps  # noqa: E402 - the clone is put on the path first
from launcher.throwaway import start_throwaway  # noqa: E402

if TYPE_CHECKING:
    from people.models import User

ROUNDS = 9
TARGET = 100
SIGN_IN = "/accounts/"
STATIC = ROOT / "var" / "static"


@dataclass(frozen=True)
class OpenedPage:
    name: str
    reader: User
    address: str


@dataclass(frozen=True)
class Timing:
    """What a page took: medians in milliseconds, by the clock and of the processor in Python, and its queries."""

    name: str
    milliseconds: float
    python: float
    queries: int


def prepare(folder: str) -> None:
    """Set the environment up for the demo; its mail goes to a folder."""
    if not os.environ.get("DATABASE_URL"):
        os.environ |= start_throwaway()
    os.environ |= {
        "WHETSTONE_MODE": "demo",
        "DJANGO_SETTINGS_MODULE": "mentoring.settings",
        "REDIS_URL": "redis://127.0.0.1:1/0",  # nobody there: what is woken up is no part of a page
        "DEMO_MAIL_DIR": folder,
        "LOG_LEVEL": "CRITICAL",
    }
    static = stamps.static_files(STATIC)
    if not static.is_fresh():
        command = [sys.executable, "manage.py", "collectstatic", "--noinput"]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        static.renew()


def fill(folder: str) -> None:
    """Fill the database if it is empty, and let PostgreSQL learn what is in its tables, as autovacuum does elsewhere."""
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import override_settings

    # Beside the mail, not where a demo that runs on this clone keeps its own.
    with override_settings(DEMO_ACCOUNTS=f"{folder}/accounts.json"):
        call_command("migrate", interactive=False, verbosity=0)
        call_command("demo", if_empty=True, stdout=io.StringIO())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def pages() -> Iterator[OpenedPage]:
    """Choose the pages: those of a pair in the middle of its time, of its coordinator, and every list of the desk."""
    from django.contrib import admin
    from django.urls import reverse

    from evaluation.models import Report
    from matching.models import Match, MatchStatus, Scenario
    from meetings.models import Meeting
    from people.models import User
    from people.policy import Role
    from pool.models import Mentee
    from programs.models import Cohort, Guidelines, Membership

    coordinator = (
        Membership.objects.filter(role=Role.COORDINATOR, user__is_organization_administrator=False).earliest("pk").user
    )
    match = Match.objects.with_people().filter(status=MatchStatus.ACTIVE, agreement__isnull=False).earliest("pk")
    mentor, mentee = match.mentor.user, match.mentee.user
    choosing = Mentee.objects.filter(cohort__guidelines__preferences_max__gt=0).earliest("pk")
    meeting = Meeting.objects.filter(match=match).earliest("pk")
    anybody = User.objects.with_work().earliest("pk")

    yield OpenedPage("home, coordinator", coordinator, reverse("home"))
    yield OpenedPage("home, mentor", mentor, reverse("home"))
    yield OpenedPage("home, mentee", mentee, reverse("home"))
    yield OpenedPage("programs", mentee, reverse("programs:list"))
    yield OpenedPage("program", mentee, reverse("programs:program", args=[match.cohort.program.slug]))
    yield OpenedPage("own mentoring", mentor, reverse("matching:mine"))
    yield OpenedPage("match", mentee, reverse("matching:match", args=[match.pk]))
    yield OpenedPage("mentor pool", choosing.user, reverse("pool:mentee_step", args=[choosing.pk, "mentors"]))
    yield OpenedPage("agreement", mentor, reverse("agreements:show", args=[match.pk]))
    yield OpenedPage("meetings", mentor, reverse("meetings:list"))
    yield OpenedPage("meeting", mentor, reverse("meetings:show", args=[meeting.pk]))
    yield OpenedPage("goals", mentee, reverse("meetings:goals", args=[match.pk]))
    yield OpenedPage("account", mentor, reverse("people:account"))
    yield OpenedPage("reports", coordinator, reverse("evaluation:report_list"))
    for report in Report.objects.managed_by(coordinator):
        yield OpenedPage(f"report {report.pk}", coordinator, reverse("evaluation:report", args=[report.pk]))
    yield OpenedPage("desk", coordinator, reverse("admin:index"))
    for scenario in Scenario.objects.managed_by(coordinator):
        for part in ("change", "pairs", "left", "play", "curves", "compare", "publish"):
            address = reverse(f"admin:matching_scenario_{part}", args=[scenario.pk])
            yield OpenedPage(f"lab, {part} of scenario {scenario.pk}", coordinator, address)
        draft = Match.objects.filter(scenario=scenario, status=MatchStatus.DRAFT).first()
        if draft is not None:
            person = reverse("admin:matching_scenario_assign", args=[scenario.pk, draft.mentee_id])
            yield OpenedPage(f"lab, mentee of scenario {scenario.pk}", coordinator, person)
            chosen = f"{person}?mentor={Match.objects.filter(scenario=scenario).latest('pk').mentor_id}"
            yield OpenedPage(f"lab, another mentor in scenario {scenario.pk}", coordinator, chosen)
    for one in (
        match,
        match.mentor,
        match.mentee,
        match.cohort,
        match.cohort.program,
        Guidelines.objects.latest("pk"),
        Cohort.objects.latest("pk"),
        match.agreement,
        anybody,
    ):
        name = f"{one._meta.app_label}_{one._meta.model_name}"
        words = f"desk, {one._meta.verbose_name} {one.pk}"
        yield OpenedPage(words, coordinator, reverse(f"admin:{name}_change", args=[one.pk]))
    program = match.cohort.program
    part = "cohorts"  # the one with the most to fill in
    words = f"desk, program {program.pk}, {part}"
    yield OpenedPage(words, coordinator, f"{reverse('admin:programs_program_change', args=[program.pk])}?part={part}")
    for model in admin.site._registry:  # noqa: SLF001 - there is no public list
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        yield OpenedPage(
            f"desk, list of {model._meta.verbose_name_plural}", coordinator, reverse(f"admin:{name}_changelist")
        )


def measure(page: OpenedPage) -> Timing | str | None:
    """Open a page again and again. What cannot be opened is returned in words; nothing, where a page leads elsewhere.

    A page may have nothing to show: of a published scenario, nothing is left to publish.
    """
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="localhost")
    client.force_login(page.reader)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(page.address)
    asked = len(queries)
    if answer.status_code == HTTPStatus.FOUND and not answer.headers["Location"].startswith(SIGN_IN):
        return None
    if answer.status_code != HTTPStatus.OK:
        return f"{page.name}: {page.address} answered {answer.status_code}"
    times, python = [], []
    for _round in range(ROUNDS):
        started, busy = time.perf_counter(), time.process_time()
        client.get(page.address)
        times.append(1000 * (time.perf_counter() - started))
        python.append(1000 * (time.process_time() - busy))
    return Timing(page.name, statistics.median(times), statistics.median(python), asked)


def main() -> None:
    """Measure and print the table."""
    arguments = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="whetstone-pages-") as folder:
        prepare(folder)
        import django

        django.setup()
        fill(folder)
        gc.collect()
        gc.freeze()  # as gunicorn.conf.py does
        chosen = [page for page in pages() if not arguments or any(word in page.name for word in arguments)]
        results = [measure(page) for page in chosen]
    timings = sorted((one for one in results if isinstance(one, Timing)), key=lambda one: -one.milliseconds)
    print(f"\ncores {os.cpu_count()}, load of the last minute {os.getloadavg()[0]:.1f}, target {TARGET} ms\n")
    print(f"{'page':52}{'ms':>8}{'of it Python':>15}{'queries':>9}")
    for timing in timings:
        mark = "  over the target" if timing.milliseconds > TARGET else ""
        print(f"{timing.name[:51]:52}{timing.milliseconds:8.0f}{timing.python:15.0f}{timing.queries:9}{mark}")
    for problem in (one for one in results if isinstance(one, str)):
        print(problem)


if __name__ == "__main__":
    main()
