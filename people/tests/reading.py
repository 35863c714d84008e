"""How a test reads a page: what it says, however its template is set out."""

from __future__ import annotations

import re


def set_solid(html: str) -> str:
    """Return the page in one line, without the spaces that stand beside a tag only to set its template out."""
    return re.sub(r"\s*(<[^>]*>)\s*", r"\1", re.sub(r"\s+", " ", html)).replace(" >", ">")
