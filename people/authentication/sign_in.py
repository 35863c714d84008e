"""Who may sign in, and how an address becomes a person.

The directory is the authority: the person who is in it signs in by a code to the address that stands there, without
signing up. Others can sign up only from the domains in SIGN_UP_DOMAINS, and only once the address is proved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import User

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.forms import BaseForm
    from django.http import HttpRequest, HttpResponse


def may_sign_in(user: User, *, now: datetime) -> bool:
    """Tell whether the person works here, is not shut out, and has address and roles from this application (E-34)."""
    return user.is_here(now)


def domain_is_allowed(email: str) -> bool:
    """Tell whether someone who is not in the directory may sign up with the address."""
    return email.rpartition("@")[2].lower() in settings.SIGN_UP_DOMAINS


def vouch_for_addresses(users: Iterable[User]) -> None:
    """Make allauth take what the directory says as proved: one address each, and no earlier one that still works.

    Without such a record allauth makes an unproved one, and lets nobody set up a second factor who has that.
    """
    people = {user.pk: user.email.lower() for user in users}
    records = EmailAddress.objects.filter(Q(user__in=people) | Q(email__in=people.values()))
    right = {row.pk: row.user_id for row in records if people.get(row.user_id) == row.email}
    records.exclude(pk__in=right).delete()
    EmailAddress.objects.filter(pk__in=right).update(verified=True, primary=True)
    EmailAddress.objects.bulk_create(
        EmailAddress(user_id=pk, email=email, verified=True, primary=True)
        for pk, email in people.items()
        if pk not in right.values()
    )


class DirectoryBackend(AuthenticationBackend):
    """Passwords as allauth checks them; the person who leaves is signed out with the next request (E-05)."""

    def user_can_authenticate(self, user: Any) -> bool:  # noqa: ANN401 - a person or nobody
        """Refuse leavers too; allauth shows them the page of closed accounts."""
        return isinstance(user, User) and may_sign_in(user, now=timezone.now())

    def get_user(self, user_id: int) -> User | None:
        """Load the person of a session, with the site whose time zone every page needs."""
        user = User.objects.all().select_related("site").filter(pk=user_id).first()
        return user if self.user_can_authenticate(user) else None


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by email for people of the directory."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Without allowed domains there is nothing to sign up for."""
        return bool(settings.SIGN_UP_DOMAINS)

    def can_delete_email(self, email_address: EmailAddress) -> bool:
        """The directory's address stays."""
        return False

    def save_user(self, request: HttpRequest, user: Any, form: BaseForm, commit: bool = True) -> User:  # noqa: ANN401, FBT001, FBT002 - as allauth declares it
        """Save someone who signs up, with the name that they gave."""
        user.name = form.cleaned_data.get("name") or form.cleaned_data["email"].partition("@")[0]
        return cast("User", super().save_user(request, user, form, commit))

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:  # noqa: ANN401
        """Refuse leavers with the page of closed accounts, whichever way they come."""
        if not may_sign_in(user, now=timezone.now()):
            user.is_active = False  # not saved: from here on allauth treats them as it treats the shut out
        elif (email := kwargs.get("email")) and email.lower() != user.email:
            # A code or link that went to an address which has been changed since (E-34).
            messages.error(request, _("This code is no longer valid. Please ask for a new one."))
            return redirect("account_login")
        elif not EmailAddress.objects.filter(user=user, email=user.email.lower()).exists():
            # Someone who signed up has an unproved record already, and keeps it until they prove it.
            vouch_for_addresses([user])
        return super().pre_login(request, user, **kwargs)
