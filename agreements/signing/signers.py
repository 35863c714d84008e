"""Who signs: the two, and their supervisors of this moment (A-22)."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from agreements.errors import AgreementError
from agreements.models import AgreementVersion, SignerChoice, SignerRole, StandsIn
from agreements.models.signature import PAIR, Signer
from people.models import User
from people.policy import Role

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from matching.models import Match


def supervisor_of(user: User, *, on: date) -> User | None:
    """Return the supervisor whom the directory names, if they still work here."""
    supervisor = user.supervisor
    return supervisor if supervisor and supervisor.is_employed(on) else None


def stand_in(match: Match, *, on: date) -> User:
    """Return who signs for a missing supervisor: the program's first coordinator, else an administrator."""
    outside = User.objects.employed(on).exclude(pk__in=[match.mentor.user_id, match.mentee.user_id])
    coordinators = outside.filter(
        memberships__program=match.cohort.program,
        memberships__role=Role.COORDINATOR.value,
        memberships__ended_at__isnull=True,
    ).order_by("memberships__added_at", "pk")
    person = coordinators.first() or outside.filter(is_organization_administrator=True).order_by("pk").first()
    if person is None:
        raise AgreementError(
            _(
                "One of you has no supervisor in the directory, and nobody in the program can sign instead. Please ask HR."
            )
        )
    return person


def chosen_for(match: Match, *, on: date) -> dict[str, User]:
    """Return whom a coordinator has named to sign where the directory names no supervisor, if they still work here."""
    choices = SignerChoice.objects.filter(agreement__match=match).select_related("signer__site")
    return {choice.whose: choice.signer for choice in choices if choice.signer.is_employed(on)}


def choices_for(match: Match, signers: Iterable[Signer]) -> list[SignerChoice]:
    """Return the coordinators' choices that these signers come of."""
    stand_ins = [signer.user.pk for signer in signers if signer.stands_in]
    choices = SignerChoice.objects.filter(agreement__match=match, signer__in=stand_ins) if stand_ins else []
    return [*choices]


def mark(text: str, signers: Iterable[Signer]) -> str:
    """Return what stands on a page for a text and those who are asked to sign it, no matter who named them."""
    asked = [[str(signer.role), str(signer.stands_in), signer.user.pk] for signer in signers]
    return hashlib.sha256(json.dumps([text, asked]).encode()).hexdigest()


# What supervisors agree to keep free. A change of anything else is between the two (P-28).
HOURS = ("weekday", "starts_at", "time_zone", "minutes", "rhythm", "starts_on", "until_on")


def concerns_supervisors(version: AgreementVersion) -> bool:
    """Whether a version needs the supervisors: the first does, and an amendment that moves hours or dates."""
    before = version.amends
    return before is None or any(getattr(before, name) != getattr(version, name) for name in HOURS)


def signers_of(version: AgreementVersion, *, on: date) -> list[Signer]:
    """Return everyone who has to sign this version, in order (P-27, P-28)."""
    signers = signers_for(version.match, on=on)
    return signers if concerns_supervisors(version) else [signer for signer in signers if signer.role in PAIR]


def signers_for(match: Match, *, on: date) -> list[Signer]:
    """Return mentee, mentor and their supervisors, in order. The same person signs once, for both."""
    mentee, mentor = match.mentee.user, match.mentor.user
    of_mentee, of_mentor = supervisor_of(mentee, on=on), supervisor_of(mentor, on=on)
    for supervisor in (of_mentee, of_mentor):
        if supervisor and supervisor.pk in {mentee.pk, mentor.pk}:
            raise AgreementError(
                _("%(name)s is the other person’s supervisor. People cannot mentor inside their own reporting line.")
                % {"name": supervisor.name}
            )
    chosen = chosen_for(match, on=on) if of_mentee is None or of_mentor is None else {}
    for_mentee = of_mentee or chosen.get("mentee") or stand_in(match, on=on)
    for_mentor = of_mentor or chosen.get("mentor") or stand_in(match, on=on)
    pair = [Signer(SignerRole.MENTEE, mentee), Signer(SignerRole.MENTOR, mentor)]
    missing_mentee, missing_mentor = of_mentee is None, of_mentor is None
    if for_mentee == for_mentor:
        own_supervisors = {
            (False, False): StandsIn.NOBODY,
            (True, False): StandsIn.MENTEE,
            (False, True): StandsIn.MENTOR,
            (True, True): StandsIn.BOTH,
        }
        return [
            *pair,
            Signer(SignerRole.SUPERVISOR_OF_BOTH, for_mentee, own_supervisors[missing_mentee, missing_mentor]),
        ]
    return [
        *pair,
        Signer(SignerRole.MENTEE_SUPERVISOR, for_mentee, StandsIn.MENTEE if missing_mentee else StandsIn.NOBODY),
        Signer(SignerRole.MENTOR_SUPERVISOR, for_mentor, StandsIn.MENTOR if missing_mentor else StandsIn.NOBODY),
    ]
