"""Many answers at once: one signature, one event, one receipt, whatever arrives in parallel (A-21)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from django.db import connection

from agreements.errors import AgreementError, AlreadyDecidedError
from agreements.models import AgreementVersion, SignatureEvent, VersionStatus
from agreements.signing import decisions
from agreements.signing.links import signing_links
from agreements.tests.factories import SignatureRequestFactory
from agreements.tests.stories import request_of, with_supervisors
from notifications.models import Message

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(count: int, call: Callable[[int], object]) -> list[object]:
    """Run a call in many threads at the same moment, each on its own connection; return results and errors."""
    gate = Barrier(count)

    def run(number: int) -> object:
        try:
            gate.wait(timeout=60)
            return call(number)
        except AgreementError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_a21_fifty_parallel_signatures_give_one(now: datetime) -> None:
    version = with_supervisors(now=now)
    request = request_of(version, "mentee_supervisor")

    results = at_once(
        50, lambda _number: decisions.sign(request, typed_name=request.signer.name, consent=True, now=now).status
    )

    assert results.count("signed") == 1
    assert sum(isinstance(result, AlreadyDecidedError) for result in results) == 49
    assert SignatureEvent.objects.filter(kind="signed", data__request=request.pk).count() == 1
    assert Message.objects.filter(kind="agreements.receipt").count() == 1


def test_a21_both_last_signatures_at_once_bring_it_into_force_once(now: datetime) -> None:
    version = with_supervisors(now=now)
    requests = [request_of(version, role) for role in ("mentee_supervisor", "mentor_supervisor")]

    at_once(
        2,
        lambda number: decisions.sign(requests[number], typed_name=requests[number].signer.name, consent=True, now=now),
    )

    version.refresh_from_db()
    assert version.status == VersionStatus.IN_FORCE
    assert SignatureEvent.objects.filter(kind="in_force").count() == 1


def test_a21_signing_against_asking_for_a_change_gives_one_of_them(now: datetime) -> None:
    version = with_supervisors(now=now)
    request = request_of(version, "mentee_supervisor")

    results = at_once(
        2,
        lambda number: (
            decisions.ask_for_change(request, remark="Later.", now=now)
            if number
            else decisions.sign(request, typed_name=request.signer.name, consent=True, now=now)
        ),
    )

    assert sum(isinstance(result, AlreadyDecidedError) for result in results) == 1
    request.refresh_from_db()
    version.refresh_from_db()
    assert (request.status, version.status) in {("signed", "signing"), ("change_asked", "void")}
    assert AgreementVersion.objects.count() == (1 if request.status == "signed" else 2)


def test_a13_parallel_exchanges_stop_at_five(now: datetime) -> None:
    token = signing_links.mint(SignatureRequestFactory.create(), now=now)

    results = at_once(12, lambda _number: signing_links.exchange(token, now=now))

    assert sum(isinstance(result, signing_links.LinkError) for result in results) == 7
