"""Seeds of second steps: from one of these all codes of a person can be made, so nobody reads them in the database.

allauth would keep them as they are. Each is sealed with a key from the ring (`web.key_ring`) for its owner alone,
whenever its row is saved, and the owner's id stands before it. A seed that was copied into another person's row opens
nothing there: the person who has the app that belongs to it is not that person.
"""

from __future__ import annotations

import base64
import logging
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.db.models.signals import post_init, pre_save
from django.dispatch import receiver

from web import key_ring

if TYPE_CHECKING:
    from collections.abc import Iterator

logger = logging.getLogger(__name__)

PURPOSE = "seeds of second steps"
MARK = "sealed"
NAMES = ("secret", "seed")


def seal(seed: str, *, owner: int) -> str:
    """Return a seed as its row keeps it."""
    sealed = key_ring.seal(seed, purpose=PURPOSE, bound_to=f"person {owner}")
    return f"{MARK}:{owner}:{base64.b64encode(sealed).decode()}"


def unseal(kept: str) -> str:
    """Return the seed of what a row keeps. Where no key on the ring opens it, one that fits no app: no code is right."""
    mark, _colon, rest = kept.partition(":")
    if mark != MARK:
        return kept  # from before there was a seal, and a migration has not been here yet
    owner, _colon, sealed = rest.partition(":")
    try:
        return key_ring.unseal(base64.b64decode(sealed), purpose=PURPOSE, bound_to=f"person {owner}")
    except (key_ring.UnsealError, ValueError):
        logger.error("A second step of person %s opens with no key of SECRET_KEY and SECRET_KEY_FALLBACKS", owner)  # noqa: TRY400 - nothing is known beyond that
        return generate_totp_secret()


@receiver(pre_save, sender=Authenticator)
def seal_before_saving(instance: Authenticator, **_kwargs: object) -> None:
    """Seal what is still readable."""
    for name, kept in _kept(instance):
        if not kept.startswith(f"{MARK}:"):
            instance.data[name] = seal(kept, owner=instance.user_id)


@receiver(post_init, sender=Authenticator)
def take_only_the_owners(instance: Authenticator, **_kwargs: object) -> None:
    """Put one that fits no app in the place of another person's."""
    for name, kept in _kept(instance):
        if kept.startswith(f"{MARK}:") and kept.split(":")[1] != str(instance.user_id):
            instance.data[name] = seal(generate_totp_secret(), owner=instance.user_id)


def _kept(instance: Authenticator) -> Iterator[tuple[str, str]]:
    """Return the seeds of a row by their names, as they are kept."""
    data = instance.__dict__.get("data")  # not by the attribute: a column that was left out would be read at once
    if isinstance(data, dict):
        yield from ((name, kept) for name in NAMES if isinstance(kept := data.get(name), str) and kept)
