"""Anyone who can write the tables, and has no secret, gets no mail that opens something for others (A-02, E-34)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.db import models
from django.urls import reverse
from django.utils import timezone

from agreements.models import SigningToken
from agreements.tests.stories import request_of, with_supervisors
from notifications.mails import account_mails
from notifications.models import Category, Message, Status
from notifications.outbox import KINDS, queue
from notifications.transport.delivery import deliver_due
from people.accounts import addresses
from people.models import AddressChange, User
from people.tests.conftest import no_limits_left_over  # noqa: F401 - a fixture
from people.tests.factories import UserFactory

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_limits_left_over")]
EVIL = "eve@evil.example"
# News for an address that was someone's, or is to be; they open nothing.
ELSEWHERE = {
    "people.email_changed",
    "people.email_deleted",
    "people.new_address_waits",
    "people.address_changed",
    "people.changed_address_withdrawn",
    "people.new_address_works",
}


def plant(message: Message, **fields: object) -> None:
    """Insert a copy of a row with other values, past all code."""
    values = {field.attname: getattr(message, field.attname) for field in Message._meta.concrete_fields}
    values |= {"id": None, "key": f"{message.key} planted", "status": Status.QUEUED, **fields}
    models.QuerySet(Message).create(**values)


def sent_to() -> set[str]:
    """Send what is due, and return the addresses that got mail."""
    mail.outbox.clear()
    deliver_due(now=timezone.now() + timedelta(seconds=1))
    return {address for one in mail.outbox for address in one.to}


@pytest.mark.parametrize("page", ["account_request_login_code", "account_reset_password"])
def test_a02_a_planted_message_with_another_address_takes_no_code_or_reset_there(client: Client, page: str) -> None:
    ada = UserFactory.create(email="ada@example.org")
    client.post(reverse(page), {"email": ada.email})

    plant(Message.objects.get(), to_address=EVIL)

    assert sent_to() == {ada.email}


@pytest.mark.parametrize("page", ["account_request_login_code", "account_reset_password"])
def test_a02_a_row_copied_for_another_recipient_takes_no_code_or_reset_there(client: Client, page: str) -> None:
    ada, eve = UserFactory.create(email="ada@example.org"), UserFactory.create(email=EVIL)
    for one in (ada, eve):
        client.cookies.clear()
        client.post(reverse(page), {"email": one.email})
    of_ada, of_eve = (Message.objects.get(recipient=one) for one in (ada, eve))
    Message.objects.filter(pk=of_eve.pk).delete()

    plant(of_ada, recipient_id=eve.pk)
    if "ticket" in of_ada.context:
        plant(of_eve, context={**of_eve.context, "ticket": of_ada.context["ticket"]})

    assert sent_to() == {ada.email}


def test_a02_a_planted_message_takes_no_signing_link_to_another_address(now: datetime) -> None:
    request = request_of(with_supervisors(now=now), "mentee_supervisor")
    message = Message.objects.get(kind="agreements.signature_requested", subject_id=str(request.pk))

    plant(message, to_address=EVIL)

    assert EVIL not in sent_to()
    assert request.signer.email in {address for one in mail.outbox for address in one.to}


@pytest.mark.parametrize("kind", ["signature_requested", "signature_reminder", "fresh_link"])
def test_a02_a_message_planted_for_another_recipient_makes_no_signing_link(now: datetime, kind: str) -> None:
    request = request_of(with_supervisors(now=now), "mentee_supervisor")
    eve = UserFactory.create(email=EVIL)
    queue(f"agreements.{kind}", recipient=eve, subject=request, now=now)
    before = SigningToken.objects.filter(request=request).count()

    assert EVIL not in sent_to()
    asked = Message.objects.filter(recipient=request.signer, status=Status.SENT)
    assert SigningToken.objects.filter(request=request).count() == before + asked.count()


def test_e34_the_link_that_confirms_a_change_goes_to_the_present_address_alone() -> None:
    ada = UserFactory.create(email="ada@example.org")
    eve = UserFactory.create(email=EVIL)
    addresses.ask(ada, "ada@elsewhere.example", by=None, now=timezone.now())
    message = Message.objects.get(kind="people.changed_address_to_check")
    plant(message, to_address=EVIL)
    plant(message, recipient_id=eve.pk, key="for eve")
    assert sent_to() == {ada.email, "ada@elsewhere.example"}


def test_e34_a_planted_change_of_an_address_sends_its_link_nowhere() -> None:
    ada, now = UserFactory.create(email="ada@example.org"), timezone.now()
    change = AddressChange.objects.create(person=ada, old=EVIL, new="eve2@evil.example", asked_at=now)
    queue("people.changed_address_to_check", recipient=ada, subject=change, now=now)

    assert sent_to() == set()


def test_e34_news_for_an_earlier_address_goes_there_only_if_it_was_queued_for_it_here() -> None:
    ada = UserFactory.create(email="ada@example.org")
    now = timezone.now()
    message = account_mails.send_notice("email_changed", to=ada, now=now, address="earlier@example.org")
    assert sent_to() == {"earlier@example.org"}

    plant(message, to_address=EVIL)
    plant(message, to_address="earlier@example.org", key="another row")
    assert sent_to() == {ada.email}


def test_a02_only_news_that_open_nothing_may_go_to_another_address() -> None:
    assert {kind.name for kind in KINDS.values() if kind.elsewhere} == ELSEWHERE
    assert all(kind.category == Category.SECURITY for kind in KINDS.values() if kind.elsewhere)
    ada: User = UserFactory.create()
    with pytest.raises(ValueError, match="present address only"):
        queue("people.password_reset_key", recipient=ada, now=timezone.now(), to_address=EVIL)
