"""Becoming a mentee: sign up, rank mentors, change one's mind (P-19, P-21, P-22)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from people import audit
from people.status import move
from pool import emails
from pool.errors import PoolError
from pool.joining.participants import acknowledge, choose_topics, lock, require_owner, write
from pool.models import Mentee, MenteeStatus, Mentor, Preference
from pool.news import mentee_joined, mentee_leaving, mentee_left
from pool.not_with import keep_apart, stop_keeping_apart
from programs.guideline_versions.eligibility import mentee_problems
from programs.models.taking_part import Say
from web.fields.texts import paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from people.models import User
    from pool.models import Topic
    from programs.models import Cohort, Guidelines

__all__ = [
    "acknowledge",
    "begin_sign_up",
    "keep_apart",
    "rank_mentors",
    "save_sign_up",
    "sign_up",
    "stop_keeping_apart",
    "withdraw_mentee",
]

FIELDS = frozenset(
    {
        "wants",
        "why",
        "goals",
        "experience",
        "department_wish",
        "site_wish",
        "channels",
        "languages",
        "slots",
        "accessibility",
    }
)


def guidelines_of_cohort(cohort: Cohort, *, now: datetime) -> Guidelines:
    """Return the guidelines on which the cohort opened, while people can sign up to it."""
    if cohort.guidelines is None or not cohort.is_open_on(now.date()):
        raise PoolError(_("Enrolment for this cohort is not open."))
    return cohort.guidelines


@transaction.atomic
def begin_sign_up(cohort: Cohort, *, user: User, now: datetime) -> Mentee:
    """Begin, or go on with, a sign-up. Somebody who was nominated confirms by this."""
    mentee = Mentee.objects.select_for_update().filter(cohort=cohort, user=user).first()
    if mentee is not None and mentee.is_editable:
        return mentee
    guidelines = guidelines_of_cohort(cohort, now=now)
    nominated = mentee is not None and mentee.is_nominated
    if problems := mentee_problems(guidelines, user, on=now.date(), nominated=nominated):
        raise PoolError(paragraph(*problems))
    if mentee is None:
        languages = [code.lower() for code in user.languages]
        mentee, _new = Mentee.objects.get_or_create(
            cohort=cohort, user=user, defaults={"created_at": now, "languages": languages}
        )
    else:
        move(mentee, MenteeStatus.DRAFT, PoolError(_("You cannot sign up at the moment.")))
        mentee.save(update_fields=["status"])
    audit.record("mentee.begun", mentee, by=user, now=now)
    return mentee


@transaction.atomic
def save_sign_up(
    mentee: Mentee,
    *,
    by: User,
    now: datetime,
    topics: Iterable[Topic] | None = None,
    topics_back: Iterable[Topic] | None = None,
    **fields: Any,  # noqa: ANN401 - the fields of the row
) -> Mentee:
    """Save one step. What somebody changes after signing up counts in the next matching."""
    mentee = _editable(mentee, by)
    write(mentee, fields, allowed=FIELDS)
    choose_topics(mentee, topics, topics_back)
    if mentee.status == MenteeStatus.ENROLLED and (left := mentee.missing()):
        raise PoolError(left[0])
    return mentee


def _editable(mentee: Mentee, by: User) -> Mentee:
    mentee = lock(mentee)
    require_owner(mentee, by)
    if not mentee.is_editable:
        raise PoolError(_("You are not signed up."))
    return mentee


@transaction.atomic
def rank_mentors(mentee: Mentee, *, mentors: Sequence[Mentor], by: User, now: datetime) -> Mentee:
    """Replace the mentee's ranking: the first mentor is the first choice (P-22)."""
    mentee = _editable(mentee, by)
    guidelines = mentee.cohort.guidelines
    if guidelines is None or guidelines.mentee_say != Say.RANKED:
        raise PoolError(_("In this program, the coordinator proposes a mentor, and you may decline."))
    if len(mentors) > guidelines.preferences_max:
        raise PoolError(_("You can rank up to %(count)d mentors.") % {"count": guidelines.preferences_max})
    wanted = [mentor.pk for mentor in mentors]
    pool = Mentor.objects.in_pool().filter(pk__in=wanted, program=mentee.program).exclude(user=mentee.user_id)
    if len(set(wanted)) != len(wanted) or pool.count() != len(wanted):
        raise PoolError(_("Choose each mentor only once, from the pool of this program."))
    mentee.preferences.all().delete()
    Preference.objects.bulk_create(
        Preference(mentee=mentee, mentor=mentor, rank=rank, chosen_at=now)
        for rank, mentor in enumerate(mentors, start=1)
    )
    return mentee


@transaction.atomic
def sign_up(mentee: Mentee, *, by: User, now: datetime) -> Mentee:
    """Join the cohort for the matching."""
    mentee = lock(mentee)
    require_owner(mentee, by)
    guidelines = guidelines_of_cohort(mentee.cohort, now=now)
    left = mentee.missing()
    if mentee.acknowledged_id != guidelines.pk:
        left.append(_("Read what mentoring is and is not, then tick the box."))
    left += mentee_problems(guidelines, mentee.user, on=now.date(), nominated=mentee.is_nominated)
    if left:
        raise PoolError(paragraph(*left))
    move(mentee, MenteeStatus.ENROLLED, PoolError(_("You are already signed up.")))
    mentee.enrolled_at = now
    mentee.save(update_fields=["status", "enrolled_at"])
    audit.record("mentee.enrolled", mentee, by=by, now=now)
    emails.signed_up(mentee, now=now)
    mentee_joined.send(Mentee, mentee=mentee, now=now)
    return mentee


@transaction.atomic
def withdraw_mentee(mentee: Mentee, *, by: User, now: datetime) -> Mentee:
    """Leave the cohort. A proposal that is open is declined; a relationship has to end first."""
    mentee = lock(mentee)
    require_owner(mentee, by)
    mentee_leaving.send(Mentee, mentee=mentee, now=now)
    move(mentee, MenteeStatus.WITHDRAWN, PoolError(_("You have already left.")))
    mentee.save(update_fields=["status"])
    audit.record("mentee.withdrawn", mentee, by=by, now=now)
    mentee_left.send(Mentee, mentee=mentee, by=by, now=now)
    return mentee
