"""“Please contact me” (D-09): named, to one chosen person, answered within two working days or passed on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from evaluation import emails
from evaluation.errors import EvaluationError
from evaluation.models import ContactRequest
from people import audit
from people.policy import Role
from programs.models import Membership

if TYPE_CHECKING:
    from matching.models import Match
    from people.models import User
    from programs.models import Program

WORKING_DAYS = 2
SATURDAY = 5
CHOSEN_FROM = (Role.COORDINATOR, Role.FACILITATOR)


def contacts_of(program: Program, *, but: User | None = None) -> list[tuple[User, Role]]:
    """Whom people of the program can ask for a call: its coordinators, then its facilitators."""
    held = Membership.objects.current().filter(program=program, role__in=CHOSEN_FROM, user__is_active=True)
    contacts: dict[int, tuple[User, Role]] = {}
    for row in held.exclude(user=but).select_related("user").order_by("role", "pk"):
        contacts.setdefault(row.user_id, (row.user, Role(row.role)))
    return list(contacts.values())


@transaction.atomic
def ask_for_contact(match: Match, *, user: User, to: User | None = None, now: datetime) -> ContactRequest:
    """Note the wish and tell the chosen person. A second wish to the same person waits in the first."""
    known = [person for person, _role in contacts_of(match.cohort.program, but=user)]
    chosen = to or next(iter(known), None)
    if chosen is None or chosen not in known:
        raise EvaluationError(_("Choose someone who runs the program."))
    request, made = ContactRequest.objects.get_or_create(
        match=match, user=user, to=chosen, answered_at=None, defaults={"asked_at": now}
    )
    if made:
        audit.record("contact.asked", request, by=user, now=now)
        emails.contact_asked(request, now=now)
    return request


@transaction.atomic
def answer_contact(request: ContactRequest, *, by: User, now: datetime) -> ContactRequest:
    """Note that someone has been in touch."""
    fresh = ContactRequest.objects.select_for_update().get(pk=request.pk)
    if fresh.answered_at is None:
        fresh.answered_at, fresh.answered_by = now, by
        fresh.save(update_fields=["answered_at", "answered_by"])
        audit.record("contact.answered", fresh, by=by, now=now)
    return fresh


@transaction.atomic
def escalate_contacts(*, now: datetime) -> int:
    """Pass on what was not answered within two working days to everyone who runs the program."""
    waiting = ContactRequest.objects.open().filter(escalated_at__isnull=True)
    # One that someone is answering just now is not passed on over their head.
    locked = waiting.with_people().select_for_update(of=("self",), skip_locked=True)
    rows = [row for row in locked if due_at(row.asked_at) <= now]
    ContactRequest.objects.filter(pk__in=[row.pk for row in rows]).update(escalated_at=now)
    for row in rows:
        audit.record("contact.escalated", row, by=None, now=now)
        for person, _role in contacts_of(row.match.cohort.program):
            emails.contact_escalated(row, person, now=now)
    return len(rows)


def due_at(asked_at: datetime) -> datetime:
    """Return until when a wish should be answered."""
    moment, days = asked_at, WORKING_DAYS
    while days:
        moment += timedelta(days=1)
        days -= moment.weekday() < SATURDAY
    return moment
