"""A whole installation of its own for a browser test: database, broker, mail server, web server and worker, each a process.

The test speaks to it as people do, by pages and mail. Its clock stands in a file, so that months can pass.
"""

from __future__ import annotations

import email
import email.policy
import http.client
import os
import re
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from celery import Celery
from django.conf import settings

from launcher.children import spawn, stop
from launcher.ports import free_port
from launcher.valkey import Valkey

if TYPE_CHECKING:
    from email.message import EmailMessage

ROOT = Path(settings.BASE_DIR)
PATIENCE = 60


@dataclass(frozen=True)
class Mail:
    """A mail that went over SMTP."""

    to: str
    subject: str
    text: str
    html: str
    attachments: tuple[str, ...]

    @property
    def link(self) -> str:
        """The address of its one button."""
        return re.findall(r"https?://\S+", self.text)[0].rstrip(".,)")

    @property
    def code(self) -> str:
        """The sign-in code in it."""
        return re.findall(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})?)\s*$", self.text, re.MULTILINE)[0]


class Stack:
    """Started with `with Stack(folder) as stack:`; everything is gone afterwards."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.exits = ExitStack()
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.clock = folder / "clock"
        self.mail_folder = folder / "mail"
        self.read: set[str] = set()
        self.environment: dict[str, str] = {}
        self.broker = Celery(broker="memory://")

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
        self.broker = Celery(broker=valkey.url)
        mail_port = free_port()
        self.environment = {
            **os.environ,
            "WHETSTONE_MODE": "test",
            "DATABASE_URL": self.create_database(),
            "REDIS_URL": valkey.url,
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
            "BASE_URL": self.url,
            "ALLOWED_HOSTS": "localhost",
            "DEMO_MAIL_DIR": str(self.mail_folder),
            "WHETSTONE_CLOCK_FILE": str(self.clock),
        }
        self.manage("migrate", "--noinput", "-v0")
        self.keep("mail", "-P", "mentoring/mailsink.py", "--port", str(mail_port), "--folder", str(self.mail_folder))
        self.keep(
            "worker", "-m", "celery", "-A", "mentoring", "worker", "-c", "1", "--without-gossip", "--without-mingle"
        )
        web = ("--threads", "4", "--bind", f"127.0.0.1:{self.port}", "--no-control-socket")
        self.keep("web", "-m", "gunicorn", "mentoring.wsgi", *web)
        self.wait_for("the web server", self.is_up)

    def create_database(self) -> str:
        """Make an empty database on the tests' server and return its address."""
        url = urlsplit(os.environ["DATABASE_URL"])
        name = f"walk_{os.getpid()}_{self.port}"
        connection = psycopg2.connect(os.environ["DATABASE_URL"])
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
        connection.close()
        return urlunsplit(url._replace(path=f"/{name}"))

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
        """Start a process that stays until the end; its log is shown when the test fails."""
        with (self.folder / f"{name}.log").open("wb") as log:
            process = spawn([sys.executable, *words], output=log, environment=self.environment, folder=ROOT)
        self.exits.callback(stop, process)

    def is_up(self) -> bool:
        """Whether the health page answers."""
        connection = http.client.HTTPConnection("localhost", self.port, timeout=5)
        try:
            connection.request("GET", "/health/")
            return connection.getresponse().status == http.HTTPStatus.OK
        except OSError:
            return False
        finally:
            connection.close()

    def wait_for(self, what: str, ready: object) -> object:
        """Ask again until something is true; fail with the logs when it takes too long."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            answer = ready()  # type: ignore[operator]
            if answer:
                return answer
            time.sleep(0.1)  # another process does the work: there is nothing to be told by
        logs = "\n".join(f"== {path.name}\n{path.read_text()[-3000:]}" for path in self.folder.glob("*.log"))
        raise AssertionError(f"Waited {PATIENCE} s for {what}.\n{self.subjects()}\n{logs}")

    def pass_time(self, span: timedelta) -> None:
        """Let time pass for the whole installation."""
        self.clock.write_text(str(float(self.clock.read_text()) + span.total_seconds()))

    def now(self) -> datetime:
        """What time it is in the installation."""
        return datetime.now(UTC) + timedelta(seconds=float(self.clock.read_text()))

    def wake(self, task: str) -> bool:
        """Hand a task to the real worker, as beat would, and say that there is nothing to see yet."""
        self.broker.send_task(task)
        return False

    def mails(self) -> list[tuple[str, Mail]]:
        """All mail so far, oldest first."""
        new = self.mail_folder / "new"
        paths = sorted(new.iterdir(), key=lambda path: path.stat().st_mtime_ns) if new.is_dir() else []
        return [
            (path.name, parse(email.message_from_bytes(path.read_bytes(), policy=email.policy.default)))
            for path in paths
        ]

    def subjects(self) -> str:
        """What was sent to whom, for a failure."""
        return "\n".join(f"{mail.to}: {mail.subject}" for _, mail in self.mails())

    def has_mail(self, to: str, words: str) -> bool:
        """Whether an unread mail to a person waits whose subject holds some words."""
        return any(
            name not in self.read and mail.to == to and words.lower() in mail.subject.lower()
            for name, mail in self.mails()
        )

    def mail(self, to: str, words: str) -> Mail:
        """Wait for the next unread mail to a person whose subject holds some words, and take it."""

        def find() -> Mail | None:
            for name, mail in self.mails():
                if name not in self.read and mail.to == to and words.lower() in mail.subject.lower():
                    self.read.add(name)
                    return mail
            return None

        found = self.wait_for(f"mail to {to} about “{words}”", find)
        assert isinstance(found, Mail)
        return found


def parse(message: EmailMessage) -> Mail:
    """Read the parts that a test asks for."""
    text = message.get_body(("plain",))
    html = message.get_body(("html",))
    return Mail(
        to=str(message["To"].addresses[0].addr_spec),
        subject=str(message["Subject"]),
        text=str(text.get_content()) if text else "",
        html=str(html.get_content()) if html else "",
        attachments=tuple(part.get_filename() or "" for part in message.iter_attachments()),
    )
