"""Who may sign in place of a supervisor, and where one person's word is not enough for it (A-16).

A supervisor's signature is worth something because a supervisor gives it. So anyone who hands a request to themselves, or
to someone who does not stand above the one for whom it is given, and anyone who does without it, needs a second person:
another coordinator of the program, or one of the two. A coordinator whom the first has made one this week is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from agreements.errors import AgreementError
from agreements.models import SignatureRequest, SignerRole, StandsIn
from people import policy
from people.models import User
from people.policy import Action, Role
from people.reporting import superiors
from programs.upkeep import committee

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from matching.models import Match

Line = dict[int, int | None]


class SecondPersonNeededError(AgreementError):
    """Nobody decides this alone."""


def reporting_line() -> Line:
    """Return who reports to whom, from one query over the whole directory."""
    return dict(User.objects.values_list("pk", "supervisor_id"))


def signed_for(request: SignatureRequest) -> list[User]:
    """Return for whom of the two a supervisor's request is."""
    match = request.version.match
    people = {
        SignerRole.MENTEE_SUPERVISOR.value: [match.mentee.user],
        SignerRole.MENTOR_SUPERVISOR.value: [match.mentor.user],
    }
    return people.get(request.role, [match.mentee.user, match.mentor.user])


def check(match: Match, user: User, *, people: list[User], now: datetime) -> None:
    """Refuse anyone who cannot sign for a supervisor of these people, no matter who agrees."""
    if match.includes(user):
        raise AgreementError(_("Mentor and mentee cannot sign in place of a supervisor."))
    if not user.is_here(now) or not user.email:
        raise AgreementError(_("%(name)s does not work here now, or has no email address.") % {"name": user.name})
    domain = user.email.rpartition("@")[2].lower()
    if settings.SIGNER_DOMAINS and domain not in settings.SIGNER_DOMAINS:
        raise AgreementError(
            _("Links for signing may go to %(domains)s only.") % {"domains": ", ".join(settings.SIGNER_DOMAINS)}
        )
    above = set(superiors(user.pk, reporting_line()))
    for person in people:
        # The head of all has nobody above: then a colleague who reports to them is better than nobody.
        if person.pk in above and person.supervisor_id:
            raise AgreementError(
                _("%(name)s reports to %(person)s and cannot sign in place of their supervisor.")
                % {"name": user.name, "person": person.name}
            )


def check_request(request: SignatureRequest, user: User, *, now: datetime) -> None:
    """Refuse anyone who cannot take over this request, no matter who agrees."""
    if user.pk == request.signer_id:
        raise AgreementError(_("%(name)s has already been asked.") % {"name": user.name})
    check(request.version.match, user, people=signed_for(request), now=now)
    others = request.version.requests.standing().exclude(pk=request.pk)
    if others.filter(signer=user).exists() and not stands_above(request, user, line=reporting_line()):
        raise AgreementError(
            _("%(name)s already signs this agreement. One person signs for both only as the supervisor of both.")
            % {"name": user.name}
        )


def stands_above(request: SignatureRequest, user: User, *, line: Mapping[int, int | None]) -> bool:
    """Whether someone stands above those for whom a request is, or above the supervisor who was asked first."""
    first = request.replaces_id is None and request.stands_in == StandsIn.NOBODY
    asked = set(superiors(request.signer_id, line)) if first else set()
    return all(user.pk in asked | set(superiors(person.pk, line)) for person in signed_for(request))


def needs_second(request: SignatureRequest, *, to: User | None, by: User) -> bool:
    """Whether handing a request to someone, or doing without it (`to` is None), needs a second person."""
    return to is None or to.pk == by.pk or not stands_above(request, to, line=reporting_line())


def may_second(request: SignatureRequest, user: User, *, to: User | None, by: User, now: datetime) -> bool:
    """Whether someone is a second person here: of the pair, or running the program, and neither `by` nor `to`.

    A coordinator is none whom `by` has only just appointed, or who was appointed by the same one (`committee.word_of`).
    """
    if user.pk in {by.pk, to.pk if to else None}:
        return False
    agreement = request.version.agreement
    if agreement.match.includes(user):
        return True
    program = agreement.match.cohort.program
    of_their_own = not committee.word_of(program, user, now=now) & committee.word_of(program, by, now=now)
    return of_their_own and policy.allows(user, Action.SEE_AGREEMENTS, agreement)


def seconds(request: SignatureRequest, *, to: User | None, by: User, now: datetime) -> list[User]:
    """Return the coordinators who may be the second person here, beside the two."""
    match = request.version.match
    others = [user for user in match.cohort.program.people_with(Role.COORDINATOR) if not match.includes(user)]
    return [user for user in others if user.is_here(now) and may_second(request, user, to=to, by=by, now=now)]


def only_the_pair(request: SignatureRequest, *, to: User | None, by: User, now: datetime) -> str:
    """Say what to do where no coordinator can be the second person, and nothing where one can."""
    if seconds(request, to=to, by=by, now=now):
        return ""
    match = request.version.match
    return _(
        "No other coordinator can agree to this now: there is none, or they were given the role within the last week. "
        "Please ask %(mentee)s or %(mentor)s; the question is on their home page and in an email to them."
    ) % {"mentee": match.mentee.user.name, "mentor": match.mentor.user.name}


def require_second(
    request: SignatureRequest, *, to: User | None, by: User, agreed_by: User | None, now: datetime
) -> None:
    """Refuse what one person decides alone where it needs two."""
    if not needs_second(request, to=to, by=by):
        return
    if agreed_by is None or not may_second(request, agreed_by, to=to, by=by, now=now):
        raise SecondPersonNeededError(
            _("A second person has to agree to this: another coordinator of the program, or one of the two.")
        )
