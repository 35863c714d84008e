"""Passkeys in plain words: allauth's form and names speak of keys, master keys and passwordless operation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.authentication import seeds

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

CREDENTIAL = 20_000


class SecondFactorAdapter(DefaultMFAAdapter):
    """What allauth asks about second steps."""

    def decrypt(self, encrypted_text: str) -> str:
        """Open a seed; they are sealed where their rows are saved, which knows whose they are."""
        return seeds.unseal(encrypted_text)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's own signature
        """Name a passkey that its owner gave no name."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}


class CredentialField(forms.JSONField):
    """What a browser says of a new passkey: some thousand characters, and never a page full."""

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 - Django's own signature
        """Refuse what is too long before it is read."""
        if isinstance(value, str) and len(value) > CREDENTIAL:
            raise forms.ValidationError(_("That is not a passkey. Please try again."))
        return super().to_python(value)


class PasskeyForm(AddWebAuthnForm):
    """Asks for a name and for what the passkey may do."""

    name = forms.CharField(
        label=_("Name of the device"),
        help_text=_("So that you recognise it, for example: my work laptop."),
        required=False,
        max_length=100,
    )
    credential = CredentialField(widget=forms.HiddenInput, max_length=CREDENTIAL)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth's own signature
        super().__init__(*args, **kwargs)
        alone = self.fields["passwordless"]
        alone.label = _("Let me sign in with just this passkey")
        alone.help_text = _("You will then need no emailed code or password on this device.")
