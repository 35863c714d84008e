"""A whole installation of its own for a browser test: database, broker, web server and worker, each a process.

The test speaks to it as people do, by pages and mail. Its clock stands in a file, so that months can pass.
Whatever a test waits for is told to it: each mail, and each line that a process writes, is news.
"""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Condition, Thread
from typing import IO, TYPE_CHECKING, Self, TypeVar

import redis
from aiosmtpd.controller import Controller
from celery import Celery
from django.conf import settings

from launcher.children import spawn, stop
from launcher.ports import free_port
from launcher.valkey import Valkey
from mentoring.tests import tables
from mentoring.tests.browser.postbox import Mail, Postbox

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(settings.BASE_DIR)
PATIENCE = 60
Found = TypeVar("Found")


class Stack:
    """Started with `with Stack(folder) as stack:`; everything is gone afterwards."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.exits = ExitStack()
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.clock = folder / "clock"
        self.news = Condition()
        self.postbox = Postbox(folder / "mail", self.news)
        self.said: dict[str, list[str]] = {}
        self.ended: list[str] = []
        self.environment: dict[str, str] = {}
        self.broker = Celery(broker="memory://", set_as_current=False)

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.exits.close()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        self.exits.close()

    def start(self) -> None:
        """Start everything and wait until the first page can be opened."""
        self.clock.write_text("0")
        valkey = Valkey(self.folder / "valkey")
        self.exits.callback(valkey.stop)
        valkey.start()
        self.broker = Celery(broker=valkey.url, set_as_current=False)
        mail_port = free_port()
        name = f"walk_{os.getpid()}_{self.port}"
        with tables.on_server() as server:
            has_tables = tables.create(name, server)
        self.environment = {
            **os.environ,
            "WHETSTONE_MODE": "test",
            "DATABASE_URL": tables.database(os.environ["DATABASE_URL"], name),
            "REDIS_URL": valkey.url,
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
            "BASE_URL": self.url,
            "ALLOWED_HOSTS": "localhost",
            "DEMO_MAIL_DIR": str(self.folder / "mail"),
            "WHETSTONE_CLOCK_FILE": str(self.clock),
        }
        if not has_tables:
            self.manage("migrate", "--noinput", "-v0")
        alone = ("-c", "1", "--without-gossip", "--without-mingle")
        self.keep("worker", "-m", "celery", "-A", "mentoring", "worker", "--loglevel", "INFO", *alone)
        web = ("--threads", "4", "--bind", f"127.0.0.1:{self.port}", "--no-control-socket")
        self.keep("web", "-m", "gunicorn", "mentoring.wsgi", *web)
        # After the processes: its thread must not be about when they are forked off.
        postman = Controller(self.postbox, hostname="127.0.0.1", port=mail_port)
        postman.start()
        self.exits.callback(postman.stop)
        self.wait_for("the web server", lambda: self.has_said("web", "Listening at"))
        assert self.is_up()

    def manage(self, *words: str) -> str:
        """Run a management command of the installation."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    def keep(self, name: str, *words: str) -> None:
        """Start a process that stays until the end; what it writes is news, and is shown when the test fails."""
        process = spawn([sys.executable, *words], output=subprocess.PIPE, environment=self.environment, folder=ROOT)
        assert process.stdout
        self.said[name] = []
        listener = Thread(target=self.listen, args=(name, process.stdout))
        listener.start()
        self.exits.callback(listener.join)
        self.exits.callback(stop, process)

    def listen(self, name: str, output: IO[bytes]) -> None:
        """Tell what a process says, and that it has ended."""
        with output:
            for line in output:
                with self.news:
                    self.said[name].append(line.decode(errors="replace"))
                    self.news.notify_all()
        with self.news:
            self.ended.append(name)
            self.news.notify_all()

    def has_said(self, name: str, words: str) -> bool:
        """Whether a process has written some words."""
        return any(words in line for line in self.said[name])

    def is_up(self) -> bool:
        """Whether the health page answers; the server listens, so the question waits for the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", "/health/", headers={"Host": f"localhost:{self.port}"})
            return connection.getresponse().status == http.HTTPStatus.OK
        finally:
            connection.close()

    def wait_for(self, what: str, ready: Callable[[], Found | None]) -> Found:
        """Look again at each piece of news; fail with the logs when it takes too long or a process has ended."""
        found: list[Found] = []

        def look() -> bool:
            answer = ready()
            if answer:
                found.append(answer)
            return bool(found or self.ended)

        with self.news:
            self.news.wait_for(look, PATIENCE)
        if found:
            return found[0]
        mails = "\n".join(f"{mail.to}: {mail.subject}" for mail in self.postbox.mails)
        logs = "\n".join(f"== {name}\n{''.join(lines[-40:])}" for name, lines in self.said.items())
        message = f"Waited for {what}; ended: {self.ended}.\n{mails}\n{logs}"
        raise AssertionError(message)

    def pass_time(self, span: timedelta) -> None:
        """Let time pass for the whole installation.

        What it remembers of tries at signing in goes by the machine's clock, on which it is still the same minute.
        """
        self.clock.write_text(str(float(self.clock.read_text()) + span.total_seconds()))
        with redis.Redis.from_url(self.environment["REDIS_URL"]) as server:
            for key in server.scan_iter("*allauth:rl:*"):
                server.delete(key)

    def now(self) -> datetime:
        """What time it is in the installation."""
        return datetime.now(UTC) + timedelta(seconds=float(self.clock.read_text()))

    def run(self, task: str) -> None:
        """Hand a task to the real worker, as beat would, and wait until it is done."""
        done = f"{task}[{self.broker.send_task(task).id}] succeeded"
        self.wait_for(f"the worker to do {task}", lambda: self.has_said("worker", done))

    def mail(self, to: str, words: str) -> Mail:
        """Wait for the next unread mail to a person whose subject holds some words, and take it."""
        return self.wait_for(f"mail to {to} about “{words}”", lambda: self.postbox.take(to, words))
