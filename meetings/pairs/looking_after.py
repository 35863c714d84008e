"""Looking after a pair that does not meet: notes among coordinators, a mail to one or both, the people who can help.

Every process asks again who it is that acts and whether the pair still runs: pages outlive what they show.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from matching.models import MatchStatus
from matching.pairs.relationships import lock_match
from meetings import emails
from meetings.errors import MeetingError
from meetings.models import LetterKind, PairLetter, PairNote
from people import audit, policy
from people.policy import Action

if TYPE_CHECKING:
    from matching.models import Match
    from people.models import User

# So long after a relationship is over, what coordinators wrote about it and to it goes (E-16).
KEPT_AFTER_END = timedelta(days=90)
# The same words to the same people within this time are a button pressed twice.
TWICE = timedelta(minutes=10)


@transaction.atomic
def write_note(match: Match, *, text: str, by: User, now: datetime) -> PairNote:
    """Keep a note for the coordinators of the program; also about a pair that is over, until its notes are deleted."""
    match = _locked(match, by=by, now=now)
    if not text.strip():
        raise MeetingError(_("Write the note first."))
    if match.ended_at and match.ended_at <= now - KEPT_AFTER_END:
        raise MeetingError(_("This relationship ended too long ago. Notes about it have been deleted."))
    if earlier := PairNote.objects.filter(match=match, author=by, text=text, written_at__gt=now - TWICE).first():
        return earlier
    note = PairNote.objects.create(match=match, author=by, text=text, written_at=now)
    audit.record("pair.noted", match, by=by, now=now)
    return note


@transaction.atomic
def write_to(match: Match, *, to: Collection[User], text: str, kind: LetterKind, by: User, now: datetime) -> PairLetter:
    """Send a mail to one or both of a running pair. Refused where one of them cannot get it any more."""
    match = _locked(match, by=by, now=now)
    letter = unsent(match, to=to, text=text, kind=kind, by=by, now=now)
    same = PairLetter.objects.filter(match=match, author=by, text=letter.text, kind=kind, written_at__gt=now - TWICE)
    if same.filter(to_mentor=letter.to_mentor, to_mentee=letter.to_mentee).exists():
        raise MeetingError(_("You have just sent this message. It goes out once."))
    letter.save()
    for person in letter.recipients:
        emails.letter(letter, recipient=person, now=now)
    audit.record(
        "pair.written_to",
        match,
        by=by,
        now=now,
        kind=kind.value,
        people=[recipient.pk for recipient in letter.recipients],
    )
    return letter


def unsent(match: Match, *, to: Collection[User], text: str, kind: LetterKind, by: User, now: datetime) -> PairLetter:
    """Return the letter as it would be sent, not saved. Refused like the letter itself."""
    if match.status != MatchStatus.ACTIVE:
        raise MeetingError(_("This relationship has ended, so there is no one to write to about it."))
    if kind == LetterKind.WORD and not text.strip():
        raise MeetingError(_("Write the message first."))
    chosen = {recipient.pk for recipient in to}
    letter = PairLetter(
        match=match,
        author=by,
        kind=kind,
        text=text.strip(),
        written_at=now,
        to_mentor=match.mentor.user_id in chosen,
        to_mentee=match.mentee.user_id in chosen,
    )
    if not letter.recipients:
        raise MeetingError(_("Choose who gets the message."))
    for person in letter.recipients:
        if not person.is_here(now):
            raise MeetingError(
                _("%(name)s has left or cannot sign in at present, so no emails go to them.") % {"name": person.name}
            )
    return letter


def forget_old(*, now: datetime) -> int:
    """Delete what coordinators wrote about pairs that are over for long, and return how many texts went."""
    over = {"match__ended_at__lte": now - KEPT_AFTER_END}
    return sum(model._default_manager.filter(**over).delete()[0] for model in (PairNote, PairLetter))  # noqa: SLF001 - Django's own name


def _locked(match: Match, *, by: User, now: datetime) -> Match:
    """Lock the pair; only a coordinator of its program who still works here may go on."""
    match = lock_match(match)
    policy.require(by, Action.RUN_MATCHING, match)
    if not by.is_here(now):
        raise PermissionDenied
    return match
