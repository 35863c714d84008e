"""Mails about joining: nominations, receipts, decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notifications.links import absolute
from notifications.models import Category
from notifications.outbox import Button, Mail, queue, renders
from pool.emails.parts import rhythm_of
from pool.models import Mentee, MenteeStatus, Mentor, MentorStatus
from programs.emails import addresses_of_coordinators
from programs.guideline_versions.plain_words import rhythm

if TYPE_CHECKING:
    from datetime import datetime

    from notifications.models import Message


def own_mentor(message: Message, *statuses: MentorStatus) -> Mentor | None:
    """Return the recipient's application that a message is about, if it still stands there."""
    own = Mentor.objects.visible_to(message.recipient).filter(pk=message.subject_id, status__in=statuses)
    return own.select_related("program", "nominated_by", "user").first()


def own_mentee(message: Message, *statuses: MenteeStatus) -> Mentee | None:
    """Return the recipient's sign-up that a message is about, if it still stands there."""
    own = Mentee.objects.visible_to(message.recipient).filter(pk=message.subject_id, status__in=statuses)
    return own.select_related("cohort__program", "cohort__guidelines", "nominated_by", "user").first()


def mentor_nominated(mentor: Mentor, *, now: datetime) -> Message:
    """Tell someone that their supervisor would like them to be a mentor (P-16)."""
    occurrence = f"{mentor.nominated_at:%Y-%m-%d}"
    return queue("pool.mentor_nominated", recipient=mentor.user, subject=mentor, occurrence=occurrence, now=now)


@renders("pool.mentor_nominated", title=_("Nomination as a mentor"), category=Category.TRANSACTIONAL)
def _mentor_nominated(message: Message, *, now: datetime) -> Mail | None:
    mentor = own_mentor(message, MentorStatus.NOMINATED)
    if mentor is None:
        return None
    return Mail(
        "pool_mentor_nominated",
        {"program": mentor.program, "nominated_by": mentor.nominated_by, "rhythm": rhythm_of(mentor.program)},
        button=Button(_("Read and decide"), absolute(reverse("pool:apply", args=[mentor.program.slug]))),
        facts=[(_("Program"), mentor.program), (_("Nominated by"), mentor.nominated_by)],
        reply_to=addresses_of_coordinators(mentor.program),
    )


def mentee_nominated(mentee: Mentee, *, now: datetime) -> Message:
    """Tell someone that their supervisor would like them to have a mentor (P-07)."""
    occurrence = f"{mentee.nominated_at:%Y-%m-%d}"
    return queue("pool.mentee_nominated", recipient=mentee.user, subject=mentee, occurrence=occurrence, now=now)


@renders("pool.mentee_nominated", title=_("Nomination as a mentee"), category=Category.TRANSACTIONAL)
def _mentee_nominated(message: Message, *, now: datetime) -> Mail | None:
    mentee = own_mentee(message, MenteeStatus.NOMINATED)
    if mentee is None:
        return None
    program, guidelines = mentee.cohort.program, mentee.cohort.guidelines
    return Mail(
        "pool_mentee_nominated",
        {"program": program, "nominated_by": mentee.nominated_by, "rhythm": guidelines and rhythm(guidelines)},
        button=Button(_("Read and decide"), absolute(reverse("pool:sign_up", args=[mentee.cohort_id]))),
        facts=[(_("Program"), program), (_("Nominated by"), mentee.nominated_by)],
        reply_to=addresses_of_coordinators(program),
    )


def application_sent(mentor: Mentor, *, now: datetime) -> Message:
    """Confirm to the applicant what they sent and what happens next (F-14)."""
    occurrence = f"{mentor.applied_at:%Y-%m-%d %H:%M}"
    return queue("pool.application_sent", recipient=mentor.user, subject=mentor, occurrence=occurrence, now=now)


@renders("pool.application_sent", title=_("New mentor application"), category=Category.TRANSACTIONAL)
def _application_sent(message: Message, *, now: datetime) -> Mail | None:
    mentor = own_mentor(message, MentorStatus.APPLIED, MentorStatus.ACCEPTED)
    if mentor is None:
        return None
    return Mail(
        "pool_application_sent",
        {"program": mentor.program},
        button=Button(_("See your application"), absolute(reverse("pool:mentor", args=[mentor.pk]))),
        facts=[(_("Program"), mentor.program), (_("Reference"), mentor.reference)],
        reply_to=addresses_of_coordinators(mentor.program),
    )


def application_decided(mentor: Mentor, *, now: datetime) -> Message:
    """Tell the applicant what the coordinator decided, and where the reasons stand (D-32)."""
    occurrence = f"{mentor.decided_at:%Y-%m-%d %H:%M}"
    return queue("pool.application_decided", recipient=mentor.user, subject=mentor, occurrence=occurrence, now=now)


@renders("pool.application_decided", title=_("Answer to a mentor application"), category=Category.TRANSACTIONAL)
def _application_decided(message: Message, *, now: datetime) -> Mail | None:
    mentor = own_mentor(message, MentorStatus.ACCEPTED, MentorStatus.DECLINED)
    if mentor is None:
        return None
    accepted = mentor.status == MentorStatus.ACCEPTED
    return Mail(
        "pool_application_accepted" if accepted else "pool_application_declined",
        {"program": mentor.program},
        button=Button(
            _("See what happens next") if accepted else _("Read the reason"),
            absolute(reverse("pool:mentor", args=[mentor.pk])),
        ),
        facts=[(_("Program"), mentor.program), (_("Reference"), mentor.reference)],
        reply_to=addresses_of_coordinators(mentor.program),
    )


def signed_up(mentee: Mentee, *, now: datetime) -> Message:
    """Confirm to a mentee that they are signed up and what happens next (F-14)."""
    occurrence = f"{mentee.enrolled_at:%Y-%m-%d %H:%M}"
    return queue("pool.signed_up", recipient=mentee.user, subject=mentee, occurrence=occurrence, now=now)


@renders("pool.signed_up", title=_("Sign-up received"), category=Category.TRANSACTIONAL)
def _signed_up(message: Message, *, now: datetime) -> Mail | None:
    mentee = own_mentee(message, MenteeStatus.ENROLLED)
    if mentee is None:
        return None
    program = mentee.cohort.program
    return Mail(
        "pool_signed_up",
        {"program": program, "cohort": mentee.cohort},
        button=Button(_("See who would be a good fit"), absolute(reverse("matching:suggestions", args=[mentee.pk])))
        if mentee.cohort.is_self_match
        else Button(_("See your sign-up"), absolute(reverse("pool:mentee", args=[mentee.pk]))),
        facts=[(_("Program"), program), (_("Cohort"), mentee.cohort.name), (_("Reference"), mentee.reference)],
        reply_to=addresses_of_coordinators(program),
    )
