"""Headers that differ between the portal and the admin dashboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase


class PolicyHeaders(CSPMiddleware):
    """The strict policy everywhere; under /admin/ what the theme's Alpine needs (inline style and eval)."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponse:
        """Widen the policy for the admin before the header is written."""
        if request.path_info.startswith("/admin/"):
            response._csp_update = {  # type: ignore[attr-defined]  # noqa: SLF001 - the library's own way to say it
                "script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL],
                "style-src": [SELF, UNSAFE_INLINE],
            }
        return super().process_response(request, response)  # type: ignore[return-value]
