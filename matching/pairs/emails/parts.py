"""What mails about matching have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from matching.models import Match, MatchStatus
from notifications.links import absolute
from web import moments

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.functional import _StrPromise

    from notifications.models import Message
    from people.models import User

    Facts = list[tuple[str | _StrPromise, object]]


def own_match(message: Message, *statuses: MatchStatus) -> Match | None:
    """Return the recipient's match that a message is about, if it still stands where the message says."""
    own = Match.objects.visible_to(message.recipient).with_people().filter(status__in=statuses)
    # An order, as `first` asks for, costs more than the one row.
    return next(iter(own.filter(pk=message.subject_id).order_by()), None)


def match_page(match: Match) -> str:
    """Where the two read about their match."""
    return absolute(reverse("matching:match", args=[match.pk]))


def at_work(person: User) -> str:
    """Say what somebody does and where: job title, department, site."""
    return " · ".join(str(part) for part in (person.job_title, person.department, person.site) if part)


def moment(at: datetime | None, reader: User) -> str:
    """Say a moment in the reader's own time: “Tuesday 1 December 2026, 10:00 (Berlin)”."""
    return moments.spoken(at, reader.zone) if at else ""


def proposal_facts(match: Match, reader: User) -> Facts:
    """What a proposal says about the partner, and until when to answer."""
    partner = match.other(reader)
    facts: Facts = [(_("Your mentee") if match.is_mentor(reader) else _("Your mentor"), partner)]
    if at_work(partner):
        facts.append((_("At work"), at_work(partner)))
    return [*facts, (_("Program"), match.cohort.program), (_("Please answer by"), moment(match.reply_by, reader))]
