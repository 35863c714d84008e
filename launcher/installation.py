"""Everything that one machine needs: servers, tables, static files, and the processes that stay.

The demo (demo.py) and an organisation’s own installation (organisation.py) differ in what they hold and what they say.
"""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType

from launcher import stamps
from launcher.children import LaunchError, server_account, spawn, stop
from launcher.places import ROOT, VAR, servers_home
from launcher.ports import free_port, refuse_taken_port
from launcher.postgres import Postgres
from launcher.progress import RunningCommand, last_words, run_step, say
from launcher.valkey import Valkey
from launcher.venv import PYTHON

READY_WITHIN = 90
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopRequested(BaseException):
    """Someone asked us to stop, by Ctrl-C or a signal."""


class Process:
    """One of the processes that stay until the end, with its own log."""

    def __init__(self, name: str, handle: subprocess.Popen[bytes], log: Path) -> None:
        self.name = name
        self.handle = handle
        self.log = log

    def raise_if_exited(self) -> None:
        """Say what happened if it ended by itself."""
        code = self.handle.poll()
        if code is not None:
            output = "\n    ".join(last_words(self.log)) or "(nothing)"
            how = f"stopped with exit code {code}" if code >= 0 else f"was ended by {signal.Signals(-code).name}"
            message = f"The {self.name} {how}. The end of its log, {self.log}:\n    {output}"
            raise LaunchError(message)


