"""Whether the time of an answer tells a known address from an unknown one, where someone asks for a code or a link (E-28).

    .venv/bin/python benchmarks/sign_in.py

Migrates a throw-away PostgreSQL and asks 200 times for each address, in turn, with no mail server there; prints the
medians and the quartiles. The requirement: medians within 10 ms of one another.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from launcher.throwaway import start_throwaway  # noqa: E402 - the clone is put on the path first

if TYPE_CHECKING:
    from django.test import Client

TRIES = 200
TARGET = 10
KNOWN, UNKNOWN = "known@example.org", "stranger@example.org"
PAGES = ("/accounts/login/code/", "/accounts/password/reset/")


def prepare() -> None:
    """Set the environment up for tests, with one person in the database and nobody who takes mail."""
    if not os.environ.get("DATABASE_URL"):
        os.environ |= start_throwaway()
    os.environ |= {
        "WHETSTONE_MODE": "test",
        "DJANGO_SETTINGS_MODULE": "mentoring.settings",
        "REDIS_URL": "memory://",
        "EMAIL_URL": "smtp://127.0.0.1:9",
        "LOG_LEVEL": "CRITICAL",
    }
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    from people.tests.factories import UserFactory

    UserFactory.create(email=KNOWN)


def measure(client: Client, page: str, email: str) -> float:
    """Return the milliseconds of one answer."""
    from django.core.cache import cache

    cache.clear()
    client.cookies.clear()
    started = time.perf_counter()
    answer = client.post(page, {"email": email})
    taken = 1000 * (time.perf_counter() - started)
    assert answer.status_code == 302, answer.status_code  # noqa: S101 - else it measures something else
    return taken


def main() -> None:
    prepare()
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    for page in PAGES:
        times: dict[str, list[float]] = {KNOWN: [], UNKNOWN: []}
        for _try in range(TRIES):
            for email, seconds in times.items():
                seconds.append(measure(client, page, email))
        print(f"\n{page}: {TRIES} tries of each, load of the last minute {os.getloadavg()[0]:.1f}")
        for email, seconds in times.items():
            low, middle, high = statistics.quantiles(seconds, n=4)
            print(f"{email:24}{middle:8.2f} ms   (half of them {low:.2f} to {high:.2f})")
        medians = [statistics.median(seconds) for seconds in times.values()]
        print(f"between the medians {abs(medians[0] - medians[1]):.2f} ms, target {TARGET} ms")


if __name__ == "__main__":
    main()
