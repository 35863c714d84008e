"""What a person was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from notifications.models import Message
from people.reader import reader

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


PER_PAGE = 50


@require_safe
def sent_to_me(request: HttpRequest) -> HttpResponse:
    """List the mails that went to the reader, the newest first: subject and time, never what stood in them."""
    sent = Message.objects.visible_to(reader(request)).sent().order_by("-sent_at", "-pk")
    page = Paginator(sent, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "notifications/list.html", {"page_obj": page})
