"""What a coordinator writes to a pair that does not meet, as the mails that the two get."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.models import MatchStatus
from meetings.models import LetterKind, PairLetter
from notifications.links import absolute
from notifications.models import Category
from notifications.outbox import Button, Mail, prepare, queue, renders
from notifications.transport.rendering import compose
from programs.models import SupportContact

if TYPE_CHECKING:
    from datetime import datetime

    from django.core.mail import EmailMultiAlternatives

    from notifications.models import Message
    from people.models import User

KINDS = {LetterKind.WORD: "meetings.word", LetterKind.HELP: "meetings.help_offered"}


def letter(of: PairLetter, *, recipient: User, now: datetime) -> Message:
    """Send one of the two what a coordinator wrote. It waits for the reader's working hours."""
    return queue(KINDS[LetterKind(of.kind)], recipient=recipient, subject=of, now=now)


def written(of: PairLetter, *, recipient: User, now: datetime) -> EmailMultiAlternatives:
    """Return the mail as it would go out, of a letter that need not be saved: what is shown before it goes."""
    message = prepare(KINDS[LetterKind(of.kind)], recipient=recipient, subject=of, now=now)
    return compose(message, _mail(of, recipient))


@renders("meetings.word", title=gettext_lazy("Message from a coordinator"), category=Category.PROGRAM)
def _word(message: Message, *, now: datetime) -> Mail | None:
    return _unless_pointless(message)


@renders("meetings.help_offered", title=gettext_lazy("Offer of help"), category=Category.PROGRAM)
def _help_offered(message: Message, *, now: datetime) -> Mail | None:
    return _unless_pointless(message)


def _unless_pointless(message: Message) -> Mail | None:
    """Write the mail, unless the two have parted since, the reader is shut out, or the letter is forgotten (B-06)."""
    people = ("match__mentor__user", "match__mentee__user", "match__cohort__program", "author")
    of = PairLetter.objects.select_related(*people).filter(pk=message.subject_id).first()
    if of is None or of.match.status != MatchStatus.ACTIVE or not message.recipient.is_active:
        return None
    return _mail(of, message.recipient)


def _mail(of: PairLetter, reader: User) -> Mail:
    helps = of.kind == LetterKind.HELP
    contacts = list(SupportContact.objects.reachable()) if helps else []
    button = (
        Button(_("See everyone you can turn to"), absolute(reverse("programs:support")))
        if helps
        else Button(_("Open your meetings"), absolute(reverse("meetings:list")))
    )
    return Mail(
        "meetings_help_offered" if helps else "meetings_word",
        {
            "author": of.author,
            "program": of.match.cohort.program,
            "other": of.match.other(reader),
            "paragraphs": [line.strip() for line in of.text.splitlines() if line.strip()],
            "contacts": [(contact.name, contact.what_for, _ways(contact)) for contact in contacts],
            "to_both": of.goes_to_both,
        },
        button=button,
        reply_to=[of.author.email],
    )


def _ways(contact: SupportContact) -> str:
    return ", ".join(way for way in (contact.phone, contact.email, contact.url_in_words) if way)
