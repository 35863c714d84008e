"""Forms about people: signing up from an allowed domain, and what people look after themselves."""

from __future__ import annotations

import functools
import zoneinfo
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from people import languages
from people.authentication.sign_in import domain_is_allowed
from web.fields.names import refuse_mixed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.forms.renderers import BaseRenderer
    from django.http import HttpRequest, QueryDict

    from people.models import User


class SignUpForm(forms.Form):
    """What allauth's sign-up form asks besides the address."""

    name = forms.CharField(
        label=_("Full name"),
        max_length=200,
        validators=[refuse_mixed],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse addresses of other domains; people of the directory are told by mail that they need not join."""
        cleaned = super().clean() or {}
        email = cleaned.get("email")
        if email and not domain_is_allowed(email):
            domains = str(_(" or ")).join(settings.SIGN_UP_DOMAINS)
            self.add_error("email", _("Use your address at %(domains)s.") % {"domains": domains})
        return cleaned

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth when the person is saved; the name is in already."""


class LongSelect(forms.Select):
    """A list of some hundred entries, written in one go: Django renders three templates for each of them."""

    def render(
        self,
        name: str,
        value: Any,  # noqa: ANN401 - as Django declares it
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        """Write the same markup. Groups of entries are not known here."""
        widget = self.get_context(name, value, attrs)["widget"]
        entries = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (option["value"], mark_safe(" selected") if option["selected"] else "", option["label"])
                for _group, options, _index in widget["optgroups"]
                for option in options
            ),
        )
        return format_html("<select{}>{}</select>", flatatt({"name": widget["name"], **widget["attrs"]}), entries)


@functools.cache
def places() -> frozenset[str]:
    """Return the time zones that are named after places; reading them from the disk takes its time."""
    return frozenset(name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/"))


def zone_choices(user: User) -> list[tuple[str, str]]:
    """Return the time zones where people live, by their names, the person's own among them."""
    names = places() | {user.time_zone} - {""}
    site = (
        _("The same as my site (%s)") % user.site.time_zone.replace("_", " ")
        if user.site
        else _("The organisation’s time zone")
    )
    return [("", str(site)), *((name, name.replace("_", " ")) for name in sorted(names))]


class AccountForm(forms.Form):
    """What people look after themselves; the rest of their row comes from the directory."""

    known_as = forms.CharField(
        label=_("What should we call you?"),
        max_length=80,
        required=False,
        help_text=_("For greetings, if it is not your first name."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        widget=LongSelect,
        help_text=_("We show times in this zone, and keep to its working hours when we send email."),
    )
    spoken = forms.MultipleChoiceField(
        label=_("Languages you can work in"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A mentor and a mentee need one in common."),
    )
    more = forms.MultipleChoiceField(label=_("More languages"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, user: User, around: Sequence[str], data: QueryDict | None = None) -> None:
        """Offer the languages spoken `around` first, with the person's own; the rest stands under "more"."""
        near = {*around, *user.languages}
        super().__init__(
            data, initial={"known_as": user.known_as, "time_zone": user.time_zone, "spoken": user.languages}
        )
        self.fields["time_zone"].choices = zone_choices(user)  # type: ignore[attr-defined]
        self.fields["spoken"].choices = [choice for choice in languages.CHOICES if choice[0] in near]  # type: ignore[attr-defined]
        self.fields["more"].choices = [choice for choice in languages.CHOICES if choice[0] not in near]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Put the languages together."""
        cleaned = super().clean() or {}
        cleaned["spoken"] = [*cleaned.get("spoken", []), *cleaned.pop("more", [])]
        return cleaned


CONFIRM, STOP = "confirm", "stop"


class AddressForm(forms.Form):
    """The answer to a changed address by the link in the mail. None is chosen: mail scanners press buttons (E-34)."""

    choice = forms.ChoiceField(
        label=_("Is the new address yours?"),
        choices=[
            (CONFIRM, _("Yes, it is mine: use it from now on")),
            (STOP, _("No, stop the change")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers."), "invalid_choice": _("Choose one of the answers.")},
    )
    use_required_attribute = False
