"""What the tests of changed addresses ask for, read and send."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core import mail
from django.urls import reverse
from django.utils import timezone

from notifications.transport.delivery import deliver_due
from people.accounts import addresses
from people.models import AddressChange, User
from people.tests.factories import UserFactory

if TYPE_CHECKING:
    from django.core.mail import EmailMessage
    from django.test import Client

LIST = "admin:people_addresschange_changelist"
CODE = re.compile(r"^\s*([A-Z0-9-]{6,})\s*$", re.MULTILINE)


def administrator(**fields: object) -> User:
    return UserFactory.create(is_staff=True, is_organization_administrator=True, **fields)


def asked(
    person: User, new: str = "ada@elsewhere.example", *, by: User | None, now: datetime | None = None
) -> AddressChange:
    change = addresses.ask(person, new, by=by, now=now or timezone.now())
    assert change is not None
    return change


def address_of(person: User) -> str:
    return User.objects.values_list("email", flat=True).get(pk=person.pk)


def mails_to(address: str) -> list[EmailMessage]:
    """Send what is due and return what went to the address."""
    mail.outbox.clear()
    deliver_due(now=timezone.now() + timedelta(seconds=1))
    return [one for one in mail.outbox if one.to == [address]]


def code_for(client: Client, email: str) -> str:
    """Ask for a code from the beginning, and return it; empty where none was sent."""
    client.cookies.clear()
    mail.outbox.clear()
    client.post(reverse("account_request_login_code"), {"email": email})
    deliver_due(now=timezone.now() + timedelta(seconds=1))
    found = [CODE.search(str(one.body)) for one in mail.outbox if one.to == [email]]
    return next((match[1] for match in found if match), "")


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session
