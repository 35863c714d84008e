"""allauth's forms that ask for a code, taking it as people paste it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

from people.authentication import codes

if TYPE_CHECKING:
    from collections.abc import Callable

INPUT = {"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}


class CodeField(forms.CharField):
    """One line for a code."""

    def __init__(self, *, read: Callable[[str], str], label: Any, **attrs: str) -> None:  # noqa: ANN401 - a lazy text
        self.read = read
        super().__init__(label=label, max_length=codes.LONGEST_TYPED, widget=forms.TextInput(attrs={**INPUT, **attrs}))

    def clean(self, value: Any) -> str:  # noqa: ANN401 - as Django declares it
        """Check the length of what was typed, then take the code out of it; one that is not there is a wrong one."""
        return self.read(super().clean(value)) or "-"


class MailedCode(account.BaseConfirmCodeForm):
    """A code from a mail; what allauth keeps as the expected one is its ticket (people.authentication.codes)."""

    code: forms.CharField = CodeField(read=codes.read_code, label=_("Code"))

    def clean_code(self) -> str:
        """Compare with the code of the ticket under each key of the ring."""
        typed = self.cleaned_data["code"].encode()
        possible = codes.codes_of(self.expected_code or "")
        fitting = [code for code in possible if secrets.compare_digest(typed, code.replace("-", "").encode())]
        self.expected_code = fitting[0] if fitting else ""
        return str(super().clean_code())


class LoginCodeForm(MailedCode, account.ConfirmLoginCodeForm):
    pass


class AddressCodeForm(MailedCode, account.ConfirmEmailVerificationCodeForm):
    """Confirms an address. What allauth asks besides comes after the code."""


class ResetCodeForm(MailedCode, account.ConfirmPasswordResetCodeForm):
    """Opens the page of a new password."""


class Digits(forms.Form):
    """A code of digits, from an app or a list."""

    code: forms.CharField = CodeField(read=codes.read_digits, label=_("Code"), inputmode="numeric")


class SecondStepForm(Digits, second_step.AuthenticateForm):
    """The second step of signing in."""


class SecondStepAgainForm(Digits, second_step.ReauthenticateForm):
    """The second step, asked again before something important."""


class AppForm(Digits, ActivateTOTPForm):
    """The first code of a new app."""
