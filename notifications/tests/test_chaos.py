"""Senders that are killed in the middle lose nothing and repeat at most one mail each (B-04)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.utils import timezone

from notifications.mails.directory_mails import invitation
from notifications.models import Message, Status
from notifications.tests.smtp import MailServer, serving
from notifications.transport.delivery import LEASE, deliver_due
from people.tests.factories import UserFactory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.fixtures import SettingsWrapper

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = 150
KILLS = 3


@pytest.fixture
def server(settings: SettingsWrapper) -> Iterator[MailServer]:
    """Start a mail server that takes its time."""
    with serving(settings, pause=0.03) as server:
        yield server


def start_sender(server: MailServer) -> subprocess.Popen[bytes]:
    """Start a process that sends what is due in the test's database."""
    db = connection.settings_dict
    url = f"postgres://{db['USER']}:{db['PASSWORD']}@{db['HOST']}:{db['PORT']}/{db['NAME']}"
    environment = {**os.environ, "DATABASE_URL": url, "EMAIL_URL": f"smtp://127.0.0.1:{server.port}"}
    return subprocess.Popen([sys.executable, "manage.py", "deliver_messages"], cwd=ROOT, env=environment)


def wait_for_mail(server: MailServer, *, more_than: int) -> None:
    """Wait until a sender has sent something, so that it is killed at work."""
    deadline = time.monotonic() + 120
    while len(server.mails) <= more_than:
        assert time.monotonic() < deadline, "no mail within two minutes"
        time.sleep(0.01)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_b04_killed_senders_lose_nothing_and_repeat_at_most_one_mail_each(server: MailServer) -> None:
    now = timezone.now()
    by = UserFactory.create()
    for person in UserFactory.create_batch(PEOPLE):
        invitation(person, by=by, now=now)

    for _round in range(KILLS):
        before = len(server.mails)
        sender = start_sender(server)
        wait_for_mail(server, more_than=before + 5)
        sender.send_signal(signal.SIGKILL)
        sender.wait()
    deliver_due(now=now + LEASE + timedelta(minutes=5))

    times = Counter(mail["Message-ID"] for mail in server.mails)
    assert len(times) == PEOPLE
    assert max(times.values()) <= 2
    assert sum(times.values()) - PEOPLE <= KILLS
    assert set(Message.objects.values_list("status", flat=True)) == {Status.SENT}
