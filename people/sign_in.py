"""Who may sign in, and how an address becomes a person."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by email."""


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Sign-in by OpenID Connect."""
