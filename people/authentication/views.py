"""Pages of sign-in that allauth would offer and we do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.views.decorators.http import require_safe

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def no_connections(request: HttpRequest) -> HttpResponse:
    """Lead to the account page: nobody attaches an identity by hand, or takes one off (E-35)."""
    return redirect("people:account")
