"""Outgoing mail on the desk: whether it went out, never what stood in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateTimeFilter

from notifications.errors import NotificationError
from notifications.models import Message, Status
from notifications.transport import dead_letters
from people import policy
from people.desk.base import DeskAdmin, column
from people.policy import Action
from people.reader import reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern


LABELS = {
    Status.QUEUED.value: "info",
    Status.CLAIMED.value: "info",
    Status.SENT.value: "success",
    Status.SUPERSEDED.value: None,
    Status.DEAD.value: "danger",
}


@admin.register(Message)
class MessageAdmin(DeskAdmin[Message]):
    """Every message with its fate; a coordinator sees those of the programs they run (notifications.mails.concerns).

    Those that could not be delivered can be sent again by the person who sees them, and let go by administrators (B-12).
    """

    list_display = ("what", "recipient", "state", "due_at", "sent_at", "attempts", "why")
    list_filter = (
        ("status", ChoicesDropdownFilter),
        ("category", ChoicesDropdownFilter),
        ("due_at", RangeDateTimeFilter),
    )
    list_select_related = ("recipient",)
    search_fields = ("kind", "recipient__name", "recipient__email")
    search_help_text = gettext_lazy("Kind of message, name or address")
    show_full_result_count = False
    list_before_template = "notifications/desk/server.html"  # type: ignore[assignment] # the library types its default
    fields = ("what", "category", "recipient", "status", "queued_at", "due_at", "sent_at", "attempts", "last_error")
    readonly_fields = fields
    actions = ("retry", "drop")

    @column(gettext_lazy("Message"), ordering="kind")
    def what(self, message: Message) -> str:
        """The kind in words."""
        return message.title

    @column(gettext_lazy("Status"), label=LABELS, ordering="status")
    def state(self, message: Message) -> tuple[str, str]:
        return message.status, message.get_status_display()

    @column(gettext_lazy("What went wrong"))
    def why(self, message: Message) -> str:
        """In plain words where it is given up; else the last answer of the mail server."""
        return message.reason if message.can_be_settled else message.last_error

    def get_urls(self) -> list[URLPattern]:
        """Add what the pages of a match or an agreement offer for a mail about it."""
        again = self.admin_site.admin_view(require_POST(self.send_again))
        return [path("<int:pk>/send-again/", again, name="notifications_message_again"), *super().get_urls()]

    def send_again(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Try one again, and go back to the page that offered it."""
        message = get_object_or_404(self.get_queryset(request).select_related("recipient"), pk=pk)
        try:
            dead_letters.retry(message, by=reader(request), now=timezone.now())
        except NotificationError as error:
            messages.warning(request, str(error))
        else:
            messages.success(
                request, _("The email to %(name)s is on its way again.") % {"name": message.recipient.name}
            )
        back = request.POST.get("back", "")
        safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
        return redirect(back if safe else "admin:notifications_message_changelist")

    def has_settle_permission(self, request: HttpRequest) -> bool:
        """For those who keep the organisation's side running."""
        return policy.allows(reader(request), Action.MANAGE_DIRECTORY)

    @admin.action(description=gettext_lazy("Send again"))
    def retry(self, request: HttpRequest, queryset: QuerySet[Message]) -> None:
        """Try those again that could not be sent."""
        message = ngettext(
            "%s message is sent again.",
            "%s messages are sent again.",
            done := self._each(request, queryset, dead_letters.retry),
        )
        self.message_user(request, message % done, messages.SUCCESS)

    @admin.action(description=gettext_lazy("Do not send"), permissions=["settle"])
    def drop(self, request: HttpRequest, queryset: QuerySet[Message]) -> None:
        """Give those up that could not be sent."""
        message = ngettext(
            "%s message will not be sent.",
            "%s messages will not be sent.",
            done := self._each(request, queryset, dead_letters.drop),
        )
        self.message_user(request, message % done, messages.SUCCESS)

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
