"""From a mail's words to the mail: text and HTML are made from the same body, so they say the same."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import timezone

from notifications.links import mail_host
from notifications.models import LONGEST_SUBJECT
from notifications.outbox import KINDS, other_address
from notifications.transport.reasons import why

if TYPE_CHECKING:
    from collections.abc import Mapping

    from notifications.models import Message
    from notifications.outbox import Mail

# Says that a machine wrote (B-19). Not "All": that would also suppress the reports about mail that bounced.
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, AutoReply"}


@dataclass(frozen=True)
class Block:
    """A paragraph, or the items of a list."""

    text: str = ""
    items: tuple[str, ...] = ()


def blocks(body: str) -> list[Block]:
    """Split a body at its blank lines; a run of lines that begin with "- " becomes a list."""
    blocks: list[Block] = []
    for part in body.replace("\r\n", "\n").split("\n\n"):
        lines = [line.strip() for line in part.strip().split("\n") if line.strip()]
        items = tuple(line[2:] for line in lines if line.startswith("- "))
        text = " ".join(line for line in lines if not line.startswith("- "))
        if text:
            blocks.append(Block(text=text))
        if items:
            blocks.append(Block(items=items))
    return blocks


def _plain(name: str, context: Mapping[str, object]) -> str:
    """Render a text template: no HTML escapes, names stay as they are written."""
    rendered = get_template(name).template.render(Context(context, autoescape=False))  # type: ignore[attr-defined]
    # What a template renders counts as HTML that is safe, also after str(). This is text: a page that shows it escapes it.
    return "".join(rendered)


def message_id(message: Message) -> str:
    """Return the same Message-ID whenever this row is sent (B-04, B-19)."""
    return f"<{message.pk}.{message.queued_at:%Y%m%d%H%M%S}@{mail_host()}>"


def _headers(message: Message, mail: Mail) -> dict[str, str]:
    headers = {
        "Message-ID": message_id(message),
        **AUTOMATIC,
        "List-Id": f"<{message.category}.{mail_host()}>",
    }
    if mail.thread:
        headers["References"] = headers["In-Reply-To"] = f"<{mail.thread}@{mail_host()}>"
    return headers


class Email(EmailMultiAlternatives):
    """A mail whose alternatives may have media types with parameters, such as `text/calendar; method=REQUEST`.

    Django would write the charset a second time and turn CRLF into line breaks; calendars are sent octet by octet.
    """

    def _create_mime_attachment(self, content: bytes | str, mimetype: str) -> MIMEBase:
        media_type, *parameters = (part.strip() for part in mimetype.split(";"))
        if not parameters:
            return cast("MIMEBase", super()._create_mime_attachment(content, mimetype))  # type: ignore[misc]
        maintype, subtype = media_type.split("/")
        part = MIMEBase(maintype, subtype)
        for name, value in (parameter.split("=", 1) for parameter in parameters):
            part.set_param(name, value)
        if maintype == "text":
            part.set_param("charset", "UTF-8")
        part.set_payload(content.encode() if isinstance(content, str) else content)
        encode_base64(part)
        return part


def _address(message: Message, mail: Mail) -> str:
    """Return where a mail goes: to the recipient's present address, unless it is news for another and opens nothing.

    What stands in the row decides alone for no mail: anyone who can write the table could send themselves a link.
    """
    if not KINDS[message.kind].elsewhere:
        if mail.to:
            error = f"{message.kind} goes to its recipient's present address only."
            raise ValueError(error)
        return message.recipient.email
    return mail.to or other_address(message) or message.recipient.email


def _answers_to(mail: Mail, own: set[str]) -> list[str]:
    """Return who reads an answer: never the reader, who may be the one coordinator there is."""
    mine = {address.casefold() for address in own}
    others = [address for address in mail.reply_to if address.casefold() not in mine]
    return others or [settings.DEFAULT_FROM_EMAIL]


def compose(message: Message, mail: Mail) -> EmailMultiAlternatives:
    """Write the mail of one row, in the reader's time zone."""
    recipient, kind = message.recipient, KINDS[message.kind]
    address = _address(message, mail)
    with timezone.override(recipient.zone):
        context = {"recipient": recipient, **mail.context}
        subject = " ".join(_plain(f"emails/{mail.template}/subject.txt", context).split())
        layout = {
            "subject": subject,
            "recipient": recipient if mail.greets else None,
            "blocks": blocks(_plain(f"emails/{mail.template}/body.txt", context)),
            "facts": [(str(label), str(value)) for label, value in mail.facts if value is not None],
            "button": mail.button,
            "code": mail.code,
            "escape": mail.escape,
            "base_url": settings.BASE_URL,
            "why": why(kind.category, kind.why),
        }
        text = _plain("emails/layout.txt", layout)
        html = render_to_string("emails/layout.html", layout)
    email = Email(
        subject=textwrap.shorten(subject, LONGEST_SUBJECT, placeholder="…"),
        body=text,
        to=[address],
        reply_to=_answers_to(mail, {address, recipient.email}),
        headers=_headers(message, mail),
    )
    email.attach_alternative(html, "text/html")
    for content, media_type in mail.alternatives:
        email.attach_alternative(content.decode(), media_type)
    for attachment in mail.attachments:
        email.attach(attachment.name, attachment.content, attachment.mime)
    return email
