"""What the person at the keyboard reads when everything runs."""

from __future__ import annotations

import json
from pathlib import Path

from launcher.places import VAR

ACCOUNTS = VAR / "demo-accounts.json"


def welcome(address: str, mail: Path, accounts: list[dict[str, str]]) -> str:
    """Return the lines with the address, the demo accounts and the place of the mail."""
    lines = ["", f"Whetstone is ready: {address}", ""]
    if accounts:
        width = max(len(account["name"]) for account in accounts)
        lines.append(f"Sign in with one click at {address}/demo/sign-in/ as")
        lines += [f"  {account['name']:<{width}}  {account['role']} ({account['email']})" for account in accounts]
        lines.append("")
    lines += [
        f"Emails that were sent: {address}/demo/mail/",
        f"  (they are kept in {mail}, and never leave this machine)",
        "",
        "Stop with Ctrl-C. A second start keeps what you did; `python3 run.py reset` empties it.",
    ]
    return "\n".join(lines)


def read_accounts(path: Path = ACCOUNTS) -> list[dict[str, str]]:
    """Return the accounts that `manage.py demo` wrote down: name, role and email of each."""
    try:
        accounts = json.loads(path.read_text())
        return [{key: str(account[key]) for key in ("name", "role", "email")} for account in accounts]
    except (OSError, ValueError, KeyError, TypeError):
        return []
