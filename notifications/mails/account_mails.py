"""Mails about signing in and about what changed in someone's sign-in: codes, reset links and notices.

Their words are in templates/emails/people_<name>/. A row holds no secret: a code is made from its ticket and a reset
link from the person's present state when the mail is written, and both only as long as they are of use and for the
address that asked.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications.links import absolute
from notifications.models import Category, Message
from notifications.outbox import Button, Context, Mail, queue, renders
from notifications.transport import reasons
from notifications.waking import wake
from people.authentication import codes
from people.authentication.sign_in import may_sign_in
from web import key_ring

if TYPE_CHECKING:
    from people.models import User

CODES = ("login_code", "email_confirmation", "email_confirmation_signup", "password_reset_code")
RESET = "password_reset_key"
EXISTS = "account_already_exists"
NOTICES = (
    "email_changed",
    "email_confirm",
    "email_deleted",
    "password_changed",
    "password_reset",
    "password_set",
    "recovery_codes_generated",
    "totp_activated",
    "totp_deactivated",
    "webauthn_added",
    "webauthn_removed",
    "account_connected",
    "account_disconnected",
)
# What allauth tells an address that was someone's until now.
TO_EARLIER = {"email_changed", "email_deleted"}
NAMES = frozenset({*CODES, RESET, EXISTS, *NOTICES})
NOBODY = 0
ADDRESS = "address that asked for a mail"


def send_code(name: str, *, to: User, ticket: str, valid_for: timedelta, now: datetime) -> Message:
    """Queue the code that `ticket` stands for; it is not sent once it has expired."""
    return _ask(name, to=to, expires=now + valid_for, occurrence=ticket, now=now, context={"ticket": ticket})


def send_reset_link(*, to: User, now: datetime) -> Message:
    """Queue a link to choose a new password."""
    expires = now + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    return _ask(RESET, to=to, expires=expires, occurrence=now.isoformat(), now=now)


def send_notice(name: str, *, to: User, now: datetime, address: str = "", provider: str = "") -> Message:
    """Queue the news that something about someone's sign-in changed; `address` is where, if not to their present one."""
    context = {"provider": provider} if provider else {}
    return queue(
        f"people.{name}", recipient=to, occurrence=now.isoformat(), now=now, context=context, to_address=address
    )


def send_nothing(*, now: datetime) -> None:
    """Do for an address that is nobody's what is done for one that is known, and leave no trace (E-28).

    The row goes in and out in one transaction, which the disk has to confirm as it confirms the other; nobody ever
    sees it, and by the time the person it names would be looked for it is gone.
    """
    kind, key = f"people.{RESET}", codes.new_ticket()
    row = Message(
        kind=kind, key=key, category=Category.SECURITY, recipient_id=NOBODY, due_at=now, queued_at=now, context={}
    )
    with transaction.atomic():
        Message.objects.bulk_create([row], ignore_conflicts=True)
        Message.objects.filter(key=row.key).delete()
    Message.objects.filter(key=row.key).first()
    wake("notifications.tasks.deliver")


def _ask(
    name: str, *, to: User, expires: datetime, occurrence: str, now: datetime, context: Context | None = None
) -> Message:
    kind = f"people.{name}"
    about: dict[str, int | str | bool | None] = {"expires": int(expires.timestamp()), **(context or {})}
    about["for"] = key_ring.digest(_asked(kind, about, of=to), purpose=ADDRESS)
    return queue(kind, recipient=to, occurrence=occurrence, now=now, context=about)


def _asked(kind: str, about: Context, *, of: User) -> str:
    """Return what was asked for and by whom: a ticket copied into a row of someone else's is of no use there."""
    return json.dumps([kind, about["expires"], about.get("ticket"), of.pk, of.email])


def _is_of_use(message: Message, *, now: datetime) -> bool:
    """Tell whether a secret may still leave: in time, for someone who may sign in, to the address that asked."""
    in_time = now.timestamp() < int(message.context["expires"])
    asked = _asked(message.kind, message.context, of=message.recipient)
    same = message.context["for"] in key_ring.digests(asked, purpose=ADDRESS)
    return in_time and same and may_sign_in(message.recipient, now=now)


def _code(message: Message, *, now: datetime) -> Mail | None:
    if not _is_of_use(message, now=now):
        return None
    return Mail(message.kind.replace(".", "_"), code=codes.code_of(message.context["ticket"]))


def _reset(message: Message, *, now: datetime) -> Mail | None:
    if not _is_of_use(message, now=now):
        return None
    person = message.recipient
    parts = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    link = absolute(reverse("account_reset_password_from_key", kwargs=parts))
    return Mail(f"people_{RESET}", button=Button(_("Choose a new password"), link))


def _exists(message: Message, *, now: datetime) -> Mail | None:
    return Mail(f"people_{EXISTS}", button=Button(_("Sign in"), absolute(reverse("account_login"))))


def _notice(message: Message, *, now: datetime) -> Mail | None:
    return Mail(message.kind.replace(".", "_"), {"provider": message.context.get("provider", "")})


ASKED_TO_CONFIRM = gettext_lazy("You get this because this address was entered for a mentoring account.")
ASKED_FOR_PASSWORD = gettext_lazy(
    "You get this because someone asked for a new password for the account with this address."
)
WAS_YOURS = gettext_lazy("You get this because this was an address of your mentoring account.")
WHY = {
    "login_code": gettext_lazy("You get this because someone asked for a sign-in code for this address."),
    "email_confirmation": ASKED_TO_CONFIRM,
    "email_confirmation_signup": ASKED_TO_CONFIRM,
    "password_reset_code": ASKED_FOR_PASSWORD,
    RESET: ASKED_FOR_PASSWORD,
    EXISTS: gettext_lazy("You get this because someone tried to join with this address."),
    "email_changed": WAS_YOURS,
    "email_deleted": WAS_YOURS,
}
TITLES = {
    "login_code": gettext_lazy("Sign-in code"),
    "email_confirmation": gettext_lazy("Address confirmation"),
    "email_confirmation_signup": gettext_lazy("Address confirmation"),
    "password_reset_code": gettext_lazy("Password reset code"),
    RESET: gettext_lazy("Password reset link"),
    EXISTS: gettext_lazy("Account already exists"),
    "email_changed": gettext_lazy("Address changed"),
    "email_confirm": gettext_lazy("Address confirmed"),
    "email_deleted": gettext_lazy("Address removed"),
    "password_changed": gettext_lazy("Password changed"),
    "password_reset": gettext_lazy("Password reset"),
    "password_set": gettext_lazy("Password set"),
    "recovery_codes_generated": gettext_lazy("New recovery codes"),
    "totp_activated": gettext_lazy("Authenticator app turned on"),
    "totp_deactivated": gettext_lazy("Authenticator app turned off"),
    "webauthn_added": gettext_lazy("Passkey added"),
    "webauthn_removed": gettext_lazy("Passkey removed"),
    "account_connected": gettext_lazy("Sign-in with the organisation connected"),
    "account_disconnected": gettext_lazy("Sign-in with the organisation disconnected"),
}
for names, render in ((CODES, _code), ((RESET,), _reset), ((EXISTS,), _exists), (NOTICES, _notice)):
    for each in names:
        renders(
            f"people.{each}",
            title=TITLES[each],
            category=Category.SECURITY,
            elsewhere=each in TO_EARLIER,
            why=WHY.get(each, reasons.SIGN_IN_CHANGED),
        )(render)
