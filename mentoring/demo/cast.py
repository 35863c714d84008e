"""Who is who in the demo: the people worth being for five minutes. Written by `manage.py demo`, read by the sign-in page."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from people.models import User

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class DemoPerson:
    """One person of the demo: what they are, and what there is to see as them."""

    email: str
    name: str
    role: str
    about: str


def cast_file() -> Path:
    """Where the list lies; run.py prints it at the start."""
    return Path(settings.DEMO_ACCOUNTS)


def write_cast(parts: Iterable[DemoPerson]) -> None:
    """Keep the list for run.py and the sign-in page."""
    cast_file().parent.mkdir(parents=True, exist_ok=True)
    cast_file().write_text(json.dumps([asdict(part) for part in parts], indent=1))


def read_cast() -> list[tuple[DemoPerson, User]]:
    """The people of the demo with their accounts, in the order in which they were written down."""
    try:
        parts = [DemoPerson(**row) for row in json.loads(cast_file().read_text())]
    except (OSError, ValueError, TypeError):
        return []
    users = {user.email: user for user in User.objects.with_work().filter(email__in=[part.email for part in parts])}
    return [(part, users[part.email]) for part in parts if part.email in users]
