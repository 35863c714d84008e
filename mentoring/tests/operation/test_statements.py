"""What serves pages and what works in the background really limit their statements, each by its own time (E-37)."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings

from mentoring.environment import BASE_DIR
from mentoring.operation.statements import OF_A_TASK

pytestmark = pytest.mark.slow

ASK = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT setting::int FROM pg_settings WHERE name = 'statement_timeout'")
    print(cursor.fetchone()[0])
"""
# As gunicorn, as a process of a Celery worker, and as a command begin.
SERVER = "import mentoring.wsgi"
WORKER = """
import django
django.setup()
from celery.signals import worker_process_init
import mentoring.celery
worker_process_init.send(sender=None)
"""
COMMAND = "import django; django.setup()"


@pytest.mark.parametrize(
    ("begin", "seconds"), [(SERVER, settings.STATEMENT_TIMEOUT), (WORKER, OF_A_TASK), (COMMAND, 0)]
)
def test_e37_a_statement_has_as_much_time_as_the_process_that_asks_it(begin: str, seconds: int) -> None:
    environment = {**os.environ, "WHETSTONE_MODE": "test", "DJANGO_SETTINGS_MODULE": "mentoring.settings"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", begin + "\n" + ASK],
        check=False, cwd=BASE_DIR, env=environment, capture_output=True, text=True,
    )  # fmt: skip

    assert (done.stdout.strip(), done.stderr) == (str(seconds * 1000), "")
