"""The time of a time-stamping authority (RFC 3161). Import it inside functions: it loads pyHanko."""

from __future__ import annotations

import urllib.request

from asn1crypto.cms import ContentInfo
from asn1crypto.tsp import TimeStampReq, TimeStampResp
from pyhanko.sign.timestamps import TimeStamper

WITHIN = 10
LARGEST_ANSWER = 64 * 1024
ASKS = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}


class TimestampError(Exception):
    """The authority gave no timestamp."""


class Authority(TimeStamper):
    """Asks one authority by HTTP, once for each seal."""

    def __init__(self, url: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.url = url

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> ContentInfo:
        """Return the timestamp, or `TimestampError`."""
        try:
            return await super().async_timestamp(message_digest, md_algorithm)
        except Exception as error:  # an authority may answer anything, and pyHanko fails on it in every way there is
            raise TimestampError(type(error).__name__) from error

    async def async_request_tsa_response(self, req: TimeStampReq) -> TimeStampResp:
        """Send the question and return the answer. It may block: nothing else runs in the loop of a seal."""
        asked = urllib.request.Request(self.url, req.dump(), ASKS)  # noqa: S310 - the setting allows HTTP(S) only
        with urllib.request.urlopen(asked, timeout=WITHIN) as answer:  # noqa: ASYNC210, S310 - see above
            response: TimeStampResp = TimeStampResp.load(answer.read(LARGEST_ANSWER), strict=True)
        return response
