"""Becoming a mentor: apply or confirm a nomination, send, be accepted, pause, leave (P-16)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from people import audit, policy
from people.policy import Action
from people.status import move
from pool import emails
from pool.errors import PoolError
from pool.joining.nominations import nominate
from pool.joining.participants import acknowledge, choose_topics, lock, require_owner, write
from pool.models import Mentor, MentorStatus
from pool.models.entry_rules import guidelines_of
from pool.news import mentor_leaving, mentor_left, mentor_paused, places_came_free
from programs.guideline_versions.eligibility import mentor_problems
from web.fields.texts import paragraph

__all__ = [
    "accept",
    "acknowledge",
    "begin_application",
    "decline_application",
    "nominate",
    "pause",
    "resume",
    "save_application",
    "send_application",
    "withdraw_mentor",
]

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from people.models import User
    from pool.models import Topic
    from programs.models import Program

FIELDS = frozenset(
    {
        "offers",
        "motivation",
        "wants_to_learn",
        "goals",
        "experience",
        "department_wish",
        "site_wish",
        "channels",
        "languages",
        "slots",
        "capacity",
        "accessibility",
    }
)


@transaction.atomic
def begin_application(program: Program, *, user: User, now: datetime) -> Mentor:
    """Begin, or go on with, an application. Somebody who was nominated confirms by this."""
    guidelines = guidelines_of(program)
    mentor = Mentor.objects.select_for_update().filter(program=program, user=user).first()
    if mentor is not None and mentor.status not in {
        MentorStatus.NOMINATED, MentorStatus.DECLINED, MentorStatus.WITHDRAWN
    }:  # fmt: skip
        return mentor
    nominated = mentor is not None and mentor.is_nominated
    if problems := mentor_problems(guidelines, user, on=now.date(), nominated=nominated):
        raise PoolError(paragraph(*problems))
    if mentor is None:
        languages = [code.lower() for code in user.languages]
        mentor, _new = Mentor.objects.get_or_create(
            program=program, user=user, defaults={"created_at": now, "languages": languages}
        )
    else:
        move(mentor, MentorStatus.DRAFT, PoolError(_("You cannot apply at the moment.")))
        mentor.save(update_fields=["status"])
    audit.record("mentor.begun", mentor, by=user, now=now)
    return mentor


@transaction.atomic
def save_application(
    mentor: Mentor,
    *,
    by: User,
    now: datetime,
    topics: Iterable[Topic] | None = None,
    topics_back: Iterable[Topic] | None = None,
    **fields: Any,  # noqa: ANN401 - the fields of the row
) -> Mentor:
    """Save one step. A mentor in the pool may change what they offer at any time."""
    mentor = lock(mentor)
    require_owner(mentor, by)
    if not mentor.is_editable:
        raise PoolError(_("Your application is with the coordinator. Withdraw it if you want to change it."))
    places = mentor.capacity
    write(mentor, fields, allowed=FIELDS)
    choose_topics(mentor, topics, topics_back)
    if mentor.status != MentorStatus.DRAFT and (left := mentor.missing()):
        raise PoolError(left[0])
    if mentor.status == MentorStatus.ACCEPTED and mentor.capacity > places:
        places_came_free.send(Mentor, program=mentor.program, now=now)
    return mentor


@transaction.atomic
def send_application(mentor: Mentor, *, by: User, now: datetime) -> Mentor:
    """Send the application to the coordinator."""
    mentor = lock(mentor)
    require_owner(mentor, by)
    guidelines = guidelines_of(mentor.program)
    left = mentor.missing()
    if mentor.latest_assessment() is None:
        left.append(_("Finish the self-assessment."))
    if mentor.acknowledged_id != guidelines.pk:
        left.append(_("Read what mentoring is and is not, then tick the box."))
    left += mentor_problems(guidelines, mentor.user, on=now.date(), nominated=mentor.is_nominated)
    if left:
        raise PoolError(paragraph(*left))
    move(mentor, MentorStatus.APPLIED, PoolError(_("This application has already been sent.")))
    mentor.applied_at, mentor.decided_at, mentor.decided_by, mentor.decision_reason = now, None, None, ""
    mentor.save(update_fields=["status", "applied_at", "decided_at", "decided_by", "decision_reason"])
    audit.record("mentor.applied", mentor, by=by, now=now)
    emails.application_sent(mentor, now=now)
    return mentor


def accept(mentor: Mentor, *, by: User, now: datetime, reason: str = "") -> Mentor:
    """Take an applicant into the pool."""
    return _decide(mentor, MentorStatus.ACCEPTED, reason=reason, by=by, now=now)


def decline_application(mentor: Mentor, *, reason: str, by: User, now: datetime) -> Mentor:
    """Not take an applicant, with a reason that the person reads (D-30, D-32)."""
    if not reason.strip():
        raise PoolError(_("Write a reason. The applicant will read it."))
    return _decide(mentor, MentorStatus.DECLINED, reason=reason, by=by, now=now)


@transaction.atomic
def _decide(mentor: Mentor, status: MentorStatus, *, reason: str, by: User, now: datetime) -> Mentor:
    mentor = lock(mentor)
    policy.require(by, Action.DECIDE_APPLICATIONS, mentor)
    if mentor.user_id == by.pk:
        raise PoolError(_("Someone else has to decide about your own application."))
    if mentor.status != MentorStatus.APPLIED:
        raise PoolError(_("%(name)s has no application waiting for a decision.") % {"name": mentor})
    move(mentor, status, PoolError(_("This application is not waiting for a decision.")))
    mentor.decided_at, mentor.decided_by, mentor.decision_reason = now, by, reason.strip()
    mentor.save(update_fields=["status", "decided_at", "decided_by", "decision_reason"])
    audit.record(f"mentor.{status.value}", mentor, by=by, now=now)
    emails.application_decided(mentor, now=now)
    if status == MentorStatus.ACCEPTED:
        places_came_free.send(Mentor, program=mentor.program, now=now)
    return mentor


@transaction.atomic
def pause(mentor: Mentor, *, by: User, now: datetime) -> Mentor:
    """Take no new mentees for a while. Relationships that run go on."""
    mentor = _change_status(
        mentor, MentorStatus.PAUSED, _("You are not in the mentor pool at the moment."), by=by, now=now
    )
    mentor_paused.send(Mentor, mentor=mentor, now=now)
    return mentor


@transaction.atomic
def resume(mentor: Mentor, *, by: User, now: datetime) -> Mentor:
    """Come back into the pool after a pause."""
    if mentor.status != MentorStatus.PAUSED:
        raise PoolError(_("You are not paused."))
    mentor = _change_status(mentor, MentorStatus.ACCEPTED, _("You are not paused."), by=by, now=now)
    places_came_free.send(Mentor, program=mentor.program, now=now)
    return mentor


@transaction.atomic
def withdraw_mentor(mentor: Mentor, *, by: User, now: datetime) -> Mentor:
    """Leave, or take an application back. Proposals that are open are declined; relationships have to end first."""
    require_owner(mentor, by)
    mentor_leaving.send(Mentor, mentor=mentor, now=now)
    mentor = _change_status(mentor, MentorStatus.WITHDRAWN, _("You have already left."), by=by, now=now)
    mentor_left.send(Mentor, mentor=mentor, by=by, now=now)
    return mentor


def _change_status(mentor: Mentor, status: MentorStatus, sentence: str, *, by: User, now: datetime) -> Mentor:
    mentor = lock(mentor)
    require_owner(mentor, by)
    move(mentor, status, PoolError(sentence))
    mentor.save(update_fields=["status"])
    audit.record(f"mentor.{status.value}", mentor, by=by, now=now)
    return mentor
