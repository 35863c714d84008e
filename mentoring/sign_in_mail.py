"""Mail about signing in looks like all our mail: the words are allauth's template names, the frame is ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils.translation import gettext as _

from notifications.outbox import Button
from notifications.rendering import AUTOMATIC, blocks
from people import sign_in

if TYPE_CHECKING:
    from collections.abc import Mapping


def button(context: Mapping[str, Any]) -> Button | None:
    """Return the one thing to do, by the link that allauth made for it."""
    if url := context.get("password_reset_url"):
        return Button(_("Choose a new password"), str(url))
    if url := context.get("activate_url"):
        return Button(_("Confirm the address"), str(url))
    return None


class AccountAdapter(sign_in.AccountAdapter):
    """Sign-in as `people` has it, with mail in text and HTML."""

    def format_email_subject(self, subject: str) -> str:
        """Leave the subject as it is written: what to do comes first."""
        return subject

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMultiAlternatives:
        """Write one mail; `<prefix>_message.txt` holds its words, code and link are set apart by the frame."""
        subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", context).split())
        words = get_template(f"{template_prefix}_message.txt").template  # type: ignore[attr-defined]
        frame = {
            "subject": subject,
            "recipient": context.get("user"),
            "blocks": blocks(words.render(Context(context, autoescape=False))),
            "code": context.get("code", ""),
            "button": button(context),
        }
        text = get_template("emails/layout.txt").template.render(Context(frame, autoescape=False))  # type: ignore[attr-defined]
        to = [email] if isinstance(email, str) else email
        mail = EmailMultiAlternatives(
            subject, text.strip() + "\n", settings.DEFAULT_FROM_EMAIL, to, headers={**AUTOMATIC, **(headers or {})}
        )
        mail.attach_alternative(render_to_string("emails/layout.html", frame), "text/html")
        return mail
