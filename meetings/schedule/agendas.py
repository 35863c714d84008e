"""The agenda of a meeting, which both write, and ideas for it (P-30)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.errors import MeetingError
from meetings.models import Meeting
from people import audit

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.functional import _StrPromise

    from people.models import User

FIRST: list[_StrPromise] = [
    gettext_lazy("Get to know each other: your work, your way here, what gives you energy."),
    gettext_lazy("What should be different when you meet for the last time?"),
    gettext_lazy("Agree how you give each other feedback, and what stays between you."),
]
EARLY: list[_StrPromise] = [
    gettext_lazy("What have you tried since last time, and what came of it?"),
    gettext_lazy("One situation from this week: what happened, what else could you have done?"),
    gettext_lazy("Something that the mentor learnt lately, and how."),
]
MIDDLE: list[_StrPromise] = [
    gettext_lazy("Look at your goals together: what is moving, what is stuck?"),
    gettext_lazy("Who else could help with the next step?"),
    gettext_lazy("What does the mentor take away from these meetings?"),
]
LAST: list[_StrPromise] = [
    gettext_lazy("What did each of you learn? What will you keep doing?"),
    gettext_lazy("Which goals did you reach, and how do you know?"),
    gettext_lazy("How do you want to stay in touch?"),
]
EARLY_MEETINGS, LAST_MEETINGS = 4, 2


def ideas_for(meeting: Meeting, *, meetings_in_all: int) -> list[_StrPromise]:
    """Return questions that suit a meeting's place in the relationship."""
    if meeting.number == 1:
        return FIRST
    if meeting.number > meetings_in_all - LAST_MEETINGS:
        return LAST
    return EARLY if meeting.number <= EARLY_MEETINGS else MIDDLE


def fingerprint(meeting: Meeting) -> str:
    """Return a short mark of the agenda as it stands, so that two people who write at once do not overwrite each other.

    Not `web.newer`: the process compares under the row's lock, and a save without the mark is refused. What each typed
    is added to one text, so there is no choice between two.
    """
    return hashlib.sha256(meeting.agenda.encode()).hexdigest()[:16]


@transaction.atomic
def write_agenda(meeting: Meeting, *, text: str, seen: str, by: User, now: datetime) -> Meeting:
    """Write the agenda that both see. `seen` is the fingerprint of the agenda that the writer had before them."""
    meeting = Meeting.objects.with_people().select_for_update(of=("self",)).get(pk=meeting.pk)
    if not meeting.match.includes(by):
        raise MeetingError(_("Only the two people who meet can write its agenda."))
    if seen != fingerprint(meeting):
        other = meeting.match.other(by).first_name
        raise MeetingError(
            _("%(name)s has changed the agenda in the meantime. Add your points to it below.") % {"name": other}
        )
    if text.strip() == meeting.agenda:
        return meeting
    meeting.agenda = text.strip()
    meeting.save(update_fields=["agenda"])
    audit.record("meeting.agenda_written", meeting, by=by, now=now)
    return meeting
