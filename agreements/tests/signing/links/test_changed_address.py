"""A signer's changed address: nobody gets a link by changing it, and earlier links end once it counts (E-34)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.urls import reverse

from agreements.models import AgreementVersion, LinkPurpose, SignatureRequest
from agreements.signing.links import fresh_links, signing_links
from agreements.tests.stories import sign
from notifications.transport.delivery import claim, deliver_due
from notifications.transport.sending import Sender
from people.accounts import addresses
from people.models import AddressChange, Confirmation
from people.tests.factories import UserFactory

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def to_elsewhere(request: SignatureRequest, *, now: datetime) -> AddressChange:
    """Ask for another address of the signer, as an administrator."""
    by = UserFactory.create(name="Olga Admin", is_organization_administrator=True)
    change = addresses.ask(request.signer, "boss@elsewhere.example", by=by, now=now)
    assert change is not None
    return change


def sent(*, now: datetime) -> list[tuple[str, bool]]:
    """Send what is due; return where each mail went, and whether it holds a signing link."""
    mail.outbox.clear()
    deliver_due(now=now)
    return [(one.to[0], "/sign/" in str(one.body)) for one in mail.outbox]


def test_e34_a_fresh_link_goes_to_the_old_address_while_the_new_one_waits(
    asked: SignatureRequest, link: str, now: datetime
) -> None:
    to_elsewhere(asked, now=now)

    fresh_links.send(asked.pk, now=now)

    assert ("boss@elsewhere.example", True) not in sent(now=now)
    assert not asked.tokens.filter(revoked_at__isnull=False).exists(), "the link in the old mailbox still works"


def test_e34_what_a_cookie_has_opened_closes_when_a_change_is_asked_for(asked: SignatureRequest, now: datetime) -> None:
    secret = signing_links.begin_session(asked, purpose=LinkPurpose.SIGN, now=now)

    to_elsewhere(asked, now=now)

    assert signing_links.find_session(secret, now=now) is None


def test_e34_once_the_new_address_counts_earlier_links_are_dead_and_a_fresh_one_goes_there(
    client: Client, asked: SignatureRequest, link: str, now: datetime
) -> None:
    change = to_elsewhere(asked, now=now)
    old = asked.signer.email
    sent(now=now)

    addresses.confirm_own(change, how=Confirmation.OLD_ADDRESS, now=now)

    assert client.get(link).status_code == 404
    went = sent(now=now + timedelta(minutes=1))
    assert ("boss@elsewhere.example", True) in went
    assert (old, True) not in went
    asked.refresh_from_db()
    assert asked.signer.email == "boss@elsewhere.example"
    assert client.get(reverse("agreements:sign_read")).status_code == 404


def test_e34_a_mail_that_was_claimed_before_the_address_changed_goes_to_the_new_one(
    asked: SignatureRequest, now: datetime
) -> None:
    change = to_elsewhere(asked, now=now)
    old = asked.signer.email
    fresh_links.send(asked.pk, now=now)
    batch = claim("a sender on a slow server", now=now)
    addresses.confirm_own(change, how=Confirmation.OLD_ADDRESS, now=now)
    mail.outbox.clear()

    with Sender(now=now) as sender:
        sender.handle_all(batch)

    went = [(one.to[0], "/sign/" in str(one.body)) for one in mail.outbox]
    assert ("boss@elsewhere.example", True) in went
    assert (old, True) not in went


@pytest.mark.parametrize("purpose", [LinkPurpose.SIGN, LinkPurpose.RECEIPT, LinkPurpose.NOT_ME])
def test_e34_a_link_written_for_the_old_address_while_that_changed_opens_nothing(
    version: AgreementVersion, asked: SignatureRequest, now: datetime, purpose: LinkPurpose
) -> None:
    if purpose != LinkPurpose.SIGN:
        sign(version, asked.role, now=now)
    written = SignatureRequest.objects.with_people().get(pk=asked.pk)
    addresses.confirm_own(to_elsewhere(asked, now=now), how=Confirmation.OLD_ADDRESS, now=now)

    token = signing_links.mint(written, purpose=purpose, now=now)
    secret = signing_links.begin_session(written, purpose=purpose, now=now)

    assert signing_links.find(token, now=now) is None
    assert signing_links.find_session(secret, now=now) is None
    present = SignatureRequest.objects.with_people().get(pk=asked.pk)
    assert signing_links.find(signing_links.mint(present, purpose=purpose, now=now), now=now)
