"""Where allauth meets the outbox: what it would send within the request becomes a row, and its codes become tickets.

Nothing here waits for a mail server, and nothing is taken from the request but who asked: whether an address is known,
and whether mail can go out, the answer is the same (E-28). The mails themselves are notifications.mails.account_mails.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from allauth.account import app_settings
from allauth.account.forms import ResetPasswordForm
from django.utils import timezone

from notifications.links import mail_host
from notifications.mails import account_mails
from people.authentication import codes, sign_in
from people.models import User

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.http import HttpRequest


def _lifetime(name: str) -> timedelta:
    """Return how long allauth takes a code of this kind."""
    seconds = {
        "login_code": app_settings.LOGIN_BY_CODE_TIMEOUT,
        "password_reset_code": app_settings.PASSWORD_RESET_BY_CODE_TIMEOUT,
    }
    return timedelta(seconds=seconds.get(name, app_settings.EMAIL_VERIFICATION_BY_CODE_TIMEOUT))


class OutboxAccountAdapter(sign_in.AccountAdapter):
    """Sign-in as `people` has it, with its mail in the outbox."""

    def generate_login_code(self) -> str:
        """Return a ticket for allauth to keep; the code is made from it when the mail is written."""
        return codes.new_ticket()

    def generate_password_reset_code(self) -> str:
        """Return a ticket, as for signing in."""
        return codes.new_ticket()

    def generate_email_verification_code(self) -> str:
        """Return a ticket, as for signing in."""
        return codes.new_ticket()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue a mail to the person whose address it is; for an address that is nobody's, do as if."""
        name = template_prefix.rpartition("/")[2]
        person = User.objects.get_queryset().filter(email=email).first()
        if person is None or name == "unknown_account":  # who is shut out is in the directory, and unknown to allauth
            account_mails.send_nothing(now=timezone.now())
        elif name in account_mails.CODES:
            account_mails.send_code(
                name, to=person, ticket=context["code"], valid_for=_lifetime(name), now=timezone.now()
            )
        else:
            account_mails.send_notice(name, to=person, now=timezone.now())

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell someone what changed in their sign-in; an address that they had before is told there."""
        person = cast("User", user)
        name = template_prefix.rpartition("/")[2]
        earlier = email.lower() if email and name in account_mails.TO_EARLIER else ""
        account_mails.send_notice(
            name,
            to=person,
            now=timezone.now(),
            address="" if earlier == person.email else earlier,
            provider=str((context or {}).get("provider", "")),
        )

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:  # noqa: ANN401 - as allauth declares it
        """Count wrong passwords for each address, where allauth counts for each address and claimed host name."""
        login = credentials.get("email", credentials.get("username", "")).lower()
        return f"{mail_host()}:{login}"


class ResetLinkForm(ResetPasswordForm):
    """Asks for a link to choose a new password; the link is made when its mail is written."""

    def save(self, request: HttpRequest, **kwargs: object) -> str:
        """Queue one for each person whose address it is."""
        now = timezone.now()
        email: str = self.cleaned_data["email"]
        person = User.objects.get_queryset().filter(email=email, is_active=True).first()
        if person is None:
            account_mails.send_nothing(now=now)
        else:
            account_mails.send_reset_link(to=person, now=now)
        return email
