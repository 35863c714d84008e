"""What coordinators and administrators see about mail on their dashboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from notifications.models import Message, Status
from notifications.transport import mail_server
from web import moments
from web.todo import DeskItem

if TYPE_CHECKING:
    from datetime import datetime

    from people.models import User

NOTHING_WAITS = gettext_lazy(
    "No email is waiting. We keep trying the mail server, and this notice goes away once it answers."
)


def desk_items(user: User, *, now: datetime) -> list[DeskItem]:
    """Mail that does not go out at all, and mail that could not be delivered to somebody."""
    if not user.is_staff:
        return []
    return [*_standstill(user, now=now), *_undelivered(user)]


def _standstill(user: User, *, now: datetime) -> list[DeskItem]:
    since = mail_server.present().failing_since
    if since is None:
        return []
    waiting = Message.objects.waiting(now).count()
    body = ngettext(
        "%(count)s email is waiting. Nothing is lost: it is sent as soon as the mail server works again.",
        "%(count)s emails are waiting. Nothing is lost: they are sent as soon as the mail server works again.",
        waiting,
    )
    when = moments.near_moment(timezone.localtime(since, user.zone))
    return [
        DeskItem(
            key="notifications.standstill",
            title=_("Emails have not been going out since %(when)s") % {"when": when},
            count=waiting,
            url=_list(Status.QUEUED),
            body=body % {"count": waiting} if waiting else str(NOTHING_WAITS),
            tone="stop",
        )
    ]


def _undelivered(user: User) -> list[DeskItem]:
    count = Message.objects.managed_by(user).dead().count()
    if not count:
        return []
    return [
        DeskItem(
            key="notifications.undelivered",
            title=ngettext("Email that could not be delivered", "Emails that could not be delivered", count),
            count=count,
            url=_list(Status.DEAD),
            body=_("Check the address of each, then send it again."),
            tone="stop",
        )
    ]


def _list(status: Status) -> str:
    return f"{reverse('admin:notifications_message_changelist')}?status__exact={status.value}"
