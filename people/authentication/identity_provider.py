"""Sign-in by OpenID Connect: what an identity provider says, and what of it counts (E-35).

- A claim counts when it is exactly true: `"email_verified": "false"` is text, and no text is true.
- Issuer and `sub` are who someone is. A verified address leads to a person of the directory once, at the first
  sign-in; from then on their identity does, whatever address it brings.
- Nobody who is signed in attaches an identity, their own or another's; a second one for the same person is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone

from people.authentication import identities
from people.authentication.sign_in import domain_is_allowed, may_sign_in
from people.models import User

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allauth.socialaccount.models import SocialLogin
    from allauth.socialaccount.providers.base.provider import Provider
    from django.http import HttpRequest, HttpResponse


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """What allauth asks about identities."""

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Mapping[str, str | None]) -> User:
        """Read the claims before anyone is looked up, and fill in a newcomer. Ours have one name."""
        _read_claims(sociallogin)
        user = cast("User", sociallogin.user)
        user.email = (data.get("email") or "").lower()
        parts = (data.get("first_name") or "", data.get("last_name") or "")
        user.name = data.get("name") or " ".join(parts).strip() or user.email.partition("@")[0]
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Tie a first sign-in to the person whose verified address it brings; refuse what would attach anything else."""
        if sociallogin.state.get("process") != AuthProcess.LOGIN:
            raise ImmediateHttpResponse(redirect("people:account"))
        if sociallogin.is_existing:
            return
        person = User.objects.all().filter(email__in=_verified(sociallogin)).first()
        if person is None:
            return  # allauth asks `is_open_for_signup`
        if not may_sign_in(person, now=timezone.now()):
            raise ImmediateHttpResponse(redirect("account_inactive"))
        with transaction.atomic():
            person = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
            if not identities.has_one(person):
                sociallogin.connect(request, person)
                return
            account = sociallogin.account
            identities.note_attempt(person, provider=account.provider, uid=account.uid, now=timezone.now())
        raise ImmediateHttpResponse(_other_identity(request))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Only a verified address of an allowed domain opens the door to someone who is not in the directory."""
        return any(domain_is_allowed(email) for email in _verified(sociallogin))

    def is_email_verified(self, provider: Provider, email: str) -> bool:
        """No domain counts as verified by itself; the claim says so, or it is not."""
        return False

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        """No sign-in by an address alone: `pre_social_login` ties an identity once, and refuses a second one."""
        return False

    def validate_disconnect(self, account: SocialAccount, accounts: object) -> None:
        """An identity is not taken off by its person: anyone who has their session could."""
        raise PermissionDenied


def _read_claims(sociallogin: SocialLogin) -> None:
    """Take the identity from issuer and `sub`, and the address only if the provider says exactly that it is verified.

    Of what the provider says nothing else is kept.
    """
    account = sociallogin.account
    claims = _claims(account.extra_data)
    issuer = str(account.extra_data.get("id_token", {}).get("iss") or sociallogin.provider.server_url)
    account.uid = _known_by(account.provider, issuer=issuer, subject=account.uid)
    account.extra_data = {"iss": issuer}
    stated = claims.get("email")
    is_sure = claims.get("email_verified") is True and isinstance(stated, str) and stated.isascii()
    for address in sociallogin.email_addresses:
        address.verified = bool(is_sure and stated and address.email == stated.lower())


def _claims(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what the provider says about the person. Both of its answers have to be about the same one."""
    token, info = data.get("id_token") or {}, data.get("userinfo") or {}
    if token and info and token.get("sub") != info.get("sub"):
        raise PermissionDenied  # OpenID Connect Core 5.3.2: the answers must not be used together
    return cast("Mapping[str, Any]", info or token or data)


def _known_by(provider: str, *, issuer: str, subject: str) -> str:
    """Return the identity's key; an identity from before keys had an issuer gets one, if it came from this one."""
    uid = identities.uid_of(issuer, subject)
    for before in SocialAccount.objects.filter(provider=provider, uid=subject):
        data = before.extra_data if isinstance(before.extra_data, dict) else {}
        if (data.get("id_token") or data).get("iss") == issuer:
            SocialAccount.objects.filter(pk=before.pk).update(uid=uid, extra_data={"iss": issuer})
    return uid


def _verified(sociallogin: SocialLogin) -> list[str]:
    return [address.email.lower() for address in sociallogin.email_addresses if address.verified]


def _other_identity(request: HttpRequest) -> HttpResponse:
    """Say what to do. Anyone who reads this has proved to the provider that the address is theirs."""
    return render(request, "socialaccount/other_identity.html", status=403)
