"""Reading pages in tests."""

from __future__ import annotations

import html
import re
from typing import Any

from django.urls import reverse

from pool.models import Mentee, Mentor


def text(response: Any) -> str:  # noqa: ANN401 - a response of the test client
    """Return what a page says, without its markup."""
    return re.sub(
        r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"</?bdi>", "", response.content.decode())))
    )


def title(response: Any) -> str:  # noqa: ANN401 - a response of the test client
    """Return the title of a page."""
    found = re.search(r"<title>(.*?)</title>", response.content.decode(), re.DOTALL)
    assert found
    return html.unescape(found.group(1)).strip()


def step(person: Mentor | Mentee, key: str) -> str:
    """Return the address of a step."""
    return reverse(f"pool:{person._meta.model_name}_step", args=[person.pk, key])
