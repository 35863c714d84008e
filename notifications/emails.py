"""Mails about people, who stand below the messages and cannot send any themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from notifications.links import absolute
from notifications.models import Category, Message
from notifications.outbox import Button, Mail, queue, renders
from people.models import User

if TYPE_CHECKING:
    from datetime import datetime


def invitation(user: User, *, by: User, now: datetime) -> Message:
    """Tell somebody that they can sign in; once a day at most."""
    return queue(
        "people.invitation",
        recipient=user,
        subject=user,
        occurrence=f"{now:%Y-%m-%d}",
        now=now,
        context={"by": by.pk},
    )


@renders("people.invitation", category=Category.TRANSACTIONAL)
def _invitation(message: Message, *, now: datetime) -> Mail | None:
    """Pointless once the person has found the way in."""
    if message.recipient.last_login:
        return None
    by = User.objects.all().get(pk=message.context["by"])
    return Mail(
        "people_invitation",
        {"by": by},
        button=Button(_("Sign in"), absolute(reverse("account_login"))),
        reply_to=[by.email],
    )
