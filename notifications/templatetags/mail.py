"""What pages say about mail: that it does not go out, or that one could not be delivered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils import timezone

from notifications.models import Message
from notifications.transport import mail_server

if TYPE_CHECKING:
    from datetime import datetime

    from django.template.context import RequestContext

register = template.Library()


@register.simple_tag
def mail_failing_since() -> datetime | None:
    """Return since when the mail server takes nobody's mail; nothing where it does."""
    return mail_server.present().failing_since


@register.simple_tag
def mail_waiting() -> int:
    """Return how many messages are due and have not gone out."""
    return Message.objects.waiting(timezone.now()).count()


@register.inclusion_tag("notifications/desk/undelivered.html", takes_context=True)
def undelivered_mail(context: RequestContext, name: str, pk: int) -> dict[str, Any]:
    """Show the mails about one thing that could not be delivered, with “Send again”."""
    request = context["request"]
    rows = Message.objects.undelivered(name, pk, user=request.user)
    return {"rows": rows, "request": request, "csrf_token": context.get("csrf_token")}