class Installation:
    """One run, from the first server to the last signal. What was started last is stopped first."""

    MODE: str
    # A power cut may cost the demo its last half second, and nobody’s own organisation anything.
    careful: bool

    def __init__(self, port: int, *, name: str = "") -> None:
        """Prepare, without starting. What it keeps is in folders of that name."""
        self.port = port
        self.keeping = VAR / name
        self.home = servers_home(server_account()) / name
        self.address = os.environ.get("BASE_URL", "").rstrip("/") or f"http://localhost:{port}"
        self.mail = self.keeping / "mail"
        # Without a server to send to, mail is kept on this machine.
        self.has_own_mail_server = True
        self.mail_port = free_port()
        self.database: Postgres | None = None
        self.processes: list[Process] = []
        self.is_asked_to_stop: Callable[[], bool] = lambda: False
        self.environment = {
            **os.environ,
            "WHETSTONE_MODE": self.MODE,
            "DJANGO_SETTINGS_MODULE": "mentoring.settings",
            "BASE_URL": self.address,
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail_port}",
            "DEMO_MAIL_DIR": str(self.mail),
            "PYTHONUNBUFFERED": "1",
        }

    def run(self) -> int:
        """Start everything, wait for the end, stop everything in order, and return the exit code."""
        with stopping_by_signal() as self.is_asked_to_stop, ExitStack() as stack:
            try:
                self.start_servers(stack)
                self.prepare_tables()
                filling = self.begin_to_fill(stack)
                self.collect_static_files()
                self.start_web(stack)
                if filling:
                    filling.finish()
                self.wait_until_ready()
                self.start_background(stack)
                say(self.welcome())
                self.watch()
            except StopRequested:
                say("\nStopping.")
            finally:
                ignore_signals()  # a second Ctrl-C must not leave servers behind
        say("Whetstone has stopped.")
        return 0

    def start_servers(self, stack: ExitStack) -> None:
        """Start the database and the broker, unless the environment names some."""
        if not self.environment.get("DATABASE_URL"):
            self.database = database = Postgres(self.home / "postgres", spare=self.home, careful=self.careful)
            stack.callback(database.stop)
            database.start()
            self.environment |= database.environment
            self.keep_watch("database", database.process, database.log)
        if not self.environment.get("REDIS_URL"):
            broker = Valkey(self.keeping / "valkey")
            stack.callback(broker.stop)
            broker.start()
            self.environment["REDIS_URL"] = broker.url
            self.keep_watch("broker", broker.process, broker.log)

    def prepare_tables(self) -> None:
        """Bring the tables up to date."""
        # Our own database is as we left it, so where nothing has changed, nothing has to be looked at.
        tables = stamps.migrations(self.database.home) if self.database else None
        if not tables or not tables.is_fresh():
            run_step("Preparing the database", manage("migrate", "--noinput"), environment=self.environment)
        if tables:
            tables.renew()

    def begin_to_fill(self, stack: ExitStack) -> RunningCommand | None:
        """Put in what it begins with, and return the step where it goes on beside the others."""
        raise NotImplementedError

    def welcome(self) -> str:
        """Return what the person at the keyboard reads when everything runs."""
        raise NotImplementedError

    def collect_static_files(self) -> None:
        """Collect what browsers ask for, where something has changed."""
        static = stamps.static_files(VAR / "static")
        if not static.is_fresh():
            run_step("Collecting static files", manage("collectstatic", "--noinput"), environment=self.environment)
            static.renew()

    def start_web(self, stack: ExitStack) -> None:
        """Start the web server, and the mail server that it sends to, which make themselves ready meanwhile."""
        refuse_taken_port(self.port)
        if self.has_own_mail_server:
            mail = ["-P", "mentoring/operation/mailsink.py", "--port", str(self.mail_port), "--folder", str(self.mail)]
            self.start("mail server", mail, stack)
        self.start("web server", ["-m", "gunicorn", "--bind", f"127.0.0.1:{self.port}"], stack)

    def start_background(self, stack: ExitStack) -> None:
        """Start the worker and the one beat."""
        celery = ["-m", "celery", "--app", "mentoring", "--quiet"]
        small = ["--concurrency", "1", "--without-gossip", "--without-mingle", "--without-heartbeat"]
        schedule = ["--schedule", str(self.keeping / "beat-schedule"), "--pidfile", ""]
        self.start("worker", [*celery, "worker", *small, "--loglevel", "INFO"], stack)
        self.start("beat", [*celery, "beat", *schedule, "--loglevel", "INFO"], stack)

    def start(self, name: str, command: list[str], stack: ExitStack) -> None:
        """Start one of the processes that stay, with the environment's Python and a log of its own."""
        log = VAR / "log" / f"{name.replace(' ', '-')}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as output:
            handle = spawn([PYTHON, *command], output=output, environment=self.environment, folder=ROOT)
        stack.callback(stop, handle)
        self.keep_watch(name, handle, log)

    def wait_until_ready(self) -> None:
        """Return when the health page answers and mail can be sent."""
        deadline = time.monotonic() + READY_WITHIN
        while not (self.is_healthy() and self.takes_mail()):
            self.look_after()
            if time.monotonic() > deadline:
                message = (
                    f"The web server or the mail server did not answer within {READY_WITHIN} seconds. "
                    f"Their logs are in {VAR / 'log'}."
                )
                raise LaunchError(message)
            time.sleep(0.1)

    def watch(self) -> None:
        """Stay until someone asks to stop or a process ends by itself."""
        while True:
            self.look_after()
            time.sleep(0.5)

    def look_after(self) -> None:
        """Raise what there is to say about a process that has ended, or that we were asked to stop."""
        if self.is_asked_to_stop():
            raise StopRequested
        for process in self.processes:
            process.raise_if_exited()

    def is_healthy(self) -> bool:
        """Tell whether the page for load balancers says that all is well."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/health/", headers={"Host": "localhost"})
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def takes_mail(self) -> bool:
        """Tell whether the mail server listens, if there is one of ours."""
        if not self.has_own_mail_server:
            return True
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.mail_port)) == 0

    def keep_watch(self, name: str, handle: subprocess.Popen[bytes] | None, log: Path) -> None:
        """Add one to the processes that must not end."""
        if handle:
            self.processes.append(Process(name, handle, log))


def manage(*words: str) -> list[str]:
    """Return a command line of Django."""
    return [PYTHON, "manage.py", *words]


def ignore_signals() -> None:
    """Ignore signals from here on. Not by SIG_IGN: Python complains of one that has come and is ignored since then."""
    for number in SIGNALS:
        signal.signal(number, lambda _number, _frame: None)


@contextmanager
def stopping_by_signal() -> Iterator[Callable[[], bool]]:
    """Turn Ctrl-C and the signals that mean the same into `StopRequested`, where the main thread happens to be.

    That may be where Python lets an exception go no further, as while it clears up an object: then nobody hears of it.
    So the wish can also be asked for, by what is returned.
    """
    asked = False

    def ask(_number: int, _frame: FrameType | None) -> None:
        ignore_signals()  # the same wish often comes twice: from the terminal and from the process that started us
        nonlocal asked
        asked = True
        raise StopRequested

    before = {number: signal.signal(number, ask) for number in SIGNALS}
    try:
        yield lambda: asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
