"""A supervisor names somebody from their own team; the person decides (P-07, P-16)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from matching import emails
from matching.errors import MatchingError
from matching.joining import Joining, guidelines_of
from matching.models import Mentee, Mentor, MentorStatus
from matching.models.mentee import TRANSITIONS as MENTEE_TRANSITIONS
from matching.models.mentor import TRANSITIONS as MENTOR_TRANSITIONS
from people import audit
from programs.eligibility import mentee_problems, mentor_problems
from programs.models.cohort import CohortStatus
from programs.models.taking_part import Entry

if TYPE_CHECKING:
    from datetime import datetime

    from people.models import User
    from programs.models import Cohort, Program

AGAIN = {"draft", "declined", "withdrawn", "completed"}


@transaction.atomic
def nominate(program: Program, *, user: User, by: User, now: datetime) -> Mentor:
    """Name somebody of one's own team as a mentor. They get a mail and confirm, or not."""
    own_report(user, by)
    guidelines = guidelines_of(program)
    if guidelines.mentor_entry == Entry.OPEN:
        raise MatchingError(_("In this program people apply themselves. Tell %(name)s about it.") % {"name": user})
    if problems := mentor_problems(guidelines, user, on=now.date(), nominated=True):
        raise MatchingError(" ".join(problems))
    mentor = _put_forward(Mentor(program=program, user=user), by=by, now=now)
    audit.record("mentor.nominated", mentor, by=by, now=now)
    emails.mentor_nominated(mentor, now=now)
    return mentor


@transaction.atomic
def nominate_mentee(cohort: Cohort, *, user: User, by: User, now: datetime) -> Mentee:
    """Name somebody of one's own team as a mentee. They get a mail and confirm, or not."""
    own_report(user, by)
    guidelines = cohort.guidelines
    if guidelines is None or cohort.status != CohortStatus.ENROLLING:
        raise MatchingError(_("The enrolment of this cohort is not open."))
    if guidelines.mentee_entry == Entry.OPEN:
        raise MatchingError(_("In this program people sign up themselves. Tell %(name)s about it.") % {"name": user})
    if problems := mentee_problems(guidelines, user, on=now.date(), nominated=True):
        raise MatchingError(" ".join(problems))
    mentee = _put_forward(Mentee(cohort=cohort, user=user), by=by, now=now)
    audit.record("mentee.nominated", mentee, by=by, now=now)
    emails.mentee_nominated(mentee, now=now)
    return mentee


def _put_forward(person: Joining, *, by: User, now: datetime) -> Joining:
    """Save a nomination, on the row that the person may have had before."""
    place = {"program": person.program} if isinstance(person, Mentor) else {"cohort": person.cohort}
    defaults = {
        "status": MentorStatus.NOMINATED,
        "nominated_by": by,
        "nominated_at": now,
        "created_at": now,
        "languages": [code.lower() for code in person.user.languages],
    }
    rows = type(person).objects.select_for_update()
    row, new = rows.get_or_create(**place, user=person.user, defaults=defaults)
    if not new:
        if row.status not in AGAIN:
            raise MatchingError(_("%(name)s is nominated or has joined already.") % {"name": row})
        row.status, row.nominated_by, row.nominated_at = MentorStatus.NOMINATED, by, now
        row.save(update_fields=["status", "nominated_by", "nominated_at"])
    return cast("Joining", row)


@transaction.atomic
def turn_down(person: Mentor | Mentee, *, by: User, now: datetime) -> None:
    """Say no to a nomination, without a reason."""
    if person.user_id != by.pk:
        raise PermissionDenied
    transitions = MENTOR_TRANSITIONS if isinstance(person, Mentor) else MENTEE_TRANSITIONS
    if person.status != MentorStatus.NOMINATED or MentorStatus.WITHDRAWN not in transitions[person.status]:
        raise MatchingError(_("There is no nomination to answer."))
    person.status = MentorStatus.WITHDRAWN
    person.save(update_fields=["status"])
    audit.record(f"{person._meta.model_name}.turned_down", person, by=by, now=now)


def own_report(user: User, by: User) -> None:
    """Only the immediate supervisor may nominate somebody."""
    if user.supervisor_id != by.pk:
        raise PermissionDenied
