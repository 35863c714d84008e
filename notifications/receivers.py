"""What messages do about news from below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.dispatch import receiver

from notifications import emails
from people.signals import person_invited

if TYPE_CHECKING:
    from datetime import datetime

    from people.models import User


@receiver(person_invited)
def send_invitation(*, user: User, by: User, now: datetime, **_kwargs: object) -> None:
    """Queue the mail in the transaction of the invitation."""
    emails.invitation(user, by=by, now=now)
