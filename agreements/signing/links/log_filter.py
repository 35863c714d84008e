"""Keeps signing tokens out of the logs (A-11): a filter for log handlers, for ours and for the web server's."""

from __future__ import annotations

import logging
import re
from copy import copy

SECRET = re.compile(
    r"(/sign/|/people/address/)(?!agreement\b|receipt\b)[^/\s\"'?]{8,}"
    r"|(/accounts/password/reset/key/)[^/\s\"'?]+"
    r"|(/accounts/confirm-email/)[^/\s\"'?]+"
)


def masked(value: object) -> object:
    """Return a value with every token in it masked; anything without one as it is."""
    text = value if isinstance(value, str) else str(value)
    hidden = SECRET.sub(lambda match: f"{match[match.lastindex or 0]}***", text)
    return value if hidden == text else hidden


class MaskTokens(logging.Filter):
    """Masks the secret in such an address, in the message and in its arguments."""

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
