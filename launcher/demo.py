"""Everything that one machine needs for the demo: servers, data, static files, and the processes that stay."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType

from launcher import statics
from launcher.children import LaunchError, server_account, spawn, stop
from launcher.environment import PYTHON
from launcher.places import ROOT, VAR, servers_home
from launcher.ports import free_port, refuse_taken_port
from launcher.postgres import Postgres
from launcher.progress import Step, last_words, run_step, say
from launcher.valkey import Valkey
from launcher.welcome import read_accounts, welcome

READY_WITHIN = 90
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Asked(BaseException):
    """Somebody asked us to stop, by Ctrl-C or a signal."""


class Process:
    """One of the processes that stay until the end, with its own log."""

    def __init__(self, name: str, handle: subprocess.Popen[bytes], log: Path) -> None:
        self.name = name
        self.handle = handle
        self.log = log

    def refuse_to_be_dead(self) -> None:
        """Say what happened if it ended by itself."""
        code = self.handle.poll()
        if code is not None:
            words = "\n    ".join(last_words(self.log)) or "(nothing)"
            message = f"The {self.name} ended by itself (exit code {code}). Its last words in {self.log}:\n    {words}"
            raise LaunchError(message)


class Demo:
    """One run, from the first server to the last signal. What was started last is stopped first."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.home = servers_home(server_account())
        self.address = os.environ.get("BASE_URL", "").rstrip("/") or f"http://localhost:{port}"
        self.mail = VAR / "mail"
        self.mail_port = free_port()
        self.processes: list[Process] = []
        self.environment = {
            **os.environ,
            "WHETSTONE_MODE": "demo",
            "DJANGO_SETTINGS_MODULE": "mentoring.settings",
            "BASE_URL": self.address,
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail_port}",
            "DEMO_MAIL_DIR": str(self.mail),
            "PYTHONUNBUFFERED": "1",
        }

    def run(self) -> int:
        """Start everything, wait for the end, stop everything in order, and return the exit code."""
        with ExitStack() as stack, stopping_by_signal():
            try:
                self.start_servers(stack)
                self.prepare_data(stack)
                self.start_processes(stack)
                self.wait_until_ready()
                say(welcome(self.address, self.mail, read_accounts()))
                self.watch()
            except Asked:
                say("\nStopping.")
            finally:
                for number in SIGNALS:  # a second Ctrl-C must not leave servers behind
                    signal.signal(number, signal.SIG_IGN)
        say("Whetstone has stopped.")
        return 0

    def start_servers(self, stack: ExitStack) -> None:
        """Start the database and the broker, unless the environment names some."""
        if not self.environment.get("DATABASE_URL"):
            database = Postgres(self.home / "postgres", spare=self.home)
            stack.callback(database.stop)
            database.start()
            self.environment["DATABASE_URL"] = database.url
            self.keep_watch("database", database.process, database.log)
        if not self.environment.get("REDIS_URL"):
            broker = Valkey(VAR / "valkey")
            stack.callback(broker.stop)
            broker.start()
            self.environment["REDIS_URL"] = broker.url
            self.keep_watch("broker", broker.process, broker.log)

    def prepare_data(self, stack: ExitStack) -> None:
        """Bring the tables up to date, fill an empty database, and collect static files meanwhile."""
        collecting = None
        if not statics.are_collected():
            collecting = Step("Collecting static files", self.manage("collectstatic"), environment=self.environment)
            stack.callback(stop, collecting.process)
        run_step("Preparing the database", self.manage("migrate"), environment=self.environment)
        run_step("Filling an empty database", self.manage("demo", "--if-empty"), environment=self.environment)
        if collecting:
            collecting.finish()
            statics.remember_collected()

    def start_processes(self, stack: ExitStack) -> None:
        """Start what stays: mail sink, worker, beat, and the web server at last."""
        celery = self.python("-m", "celery", "--app", "mentoring", "--quiet")
        small = ["--concurrency", "1", "--without-gossip", "--without-mingle", "--without-heartbeat"]
        web = ["--workers", "2", "--threads", "4", "--preload", "--no-control-socket", "--graceful-timeout", "5"]
        refuse_taken_port(self.port)
        commands: dict[str, list[str]] = {
            "mail server": self.python(
                "-P", "mentoring/mailsink.py", "--port", str(self.mail_port), "--folder", str(self.mail)
            ),
            "worker": [*celery, "worker", *small, "--loglevel", "INFO"],
            "beat": [*celery, "beat", "--schedule", str(VAR / "beat-schedule"), "--pidfile", "", "--loglevel", "INFO"],
            "web server": self.python("-m", "gunicorn", "mentoring.wsgi", "--bind", f"127.0.0.1:{self.port}", *web),
        }
        for name, command in commands.items():
            log = VAR / "log" / f"{name.replace(' ', '-')}.log"
            with log.open("wb") as output:
                handle = spawn(command, output=output, environment=self.environment, folder=ROOT)
            stack.callback(stop, handle)
            self.keep_watch(name, handle, log)

    def wait_until_ready(self) -> None:
        """Return when the health page answers."""
        deadline = time.monotonic() + READY_WITHIN
        while not self.is_healthy():
            self.look_after()
            if time.monotonic() > deadline:
                message = f"The web server did not answer within {READY_WITHIN} seconds. Its log is in {VAR / 'log'}."
                raise LaunchError(message)
            time.sleep(0.1)

    def watch(self) -> None:
        """Stay until somebody asks to stop or a process ends by itself."""
        while True:
            self.look_after()
            time.sleep(0.5)

    def look_after(self) -> None:
        """Raise what there is to say about a process that has ended."""
        for process in self.processes:
            process.refuse_to_be_dead()

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

    def keep_watch(self, name: str, handle: subprocess.Popen[bytes] | None, log: Path) -> None:
        """Add one to the processes that must not end."""
        if handle:
            self.processes.append(Process(name, handle, log))

    def python(self, *words: str) -> list[str]:
        """Return a command line of the environment's Python."""
        return [PYTHON, *words]

    def manage(self, *words: str) -> list[str]:
        """Return a command line of Django."""
        return self.python("manage.py", *words, *(["--noinput"] if words[0] in {"migrate", "collectstatic"} else []))


@contextmanager
def stopping_by_signal() -> Iterator[None]:
    """Turn Ctrl-C and the signals that mean the same into `Asked`, where the main thread happens to be."""

    def ask(_number: int, _frame: FrameType | None) -> None:
        raise Asked

    before = {number: signal.signal(number, ask) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
