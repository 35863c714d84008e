"""Keeps signing tokens out of the logs (A-11): a filter for log handlers, for ours and for the web server's."""

from __future__ import annotations

import logging
import re
from copy import copy

TOKEN = re.compile(r"(/sign/)(?!agreement\b|receipt\b)[^/\s\"'?]{8,}")
MASK = r"\1***"


def masked(value: object) -> object:
    """Return a value with every token in it masked; anything without one as it is."""
    text = value if isinstance(value, str) else str(value)
    return TOKEN.sub(MASK, text) if "/sign/" in text else value


class MaskTokens(logging.Filter):
    """Masks the token in `/sign/<token>/`, in the message and in its arguments."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, without secrets."""
        record.msg = masked(record.msg)
        if isinstance(record.args, dict):
            # A copy, so that it stays of its kind: gunicorn's knows what to write for a header that is not there.
            args = copy(record.args)
            args.update({key: masked(value) for key, value in args.items()})
            record.args = args
        elif record.args:
            record.args = tuple(masked(value) for value in record.args)
        return True
