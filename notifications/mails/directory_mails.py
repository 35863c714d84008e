"""Mails about people, who stand below the messages and cannot send any themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications.links import absolute
from notifications.models import Category, Message
from notifications.outbox import Button, Mail, prepare, queue, queue_all, renders
from notifications.transport import reasons
from people.models import User

if TYPE_CHECKING:
    from datetime import datetime

INVITED = gettext_lazy("You get this because a colleague has invited you to mentoring.")


def invitation(user: User, *, by: User, now: datetime) -> Message:
    """Tell someone that they can sign in; once a day at most."""
    return queue(
        "people.invitation",
        recipient=user,
        subject=user,
        occurrence=f"{now:%Y-%m-%d}",
        now=now,
        context={"by": by.pk},
    )


@renders("people.invitation", title=gettext_lazy("Invitation"), category=Category.TRANSACTIONAL, why=INVITED)
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


def administrator_appointed(user: User, *, by: User | None, now: datetime) -> None:
    """Tell the other administrators that there is one more. Who appointed them knows."""
    others = User.objects.get_queryset().administrators().exclude(pk__in=[user.pk, by.pk if by else user.pk])
    queue_all(
        [
            prepare(
                "people.administrator_appointed",
                recipient=administrator,
                subject=user,
                occurrence=f"{now:%Y-%m-%dT%H:%M:%S.%f}",
                now=now,
                context={"by": by.pk if by else None},
            )
            for administrator in others.select_related("site")
        ],
        now=now,
    )


@renders(
    "people.administrator_appointed",
    title=gettext_lazy("New organisation administrator"),
    category=Category.SECURITY,
    why=reasons.KEEPS_THE_DIRECTORY,
)
def _administrator_appointed(message: Message, *, now: datetime) -> Mail | None:
    """Pointless for someone who is no administrator any more, and once the role has been taken away again."""
    person = User.objects.all().select_related("appointed_by").get(pk=message.subject_id)
    if not (person.is_organization_administrator and message.recipient.is_organization_administrator):
        return None
    by = User.objects.all().filter(pk=message.context["by"]).first()
    return Mail(
        "people_administrator_appointed",
        {"person": person},
        button=Button(_("Open their page"), absolute(reverse("admin:people_user_change", args=[person.pk]))),
        facts=[
            (_("New administrator"), person.name),
            (_("Appointed by"), by.name if by else _("The operator of the installation")),
        ],
    )
