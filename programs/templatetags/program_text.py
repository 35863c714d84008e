"""How the texts of programs become paragraphs and lists."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from collections.abc import Iterable

register = template.Library()
POINT = "- "


@register.filter
def prose(text: str) -> SafeString:
    """Write each line as a paragraph, and lines that begin with “- ” as a list. Whatever people typed is escaped."""
    lines = [line.strip() for line in str(text or "").splitlines()]
    blocks = groupby((line for line in lines if line), key=lambda line: line.startswith(POINT))
    return mark_safe("".join(block(list(group), points=points) for points, group in blocks))  # noqa: S308 - escaped below


def block(lines: Iterable[str], *, points: bool) -> SafeString:
    """Write neighbouring lines of one kind."""
    if not points:
        return format_html_join("", "<p>{}</p>", ((line,) for line in lines))
    return format_html(
        "<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((line.removeprefix(POINT),) for line in lines))
    )
