"""How long it takes to seal an agreement, to check a file on the public page, and to walk all chains of events.

    .venv/bin/python benchmarks/signing.py

Builds the demo in a throw-away PostgreSQL, which takes a minute or two; DATABASE_URL names one that has it already.
Seals the demo's agreements anew without storing them, posts a file of 1 MB to the check with Django's test client, and
walks the chains of 2,000 agreements with 20 events each, made for this and rolled back. Prints medians and the slowest,
in a process that has sealed before: loading pyHanko and finding fonts takes each process a second, once. The load is
printed with the figures.
"""

from __future__ import annotations

import io
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from launcher.throwaway import start_throwaway  # noqa: E402 - the clone is put on the path first

if TYPE_CHECKING:
    from agreements.models import SignatureEvent

ROUNDS = 9
CHAINS, EVENTS = 2000, 20
MEGABYTE = 1024 * 1024
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def prepare(folder: str) -> None:
    """Set the environment up for the demo, and fill the database if it is empty."""
    if not os.environ.get("DATABASE_URL"):
        os.environ |= start_throwaway()
    os.environ |= {
        "WHETSTONE_MODE": "demo",
        "DJANGO_SETTINGS_MODULE": "mentoring.settings",
        "REDIS_URL": "memory://",
        "DEMO_MAIL_DIR": folder,
        "LOG_LEVEL": "CRITICAL",
    }
    import django

    django.setup()
    from django.core.management import call_command
    from django.test.utils import override_settings

    with override_settings(DEMO_ACCOUNTS=f"{folder}/accounts.json"):
        call_command("migrate", interactive=False, verbosity=0)
        call_command("demo", if_empty=True, stdout=io.StringIO())


def milliseconds(work: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Return how long each round took."""
    times = []
    for _round in range(rounds):
        started = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - started))
    return times


def row(name: str, times: Iterable[float], target: str) -> None:
    """Print one line of the table."""
    seconds = list(times)
    print(f"{name:48}{statistics.median(seconds):9.0f}{max(seconds):9.0f}   {target}")


def seal() -> None:
    """Typeset and seal the demo's agreements."""
    from agreements.documents import seals, typesetting
    from agreements.documents.documents import SEALABLE
    from agreements.models import AgreementVersion
    from agreements.sealing.seal import seal as apply_seal

    versions = list(AgreementVersion.objects.with_people().filter(status__in=SEALABLE)[:ROUNDS])
    key = seals.own_key()
    if key is None:
        sys.exit("There is no key to seal with.")
    typeset, whole = [], []
    for version in versions:
        started = time.perf_counter()
        pdf = typesetting.typeset(version, sealed_at=NOW, fingerprint=key.fingerprint)
        typeset.append(1000 * (time.perf_counter() - started))
        apply_seal(pdf, key, at=NOW, wording=seals.wording())
        whole.append(1000 * (time.perf_counter() - started))
    row("typeset a document, ms", typeset, "")
    row("typeset and seal a document, ms", whole, "target 500")


def sealed_megabyte() -> bytes:
    """Return a sealed PDF of about 1 MB, most of it a stream that cannot be packed."""
    import typst
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    from agreements.documents import seals
    from agreements.sealing.seal import seal as apply_seal

    key = seals.own_key()
    page = typst.compile(b"A large one", timestamp=NOW)
    if key is None or not isinstance(page, bytes):
        raise TypeError
    writer, pdf = IncrementalPdfFileWriter(io.BytesIO(page)), io.BytesIO()
    writer.add_object(generic.StreamObject(stream_data=os.urandom(MEGABYTE)))
    writer.write(pdf)
    seals.remember(key, now=NOW)
    return apply_seal(pdf.getvalue(), key, at=NOW, wording=seals.wording())


def check() -> None:
    """Post a file to the public page."""
    from django.core.cache import cache
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    pdf = sealed_megabyte()
    client = Client(SERVER_NAME="localhost")

    def post(content: bytes, verdict: str) -> None:
        cache.clear()
        shown = client.post("/verify/", {"file": SimpleUploadedFile("a.pdf", content, "application/pdf")})
        if f'notice-title">{verdict}<' not in shown.content.decode():
            sys.exit(f"The page should say {verdict}.")

    size = len(pdf) / MEGABYTE
    row(f"check a valid file of {size:.1f} MB, ms", milliseconds(lambda: post(pdf, "Valid")), "target 1000")
    row(f"check a changed file of {size:.1f} MB, ms", milliseconds(lambda: post(pdf[:-1], "Changed")), "target 1000")
    junk = b"%PDF-1.7" + b"x" * MEGABYTE
    row("check an unknown file of 1.0 MB, ms", milliseconds(lambda: post(junk, "Unknown")), "target 1000")


def walk() -> None:
    """Walk many chains, made for this."""
    from django.db import connection, transaction

    from agreements.models import Agreement, SignatureEvent
    from agreements.record import chain

    with transaction.atomic():
        with connection.cursor() as cursor:  # chains of agreements that are not there: the walk does not read them
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        first = (Agreement.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
        SignatureEvent.objects.bulk_create(events(range(first, first + CHAINS)), batch_size=2000)
        made = SignatureEvent.objects.filter(agreement__gte=first)
        started = time.perf_counter()
        walked = [chain_walked.broken for chain_walked in chain.walk(made)]
        seconds = time.perf_counter() - started
        transaction.set_rollback(True)
    if len(walked) != CHAINS or any(walked):
        sys.exit("The chains should verify.")
    label = f"walk chains of {EVENTS} events, agreements a second"
    print(f"{label:48}{CHAINS / seconds:9.0f}{'':9}   target 200")


def events(agreements: range) -> Iterable[SignatureEvent]:
    from agreements.models import SignatureEvent
    from agreements.record import chain
    from people.record import record_keys

    key = record_keys.ring().present
    for agreement in agreements:
        previous = ""
        for sequence in range(1, EVENTS + 1):
            data = {"version": 1, "request": 4 * agreement, "role": "mentee", "evidence": "0" * 64, "text": "1" * 64}
            at = NOW + timedelta(minutes=sequence)
            event = SignatureEvent(
                agreement_id=agreement, sequence=sequence, at=at, kind="signed", data=data, previous_hash=previous
            )
            event.hash = previous = chain.hash_of(event)
            event.key, event.mac = key.name, key.mac(chain.mac_content(event.hash))
            yield event


def main() -> None:
    """Measure and print the table."""
    with tempfile.TemporaryDirectory(prefix="whetstone-signing-") as folder:
        prepare(folder)
        print(f"\ncores {os.cpu_count()}, load of the last minute {os.getloadavg()[0]:.1f}\n")
        print(f"{'':48}{'median':>9}{'slowest':>9}")
        seal()
        check()
        walk()


if __name__ == "__main__":
    main()
