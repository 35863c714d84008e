"""Something that someone else writes, and has not committed yet, when we write the same."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING, TypeVar

from django.db import connection, transaction

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
TRIES, A_MOMENT = 1_000, 0.02


def while_another(theirs: Callable[[], object], mine: Callable[[], T]) -> T:
    """Do `mine` while `theirs` is written; `theirs` is committed as soon as `mine` waits for it in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    written = Event()

    def write() -> None:
        try:
            with transaction.atomic():
                theirs()
                written.set()
                wait_until_blocked(pid)
        finally:
            written.set()
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(write)
        written.wait(60)
        try:
            return mine()
        finally:
            done.result(60)


def wait_until_blocked(pid: int) -> None:
    """Wait until another connection waits for this one."""
    pause = Event()
    for _try in range(TRIES):
        with connection.cursor() as cursor:
            cursor.execute("SELECT cardinality(pg_blocking_pids(%s))", [pid])
            if cursor.fetchone()[0]:
                return
        pause.wait(A_MOMENT)
    message = "The two did not meet."
    raise AssertionError(message)
