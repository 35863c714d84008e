"""An organisation of one’s own on this machine: empty but for its first administrator, with nothing of the demo."""

from __future__ import annotations

import csv
import os
import secrets
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from launcher.children import LaunchError, server_account
from launcher.installation import Installation, manage
from launcher.letters import Letters
from launcher.places import VAR, servers_home
from launcher.progress import run_step, say

FOLDER = "organisation"
USAGE = 'python3 run.py new --organisation "Example Ltd" --name "Anna Example" --email anna@example.org'
LONGEST = 150


@dataclass(frozen=True)
class Beginning:
    """What a new organisation begins with: its name, for the seal, and its first administrator."""

    organisation: str
    name: str
    email: str


def place() -> Path:
    """Return the folder with everything that the organisation keeps."""
    return VAR / FOLDER


def has_begun() -> bool:
    """Tell whether an earlier start put the first administrator in."""
    return (place() / "begun").exists()


def beginning(arguments: Sequence[str]) -> Beginning | None:
    """Return what the flags say or the person at the terminal answers; None where the organisation has begun.

    `LaunchError` where a flag is unknown, an answer is no answer, or nobody is there to be asked.
    """
    flags = read_flags(arguments)
    if has_begun():
        if flags:
            message = f"The organisation in {place()} exists already. Start it without flags: python3 run.py new"
            raise LaunchError(message)
        return None
    asked = {
        "organisation": "Name of your organisation",
        "name": "Your name (you become its first administrator)",
        "email": "Your email address",
    }
    missing = [key for key in asked if key not in flags]
    if missing and not sys.stdin.isatty():
        message = f"A new organisation needs a name and its first administrator. For example:\n  {USAGE}"
        raise LaunchError(message)
    answers = {key: flags[key] if key in flags else ask(asked[key], key) for key in asked}
    if trouble := next((sentence for key, value in answers.items() if (sentence := trouble_with(key, value))), ""):
        raise LaunchError(trouble)
    return Beginning(**answers)


def read_flags(arguments: Sequence[str]) -> dict[str, str]:
    """Return the flags with their values, as `--name VALUE` or `--name=VALUE`."""
    flags: dict[str, str] = {}
    rest = list(arguments)
    while rest:
        flag, equals, value = rest.pop(0).partition("=")
        key = flag.removeprefix("--")
        if key not in {"organisation", "name", "email"} or not flag.startswith("--") or not (equals or rest):
            message = f"Unknown flag or missing value: {flag}. For example:\n  {USAGE}"
            raise LaunchError(message)
        flags[key] = (value if equals else rest.pop(0)).strip()
    return flags


def ask(question: str, key: str) -> str:
    """Ask at the terminal until the answer is one."""
    while True:
        try:
            answer = input(f"{question}: ").strip()
        except EOFError:
            message = f"Nothing was started. The answers can be given as flags too:\n  {USAGE}"
            raise LaunchError(message) from None
        if not (trouble := trouble_with(key, answer)):
            return answer
        say(trouble)


def trouble_with(key: str, value: str) -> str:
    """Return the sentence about an answer that cannot be taken, or nothing."""
    what = {"organisation": "The organisation’s name", "name": "The administrator’s name", "email": "The email address"}
    if not value or len(value) > LONGEST or not value.isprintable():
        return f"{what[key]} needs from 1 to {LONGEST} letters, on one line."
    local, _at, host = value.rpartition("@")
    if key == "email" and (not local or "@" in local or "." not in host.strip(".") or any(map(str.isspace, value))):
        return f"“{value}” is not an email address. It looks like anna@example.org."
    return ""


class OwnInstallation(Installation):
    """One run of an organisation’s own installation."""

    MODE = "local"
    careful = True

    def __init__(self, port: int, begins: Beginning | None) -> None:
        """Prepare; `begins` is None where it has begun before."""
        if os.environ.get("DATABASE_URL"):
            message = (
                "DATABASE_URL is set, and `run.py new` keeps a database of its own. Unset it, or install Whetstone on "
                "your database as docs/operating.md says."
            )
            raise LaunchError(message)
        if servers_home(server_account()) != VAR:
            # Outside the clone is a folder for temporary files, which some machines clear by age.
            message = (
                "The database would not be kept with this clone, because it runs as an account other than root and "
                "cannot reach this folder. Run this as an ordinary account, or move the clone to a folder that everyone may enter."
            )
            raise LaunchError(message)
        place().mkdir(mode=0o700, exist_ok=True, parents=True)
        place().chmod(0o711)  # the database’s own account passes through to its folder
        super().__init__(port, name=FOLDER)
        self.begins = begins
        self.letters = Letters(self.mail / "new")
        self.environment["SECRET_KEY"] = os.environ.get("SECRET_KEY") or kept_secret(self.keeping / "secret-key")
        if os.environ.get("EMAIL_URL"):
            self.has_own_mail_server = False
            self.environment["EMAIL_URL"] = os.environ["EMAIL_URL"]
        self.seal = self.keeping / "sealing-key.p12"
        if self.seal.exists():
            self.environment.setdefault("SEALING_KEY", str(self.seal))

    def begin_to_fill(self, _stack: ExitStack) -> None:
        """Put the first administrator into the directory, once, and make the organisation’s seal."""
        if self.begins is None:
            return
        if not self.environment.get("SEALING_KEY"):
            command = manage("make_sealing_key", str(self.seal), "--organisation", self.begins.organisation)
            run_step("Making the organisation’s seal", command, environment=self.environment)
            self.environment["SEALING_KEY"] = str(self.seal)
        people = self.keeping / "first-person.csv"
        with people.open("w", newline="") as file:
            csv.writer(file).writerows([("name", "email"), (self.begins.name, self.begins.email)])
        run_step("Adding you", manage("import_directory", str(people)), environment=self.environment)
        appoint = manage("appoint_administrator", self.begins.email)
        run_step("Making you the administrator", appoint, environment=self.environment)
        people.unlink()
        (self.keeping / "begun").write_text(f"{self.begins.organisation}\n")

    def welcome(self) -> str:
        """Return the address, the first step, and where everything is."""
        lines = ["", f"Whetstone is ready: {self.address}", ""]
        if self.begins:
            lines += [
                f"Sign in with {self.begins.email}: ask for a code by email. The page then shows your first steps.",
                "",
            ]
        if self.has_own_mail_server:
            lines += [
                "No mail server is set, so emails are printed here and never leave this machine.",
                "To send them, start with EMAIL_URL, for example EMAIL_URL=smtp+tls://user:password@mail.example.org:587",
                "",
            ]
        lines += [
            f"Everything is kept in {self.keeping}: copy that folder while Whetstone is stopped, and you have a backup.",
            "Stop with Ctrl-C. `python3 run.py new` starts it again.",
        ]
        return "\n".join(lines)

    def look_after(self) -> None:
        """Print the mail that came, where nobody else would get it."""
        super().look_after()
        if self.has_own_mail_server:
            for letter in self.letters.new():
                say(letter)


def kept_secret(path: Path) -> str:
    """Return the secret of this installation, made at its first start; only its account can read it."""
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()
