"""What the desk shows of one pair: how it is and why, when they met and meet, what was sent, what coordinators noted.

Dates and nothing else: no agenda, no note of the two, no goal (D-23). A facilitator sees how the pair is and since when.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from agreements.models.hours import Rhythm
from matching.models import MatchStatus
from meetings.emails.letters import KINDS
from meetings.models import PairLetter, PairNote
from meetings.pairs import health_words, pair_health
from meetings.pairs.health import UNTOLD, Health, PairState
from notifications.models import Message, Status
from people import policy
from people.policy import Action

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from meetings.models import Pair
    from people.models import User

TONES = {Health.NEEDS_CHECK_IN: "wait", Health.ON_TRACK: "good"}
WITH_PEOPLE = ("author", "match__mentor__user", "match__mentee__user")


@dataclass(frozen=True)
class Sent:
    """One thing that went, or goes, to the two; `by` is empty for what goes by itself."""

    what: str
    people: list[User]
    at: datetime
    on: date
    by: User | None
    text: str
    state: str


@dataclass(frozen=True)
class PairPage:
    """One pair. `acts`: the reader may write, note and end; only then are dates of meetings, mails and notes here."""

    match: Pair
    state: PairState
    why: list[str]
    rhythm: str
    flagged_on: date | None
    ended_on: date | None
    met_on: date | None
    next_on: date | None
    sent: list[Sent]
    notes: QuerySet[PairNote]
    reachable: list[User]
    gone: list[User]
    acts: bool

    @property
    def tone(self) -> str:
        """The colour of the state."""
        return TONES.get(self.state.health, "info") if self.state.health else "info"

    @property
    def runs(self) -> bool:
        """Whether the pair still meets, or should."""
        return self.match.status == MatchStatus.ACTIVE


def page_of(match: Pair, *, user: User, now: datetime) -> PairPage:
    """Return what the person may see of a pair, with both people on it."""
    acts = policy.allows(user, Action.RUN_MATCHING, match)
    pair = pair_health.with_dates(pair_health.bare(type(match).objects.filter(pk=match.pk)), now=now).first()
    state = pair_health.state_of(pair, now=now) if pair else UNTOLD
    rhythm = Rhythm(getattr(pair, "rhythm", None) or Rhythm.WEEKLY)
    people = [match.mentee.user, match.mentor.user]
    reachable = [person for person in people if person.is_here(now)]
    return PairPage(
        match=match,
        state=state,
        why=health_words.why(state, rhythm=rhythm),
        rhythm=str(rhythm.label),
        flagged_on=_day(state.flagged_at, user),
        ended_on=_day(match.ended_at, user),
        met_on=_day(getattr(pair, "last_held_at", None), user) if acts else None,
        next_on=_day(getattr(pair, "next_at", None), user) if acts else None,
        sent=sent_to(match, user) if acts else [],
        notes=PairNote.objects.managed_by(user).filter(match=match).select_related("author"),
        reachable=reachable,
        gone=[person for person in people if person not in reachable],
        acts=acts,
    )


def sent_to(match: Pair, reader: User) -> list[Sent]:
    """Return what went to the two because they do not meet, the newest first; in three queries."""
    letters = list(PairLetter.objects.filter(match=match).select_related(*WITH_PEOPLE))
    messages = Message.objects.exclude(status=Status.SUPERSEDED).select_related("recipient")
    mails = messages.filter(kind__in=KINDS.values(), subject_id__in=[str(letter.pk) for letter in letters])
    by_letter: dict[str, list[Message]] = {}
    for mail in mails:
        by_letter.setdefault(mail.subject_id, []).append(mail)
    sent = [
        _sent(
            letter.get_kind_display(),
            letter.recipients,
            letter.written_at,
            by_letter.get(str(letter.pk), []),
            reader,
            letter,
        )
        for letter in letters
    ]
    asked: dict[tuple[str, str], list[Message]] = {}
    for mail in messages.filter(kind="meetings.check_in", subject_id=str(match.pk)).order_by("queued_at", "pk"):
        asked.setdefault((mail.key.rpartition(":")[2], str(mail.status)), []).append(mail)
    for some in asked.values():
        people, sent_at = [mail.recipient for mail in some], some[0].sent_at or some[0].queued_at
        sent.append(_sent(_("Asked how it is going"), people, sent_at, some, reader))
    return sorted(sent, key=lambda letter: letter.at, reverse=True)


def _sent(
    what: str, people: list[User], at: datetime, mails: list[Message], reader: User, letter: PairLetter | None = None
) -> Sent:
    return Sent(
        what=what,
        people=people,
        at=at,
        on=at.astimezone(reader.zone).date(),
        by=letter.author if letter else None,
        text=letter.text if letter else "",
        state=_state(mails),
    )


def _day(moment: datetime | None, reader: User) -> date | None:
    return moment.astimezone(reader.zone).date() if moment else None


def _state(mails: list[Message]) -> str:
    """Say whether the mails of one letter went out."""
    if not mails:
        return _("Not sent: it was no longer needed")
    states = {mail.status for mail in mails}
    if Status.DEAD in states:
        return _("Could not be delivered")
    return _("Sent") if states == {Status.SENT} else _("Goes out in their working hours")
