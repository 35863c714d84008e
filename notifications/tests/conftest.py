"""A kind of message that exists in the tests of this app only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from notifications.links import absolute
from notifications.models import Category, Message
from notifications.outbox import KINDS, Button, Mail, MessageKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


def render(message: Message, *, now: datetime) -> Mail | None:
    """Write an invitation, unless the row's codes say what a changed world would say."""
    if message.context.get("pointless"):
        return None
    if message.context.get("broken"):
        raise LookupError
    return Mail("people_invitation", button=Button("Sign in", absolute("/accounts/login/")), thread="tests-7")


@pytest.fixture(autouse=True)
def _kinds_for_tests() -> Iterator[None]:
    """Declare `tests.hello` (sent at any hour) and `tests.news` (program news)."""
    KINDS["tests.hello"] = MessageKind("tests.hello", Category.TRANSACTIONAL, render)
    KINDS["tests.news"] = MessageKind("tests.news", Category.PROGRAM, render)
    yield
    del KINDS["tests.hello"], KINDS["tests.news"]
