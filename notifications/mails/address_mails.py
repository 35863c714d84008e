"""Mails about changed addresses and identities (E-34, E-35). Which address they go to is read from the change when they are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications.links import absolute
from notifications.models import Category
from notifications.outbox import Button, Mail, prepare, queue_all, renders
from notifications.transport import reasons
from people.accounts import addresses
from people.models import AddressChange, Confirmation, IdentityReplacement, User

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from notifications.models import Message

TO_CHECK = "people.changed_address_to_check"
WAITS = "people.new_address_waits"
CHANGED = "people.address_changed"
WORKS = "people.new_address_works"
STOPPED = "people.changed_address_stopped"
WITHDRAWN = "people.changed_address_withdrawn"
REPLACED = "people.identity_replaced"


def changes_asked(changes: Sequence[AddressChange], *, now: datetime) -> None:
    """Tell the earlier and the new address of each that a change waits."""
    queue_all(
        [
            prepare(kind, recipient=change.person, subject=change, now=now)
            for change in changes
            for kind in (TO_CHECK, WAITS)
        ],
        now=now,
    )


def address_changed(change: AddressChange, *, now: datetime) -> None:
    """Tell the earlier address that it no longer counts, and the new one that it does."""
    queue_all([prepare(kind, recipient=change.person, subject=change, now=now) for kind in (CHANGED, WORKS)], now=now)


def change_stopped(change: AddressChange, *, now: datetime) -> None:
    """Tell those who keep the directory."""
    messages = [
        prepare(STOPPED, recipient=administrator, subject=change, now=now) for administrator in administrators()
    ]
    queue_all(messages, now=now)


def change_withdrawn(change: AddressChange, *, now: datetime) -> None:
    """Tell the earlier address, which was asked to check the change, that there is nothing left to do."""
    queue_all([prepare(WITHDRAWN, recipient=change.person, subject=change, now=now)], now=now)


def identity_replaced(replacement: IdentityReplacement, *, now: datetime) -> None:
    """Tell the person that another account of the organisation opens theirs here."""
    queue_all([prepare(REPLACED, recipient=replacement.person, subject=replacement, now=now)], now=now)


def administrators() -> Iterable[User]:
    """Return those who keep the directory, with what their mails need."""
    return User.objects.filter(is_organization_administrator=True, is_active=True).select_related("site")


def _change_of(message: Message) -> AddressChange:
    return AddressChange.objects.with_people().get(pk=message.subject_id)


def _who_asked(change: AddressChange) -> str:
    return change.asked_by.name if change.asked_by else _("An import of the staff list")


def _when(moment: datetime) -> str:
    return formats.date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def _answers_to(change: AddressChange) -> list[str]:
    """Whoever answers reaches the administrators who did not ask for the change, or all where there is no other."""
    everybody = [administrator for administrator in administrators() if administrator.pk != change.person_id]
    return [administrator.email for administrator in everybody if administrator.pk != change.asked_by_id] or [
        administrator.email for administrator in everybody
    ]


@renders(
    TO_CHECK,
    title=gettext_lazy("Change of address, to confirm or stop"),
    category=Category.SECURITY,
    why=gettext_lazy("You get this because this is the address of your mentoring account."),
)
def _to_check(message: Message, *, now: datetime) -> Mail | None:
    """Goes to the earlier address, which is the present one until then, with the link that can confirm or stop the change."""
    change = _change_of(message)
    if not change.waits or (change.person_id, change.old) != (message.recipient_id, message.recipient.email):
        return None
    link = reverse("people:address_link", args=[addresses.mint(change)])
    return Mail(
        "people_changed_address_to_check",
        button=Button(_("Confirm or stop the change"), absolute(link)),
        facts=[
            (_("New address"), change.new),
            (_("Asked for by"), _who_asked(change)),
            (_("Asked for on"), _when(change.asked_at)),
        ],
        reply_to=_answers_to(change),
    )


@renders(
    WAITS,
    title=gettext_lazy("Change of address, not confirmed yet"),
    category=Category.SECURITY,
    elsewhere=True,
    why=gettext_lazy("You get this because someone gave this address for a mentoring account."),
)
def _waits(message: Message, *, now: datetime) -> Mail | None:
    """Goes to the address that waits. Opens nothing and names nobody."""
    change = _change_of(message)
    if not change.waits:
        return None
    return Mail(
        "people_new_address_waits",
        button=Button(_("Sign in"), absolute(reverse("account_login"))),
        reply_to=_answers_to(change),
        to=change.new,
        greets=False,
    )


@renders(
    CHANGED,
    title=gettext_lazy("Address changed, to the earlier one"),
    category=Category.SECURITY,
    elsewhere=True,
    why=gettext_lazy("You get this because this was the address of your mentoring account."),
)
def _changed(message: Message, *, now: datetime) -> Mail | None:
    """Goes to the earlier address once more."""
    change = _change_of(message)
    return Mail(
        "people_address_changed",
        {"by_administrator": change.confirmation == Confirmation.ADMINISTRATOR},
        button=Button(_("How to reach us"), absolute(reverse("programs:support"))),
        facts=[
            (_("New address"), change.new),
            (_("Asked for by"), _who_asked(change)),
            (_("Confirmed by"), _who_confirmed(change)),
        ],
        reply_to=_answers_to(change),
        to=change.old,
    )


def _who_confirmed(change: AddressChange) -> str:
    if change.confirmation == Confirmation.ADMINISTRATOR and change.decided_by:
        return change.decided_by.name
    return str(change.get_confirmation_display())


@renders(
    WORKS,
    title=gettext_lazy("Address changed, to the new one"),
    category=Category.SECURITY,
    elsewhere=True,
    why=gettext_lazy("You get this because this is now the address of your mentoring account."),
)
def _works(message: Message, *, now: datetime) -> Mail | None:
    """Goes to the new address, which by now is the recipient's."""
    change = _change_of(message)
    return Mail(
        "people_new_address_works",
        button=Button(_("Sign in"), absolute(reverse("account_login"))),
        reply_to=_answers_to(change),
        to=change.new,
    )


