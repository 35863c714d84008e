"""Mails about a proposal: the question, the reminders, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from matching.models import Match, MatchStatus
from matching.models.match_status import CAME_TO_NOTHING
from matching.pairs.emails.parts import at_work, match_page, own_match, proposal_facts
from matching.pairs.progress import is_free_again
from notifications.links import absolute
from notifications.models import Category
from notifications.outbox import Button, Mail, prepare, queue, renders
from pool.models import Mentee
from programs.emails import addresses_of_coordinators

if TYPE_CHECKING:
    from datetime import datetime

    from matching.pairs.emails.parts import Facts
    from notifications.models import Message
    from people.models import User


def match_proposed(match: Match, *, recipient: User, now: datetime) -> Message:
    """Tell one of the two whom we propose, and ask for a yes or a no. Why is read on the page, never in a mail (E-24)."""
    return queue("matching.match_proposed", recipient=recipient, subject=match, now=now)


@renders("matching.match_proposed", title=_("Proposal"), category=Category.TRANSACTIONAL)
def _match_proposed(message: Message, *, now: datetime) -> Mail | None:
    return proposal_mail(message, "matching_match_proposed")


def answer_reminder(match: Match, *, recipient: User, last: bool, now: datetime) -> Message:
    """Remind one of the two to answer: after three days, and on the last day."""
    occurrence = f"last {match.reply_by:%Y-%m-%d}" if last else "first"
    return queue("matching.answer_reminder", recipient=recipient, subject=match, occurrence=occurrence, now=now)


@renders("matching.answer_reminder", title=_("Reminder to answer a proposal"), category=Category.PROGRAM)
def _answer_reminder(message: Message, *, now: datetime) -> Mail | None:
    return proposal_mail(message, "matching_answer_reminder")


def proposal_mail(message: Message, template: str) -> Mail | None:
    """Write about a proposal to someone who has not answered it."""
    match, reader = own_match(message, MatchStatus.PROPOSED), message.recipient
    if match is None or not match.can_be_answered_by(reader):
        return None
    return mail_about(match, reader, template)


def sample_of_proposal(match: Match, *, recipient: User, now: datetime) -> tuple[Message, Mail]:
    """Return the row and the mail that `match_proposed` would make of a match which is proposed in memory alone."""
    row = prepare("matching.match_proposed", recipient=recipient, subject=match, now=now)
    return row, mail_about(match, recipient, "matching_match_proposed")


def mail_about(match: Match, reader: User, template: str) -> Mail:
    """Write one of the two about the proposal."""
    return Mail(
        template,
        {
            "match": match,
            "partner": match.other(reader),
            "is_mentor": match.is_mentor(reader),
            "again": told_before(match),
            "can_extend": match.can_be_extended_by(reader),
        },
        button=Button(_("Read and answer"), match_page(match)),
        facts=proposal_facts(match, reader),
        reply_to=addresses_of_coordinators(match.cohort.program),
        thread=f"match.{match.pk}",
    )


def told_before(match: Match) -> bool:
    """Whether the mentee knows of an earlier proposal that came to nothing. Where the mentor said no first, they do not."""
    over = Match.objects.filter(mentee=match.mentee_id, status__in=CAME_TO_NOTHING)
    return over.known_to_mentees().exists()


def match_confirmed(match: Match, *, recipient: User, now: datetime) -> Message:
    """Tell one of the two that both have said yes."""
    return queue("matching.match_confirmed", recipient=recipient, subject=match, now=now)


@renders("matching.match_confirmed", title=_("Match confirmed"), category=Category.TRANSACTIONAL)
def _match_confirmed(message: Message, *, now: datetime) -> Mail | None:
    match, reader = own_match(message, MatchStatus.CONFIRMED, MatchStatus.ACTIVE), message.recipient
    if match is None:
        return None
    partner = match.other(reader)
    facts: Facts = [(_("Email"), partner.email)]
    if at_work(partner):
        facts.append((_("At work"), at_work(partner)))
    return Mail(
        "matching_match_confirmed",
        {"match": match, "partner": partner, "is_mentor": match.is_mentor(reader)},
        button=Button(_("Open your mentoring page"), match_page(match)),
        facts=facts,
        reply_to=[partner.email],
        thread=f"match.{match.pk}",
    )


def not_going_ahead(match: Match, *, recipient: User, now: datetime) -> Message:
    """Tell one of the two, without blame, that a proposal came to nothing."""
    return queue("matching.not_going_ahead", recipient=recipient, subject=match, now=now)


@renders("matching.not_going_ahead", title=_("Proposal not going ahead"), category=Category.TRANSACTIONAL)
def _not_going_ahead(message: Message, *, now: datetime) -> Mail | None:
    match, reader = own_match(message, *CAME_TO_NOTHING), message.recipient
    if match is None:
        return None
    return Mail(
        "matching_not_going_ahead",
        {
            "match": match,
            "partner": match.other(reader),
            "is_mentor": match.is_mentor(reader),
            "chooses": match.cohort.is_self_match,
            "is_free": is_free_again(match, is_mentor=match.is_mentor(reader)),
        },
        button=Button(_("See your status"), absolute(reverse("matching:mine"))),
        reply_to=addresses_of_coordinators(match.cohort.program),
        thread=f"match.{match.pk}",
    )


def waits(match: Match) -> bool:
    """Say whether the mentee of a proposal that came to nothing still waits for another."""
    return Mentee.objects.waiting().filter(pk=match.mentee_id).exists()


def no_next_choice(match: Match, *, now: datetime) -> Message:
    """Tell a mentee that a proposal came to nothing and that nobody else is free now."""
    return queue("matching.no_next_choice", recipient=match.mentee.user, subject=match, now=now)


@renders("matching.no_next_choice", title=_("No further choice"), category=Category.TRANSACTIONAL)
def _no_next_choice(message: Message, *, now: datetime) -> Mail | None:
    match = own_match(message, *CAME_TO_NOTHING)
    if match is None or not waits(match):
        return None
    return Mail(
        "matching_no_next_choice",
        {"match": match, "partner": match.mentor.user, "is_free": is_free_again(match, is_mentor=False)},
        button=Button(_("See your status"), absolute(reverse("pool:mentee", args=[match.mentee_id]))),
        reply_to=addresses_of_coordinators(match.cohort.program),
        thread=f"match.{match.pk}",
    )
