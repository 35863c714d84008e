"""Whether the application can do its work, for load balancers and operators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from notifications.models import Message
from notifications.transport import mail_server

if TYPE_CHECKING:
    from django.http import HttpResponse


@login_not_required
@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Answer 200 once the database answers. The error page does the rest.

    It names the mail server's state beside it; that one is no reason to send people elsewhere.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok", "mail": "failing" if mail_server.present().failing_since else "ok"})


@login_not_required
@never_cache
@require_safe
def show_mail(request: HttpRequest) -> HttpResponse:
    """Answer 503 while the mail server takes nobody's mail, so that the person who watches the site is told by other means."""
    since = mail_server.present().failing_since
    if since is None:
        return JsonResponse({"mail": "ok"})
    waiting = Message.objects.waiting(timezone.now()).count()
    return JsonResponse({"mail": "failing", "since": since.isoformat(), "waiting": waiting}, status=503)
