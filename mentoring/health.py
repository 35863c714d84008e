"""Whether the application can do its work, for load balancers and operators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

if TYPE_CHECKING:
    from django.http import HttpResponse


@login_not_required
@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Answer 200 once the database answers. The error page does the rest."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
