"""What messages do about news from below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.dispatch import receiver

from notifications.mails import address_mails, directory_mails
from people.models import Confirmation
from people.signals import (
    address_changed,
    address_stopped,
    address_withdrawn,
    addresses_asked,
    administrator_appointed,
    identity_replaced,
    person_invited,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from people.models import AddressChange, IdentityReplacement, User


@receiver(person_invited)
def send_invitation(*, user: User, by: User, now: datetime, **_kwargs: object) -> None:
    """Queue the mail in the transaction of the invitation."""
    directory_mails.invitation(user, by=by, now=now)


@receiver(administrator_appointed)
def tell_other_administrators(*, user: User, by: User | None, now: datetime, **_kwargs: object) -> None:
    """Nobody is made an administrator without the others hearing of it."""
    directory_mails.administrator_appointed(user, by=by, now=now)


@receiver(addresses_asked)
def tell_both_addresses(*, changes: Sequence[AddressChange], now: datetime, **_kwargs: object) -> None:
    """Tell the earlier address, which can confirm and stop, and the new one, which can do neither."""
    address_mails.changes_asked(changes, now=now)


@receiver(address_changed)
def say_that_it_is_changed(*, change: AddressChange, now: datetime, **_kwargs: object) -> None:
    """Tell both again; where nobody has used the account yet, or no longer does, there is nobody to tell."""
    if change.confirmation not in {Confirmation.NEW_ROW, Confirmation.RELEASED}:
        address_mails.address_changed(change, now=now)


@receiver(address_stopped)
def tell_administrators(*, change: AddressChange, now: datetime, **_kwargs: object) -> None:
    """The person who keeps the directory hears that an address in it is wrong."""
    address_mails.change_stopped(change, now=now)


@receiver(address_withdrawn)
def tell_the_earlier_address(*, change: AddressChange, now: datetime, **_kwargs: object) -> None:
    """The link in the mail that asked there is dead from now on, and this says why."""
    address_mails.change_withdrawn(change, now=now)


@receiver(identity_replaced)
def tell_the_person(*, replacement: IdentityReplacement, now: datetime, **_kwargs: object) -> None:
    """Another account of the organisation opens theirs here from now on."""
    address_mails.identity_replaced(replacement, now=now)
