"""Mail on the terminal, for an installation that has no mail server yet."""

from __future__ import annotations

import email
import email.policy
from pathlib import Path

RULE = "-" * 72


class Letters:
    """The folder in which new mail arrives, and what of it was printed."""

    def __init__(self, folder: Path) -> None:
        """Leave out what lies there from an earlier start."""
        self.folder = folder
        self.printed = set(self._names())

    def new(self) -> list[str]:
        """Return each letter that came since the last call, as text, the oldest first."""
        names = [name for name in self._names() if name not in self.printed]
        self.printed.update(names)
        return [as_text((self.folder / name).read_bytes()) for name in names]

    def _names(self) -> list[str]:
        try:
            letters = [(entry.stat().st_mtime_ns, entry.name) for entry in self.folder.iterdir()]
        except FileNotFoundError:
            return []
        return [name for _when, name in sorted(letters)]


def as_text(content: bytes) -> str:
    """Return to whom, about what, and the text part. Nothing in it can move the terminal’s cursor or colours."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    body = message.get_body(("plain",))
    text = body.get_content() if body else ""
    lines = [RULE, f"To: {message['To']}", f"Subject: {message['Subject']}", "", *text.strip().splitlines(), RULE]
    return "\n".join("".join(letter for letter in line if letter.isprintable()) for line in lines)
