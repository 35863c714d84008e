"""Whether the time of an answer tells a link that never was from one that is used up, run out or void (A-14).

    .venv/bin/python benchmarks/links.py

Migrates a throw-away PostgreSQL, lets two agreements be signed, opens 200 links of each kind that does not open, in turn,
and prints the medians and their spread. The requirement: medians within 20 ms of one another.
"""

from __future__ import annotations

import os
import secrets
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from launcher.throwaway import start_throwaway  # noqa: E402 - the clone is put on the path first

if TYPE_CHECKING:
    from django.test import Client

TRIES = 200
TARGET = 20


def prepare() -> None:
    """Set the environment up for tests, with an empty database."""
    if not os.environ.get("DATABASE_URL"):
        os.environ |= start_throwaway()
    os.environ |= {
        "WHETSTONE_MODE": "test",
        "DJANGO_SETTINGS_MODULE": "mentoring.settings",
        "REDIS_URL": "memory://",
        "LOG_LEVEL": "CRITICAL",
    }
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def links_of_each_kind() -> dict[str, str]:
    """Return one address of each kind that does not open."""
    from django.utils import timezone

    from agreements.models import SigningToken
    from agreements.signing import decisions, voiding
    from agreements.signing.links import signing_links
    from agreements.tests.stories import request_of, with_supervisors

    now = timezone.now() - timedelta(minutes=5)
    version, other = with_supervisors(now=now), with_supervisors(now=now)
    signed, open_one = request_of(version, "mentee_supervisor"), request_of(version, "mentor_supervisor")
    tokens = {
        "used": signing_links.mint(signed, now=now),
        "run out": signing_links.mint(open_one, now=now - timedelta(days=3)),
        "opened five times": signing_links.mint(open_one, now=now),
        "void": signing_links.mint(request_of(other, "mentee_supervisor"), now=now),
    }
    SigningToken.objects.order_by("-pk").filter(request=open_one).update(exchanges=5)
    decisions.sign(signed, typed_name=signed.signer.name, consent=True, now=now)
    voiding.void(other, reason="Wrong.", by=other.match.cohort.program.memberships.get().user, now=now)
    return {kind: f"/sign/{token}/" for kind, token in tokens.items()}


def measure(client: Client, address: str) -> float:
    """Return the milliseconds of one answer."""
    from django.core.cache import cache

    cache.clear()
    started = time.perf_counter()
    answer = client.get(address)
    taken = 1000 * (time.perf_counter() - started)
    assert answer.status_code == 404, answer.status_code  # noqa: S101 - else it measures something else
    return taken


def main() -> None:
    prepare()
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    addresses = links_of_each_kind()
    times: dict[str, list[float]] = {kind: [] for kind in ("unknown", *addresses)}
    for _try in range(TRIES):
        for kind, seconds in times.items():
            seconds.append(measure(client, addresses.get(kind) or f"/sign/{secrets.token_urlsafe(32)}/"))
    medians = {kind: statistics.median(seconds) for kind, seconds in times.items()}
    print(f"\n{TRIES} tries of each kind, load of the last minute {os.getloadavg()[0]:.1f}\n")
    for kind, median in medians.items():
        print(f"{kind:20}{median:8.2f} ms")
    print(f"\nbetween the medians {max(medians.values()) - min(medians.values()):.2f} ms, target {TARGET} ms")


if __name__ == "__main__":
    main()
