"""A supervisor names somebody from their own team; the person decides (P-07, P-16)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from people import audit
from people.status import before_move, move
from pool import emails
from pool.errors import PoolError
from pool.joining.participants import Joining, lock
from pool.models import Mentee, MenteeStatus, Mentor, MentorStatus
from programs.models import Program

if TYPE_CHECKING:
    from datetime import date, datetime

    from people.models import User
    from programs.models import Cohort

# Those who are not there, and can be named (again).
AGAIN = {*before_move(Mentor, MentorStatus.NOMINATED), *before_move(Mentee, MenteeStatus.NOMINATED)}


@dataclass(frozen=True)
class DirectReport:
    """Somebody of one's own team, and why they cannot be nominated; no reason if they can."""

    user: User
    reason: str


def team_for(side: type[Mentor | Mentee], place: Program | Cohort, *, by: User, on: date) -> list[DirectReport]:
    """Return a supervisor's own team by name, each with what stands against naming them as mentor or mentee there."""
    team = list(by.reports.employed(on).select_related("level", "department", "site").order_by("name", "pk"))
    rows = side.objects.filter(**{side.place_name: place})
    taken = set(rows.filter(user__in=team).exclude(status__in=AGAIN).values_list("user", flat=True))
    try:
        guidelines = side.nomination_rules(place)  # type: ignore[arg-type]  # of this side
    except PoolError as error:
        return [DirectReport(user, str(error)) for user in team]
    return [
        DirectReport(user, already(user) if user.pk in taken else side.against_nomination(guidelines, user, on=on))
        for user in team
    ]


def already(user: User) -> str:
    """Say that somebody need not be named any more."""
    return _("%(name)s has already been nominated or has joined.") % {"name": user}


@transaction.atomic
def nominate(program: Program, *, user: User, by: User, now: datetime) -> Mentor:
    """Name somebody of one's own team as a mentor. They get a mail and confirm, or not."""
    own_report(user, by)
    if reason := Mentor.against_nomination(Mentor.nomination_rules(program), user, on=now.date()):
        raise PoolError(reason)
    mentor = _put_forward(Mentor(program=program, user=user), by=by, now=now)
    audit.record("mentor.nominated", mentor, by=by, now=now)
    emails.mentor_nominated(mentor, now=now)
    return mentor


@transaction.atomic
def nominate_mentee(cohort: Cohort, *, user: User, by: User, now: datetime) -> Mentee:
    """Name somebody of one's own team as a mentee. They get a mail and confirm, or not."""
    own_report(user, by)
    if reason := Mentee.against_nomination(Mentee.nomination_rules(cohort), user, on=now.date()):
        raise PoolError(reason)
    mentee = _put_forward(Mentee(cohort=cohort, user=user), by=by, now=now)
    audit.record("mentee.nominated", mentee, by=by, now=now)
    emails.mentee_nominated(mentee, now=now)
    return mentee


def _put_forward(person: Joining, *, by: User, now: datetime) -> Joining:
    """Save a nomination, on the row that the person may have had before."""
    place = {person.place_name: getattr(person, person.place_name)}
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
        move(row, MentorStatus.NOMINATED, PoolError(already(row.user)))
        row.nominated_by, row.nominated_at = by, now
        row.save(update_fields=["status", "nominated_by", "nominated_at"])
    return cast("Joining", row)


@transaction.atomic
def turn_down(person: Mentor | Mentee, *, by: User, now: datetime) -> None:
    """Say no to a nomination, without a reason."""
    person = lock(person)
    if person.user_id != by.pk:
        raise PermissionDenied
    if person.status != MentorStatus.NOMINATED:
        raise PoolError(_("There is no nomination to answer."))
    move(person, MentorStatus.WITHDRAWN)
    person.save(update_fields=["status"])
    audit.record(f"{person._meta.model_name}.turned_down", person, by=by, now=now)


def own_report(user: User, by: User) -> None:
    """Only the immediate supervisor may nominate somebody."""
    if user.supervisor_id != by.pk:
        raise PermissionDenied
