"""Outgoing mail on the desk: whether it went out, never what stood in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateTimeFilter

from notifications import dead_letters
from notifications.errors import NotificationError
from notifications.models import Message, Status
from people import policy
from people.desk import DeskAdmin, column, reader
from people.policy import Action

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest


LABELS = {
    Status.QUEUED.value: "info",
    Status.CLAIMED.value: "info",
    Status.SENT.value: "success",
    Status.SUPERSEDED.value: None,
    Status.DEAD.value: "danger",
}


@admin.register(Message)
class MessageAdmin(DeskAdmin[Message]):
    """Every message with its fate. Those that could not be sent can be sent again or let go (B-12)."""

    list_display = ("what", "recipient", "state", "due_at", "sent_at", "attempts", "last_error")
    list_filter = (
        ("status", ChoicesDropdownFilter),
        ("category", ChoicesDropdownFilter),
        ("due_at", RangeDateTimeFilter),
    )
    list_select_related = ("recipient",)
    search_fields = ("kind", "recipient__name", "recipient__email")
    search_help_text = gettext_lazy("Kind of message, name or address")
    show_full_result_count = False
    fields = ("what", "category", "recipient", "status", "queued_at", "due_at", "sent_at", "attempts", "last_error")
    readonly_fields = fields
    actions = ("retry", "drop")

    @column(gettext_lazy("Message"), ordering="kind")
    def what(self, message: Message) -> str:
        """The kind in words."""
        return message.title

    @column(gettext_lazy("Status"), label=LABELS, ordering="status")
    def state(self, message: Message) -> tuple[str, str]:
        """Where it stands."""
        return message.status, message.get_status_display()

    def has_settle_permission(self, request: HttpRequest) -> bool:
        """For those who keep the organisation's side running."""
        return policy.allows(reader(request), Action.MANAGE_DIRECTORY)

    @admin.action(description=gettext_lazy("Send again"), permissions=["settle"])
    def retry(self, request: HttpRequest, queryset: QuerySet[Message]) -> None:
        """Try those again that could not be sent."""
        words = ngettext(
            "%s message is sent again.",
            "%s messages are sent again.",
            done := self._each(request, queryset, dead_letters.retry),
        )
        self.message_user(request, words % done, messages.SUCCESS)

    @admin.action(description=gettext_lazy("Let go"), permissions=["settle"])
    def drop(self, request: HttpRequest, queryset: QuerySet[Message]) -> None:
        """Give those up that could not be sent."""
        words = ngettext(
            "%s message is let go.", "%s messages are let go.", done := self._each(request, queryset, dead_letters.drop)
        )
        self.message_user(request, words % done, messages.SUCCESS)

    def _each(self, request: HttpRequest, queryset: QuerySet[Message], settle: Callable[..., Message]) -> int:
        """Settle each, count those that could be, and say how many could not."""
        refused = 0
        chosen = list(queryset)
        for message in chosen:
            try:
                settle(message, by=reader(request), now=timezone.now())
            except NotificationError:
                refused += 1
        if refused:
            self.message_user(
                request,
                ngettext(
                    "%s message was not stuck, so it stays as it is.",
                    "%s messages were not stuck, so they stay as they are.",
                    refused,
                )
                % refused,
                messages.WARNING,
            )
        return len(chosen) - refused