@renders(
    STOPPED,
    title=gettext_lazy("Change of address stopped"),
    category=Category.SECURITY,
    why=reasons.KEEPS_THE_DIRECTORY,
)
def _stopped(message: Message, *, now: datetime) -> Mail | None:
    """Goes to administrators, with ids and names that they see on the desk anyway."""
    change = _change_of(message)
    return Mail(
        "people_changed_address_stopped",
        {"person": change.person},
        button=Button(_("Open the directory"), absolute(reverse("admin:people_user_change", args=[change.person_id]))),
        facts=[
            (_("Person"), change.person),
            (_("Address that was stopped"), change.new),
            (_("Asked for by"), _who_asked(change)),
        ],
    )


@renders(
    WITHDRAWN,
    title=gettext_lazy("Change of address withdrawn"),
    category=Category.SECURITY,
    elsewhere=True,
    why=gettext_lazy("You get this because we wrote to this address about the change."),
)
def _withdrawn(message: Message, *, now: datetime) -> Mail | None:
    """Goes to the earlier address, which stays the person's."""
    change = _change_of(message)
    return Mail(
        "people_changed_address_withdrawn",
        button=Button(_("How to reach us"), absolute(reverse("programs:support"))),
        facts=[
            (_("Address that was asked for"), change.new),
            (_("Asked for by"), _who_asked(change)),
            (_("Withdrawn by"), change.decided_by.name if change.decided_by else _("An administrator")),
        ],
        reply_to=_answers_to(change),
        to=change.old,
    )


@renders(
    REPLACED,
    title=gettext_lazy("Sign-in with the organisation replaced"),
    category=Category.SECURITY,
    why=reasons.SIGN_IN_CHANGED,
)
def _replaced(message: Message, *, now: datetime) -> Mail | None:
    """Names the two administrators."""
    row = IdentityReplacement.objects.with_people().get(pk=message.subject_id)
    return Mail(
        "people_identity_replaced",
        button=Button(_("Sign in"), absolute(reverse("account_login"))),
        facts=[(_("Asked for by"), row.asked_by), (_("Confirmed by"), row.decided_by)],
        reply_to=[administrator.email for administrator in administrators() if administrator.pk != row.person_id],
    )
