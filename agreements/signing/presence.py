"""Whether the person in whose name something is done is still here. Every process asks, whatever page or link led to it.

Sessions, opened links and pages outlive what they show: someone may have left since, or may not sign in any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from agreements.errors import AgreementError
from people import policy
from people.models import User
from people.policy import Action

if TYPE_CHECKING:
    from datetime import datetime

    from agreements.models import Agreement


def require_here(user: User, *, now: datetime) -> None:
    """Refuse what is done in the name of someone who has left or is shut out, as the directory says at this moment."""
    if not User.objects.all().select_related("site").get(pk=user.pk).is_here(now):
        raise AgreementError(
            _("%(name)s no longer works here, or cannot sign in. No one can answer in their name.")
            % {"name": user.name}
        )


def require_coordinator(user: User, agreement: Agreement, *, now: datetime) -> None:
    """Refuse anyone who does not run the program of an agreement now."""
    require_here(user, now=now)
    policy.require(user, Action.SEE_AGREEMENTS, agreement)


def require_no_hold(agreement: Agreement) -> None:
    """Refuse a change of an agreement that is on hold: of its text, and of what is being written to follow it (A-24)."""
    if agreement.rests():
        raise AgreementError(_("This agreement is on hold while we verify a signature. Nothing can be changed now."))
