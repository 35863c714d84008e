"""What agreements do when something happens to a match, or to the address of someone who signs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.dispatch import receiver

from agreements import emails
from agreements.signing import voiding
from agreements.signing.links import fresh_links, signing_links
from agreements.writing import drafts
from matching.models import Match
from matching.signals import match_confirmed, match_ended
from people.models import AddressChange
from people.signals import address_changed, addresses_asked


@receiver(match_confirmed)
def open_the_draft(sender: object, match: Match, now: datetime, **_kwargs: object) -> None:
    """Both said yes: their agreement waits for them, half filled."""
    drafts.open_draft(match, now=now)


@receiver(match_ended)
def void_what_is_open(sender: object, match: Match, now: datetime, **_kwargs: object) -> None:
    """The relationship is over: nobody has to write or sign any more, and supervisors need keep no time free."""
    voiding.abandon(match, now=now)
    emails.mentoring_over(match, now=now)


@receiver(addresses_asked)
def close_what_cookies_open(sender: object, changes: Sequence[AddressChange], now: datetime, **_kwargs: object) -> None:
    """An address may be wrong: what is open in these people's names closes. Their links stay, in the mailbox they had."""
    signing_links.end_sessions([change.person for change in changes], now=now)


@receiver(address_changed)
def move_links_to_the_new_address(sender: object, change: AddressChange, now: datetime, **_kwargs: object) -> None:
    """What went to the earlier address opens nothing any more; who has something to sign gets a fresh link."""
    fresh_links.send_to_new_address(change.person, now=now)
