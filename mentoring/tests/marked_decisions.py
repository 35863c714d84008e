"""Agreements of the marked organisation about whose signatures much was decided, and where what was written comes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from agreements.signing import decisions as signing
from agreements.signing import disputes, voiding
from agreements.signing.supervisors import handover, second_word
from agreements.tests.stories import coordinator_of, person, request_of, with_supervisors
from people.authentication import identities
from people.models import User

if TYPE_CHECKING:
    from datetime import datetime

    from agreements.models import AgreementVersion


@dataclass(frozen=True)
class Page:
    """A page to be opened, and by whom: the sweep opens one of each kind, and would not meet just this one."""

    who: str
    user: User
    where: str


def decisions(*, administrator: User, now: datetime) -> tuple[list[Page], AgreementVersion]:
    """Hand over, dispute, propose, take back and refuse; return the pages, and the version for a certificate."""
    settled, gone = with_supervisors(now=now), with_supervisors(now=now)
    runs, mentee = coordinator_of(settled), settled.match.mentee.user
    User.objects.filter(pk__in=[runs.pk, coordinator_of(gone).pk]).update(is_staff=True)
    asked = handover.hand_over(
        request_of(settled, "mentee_supervisor"),
        to=person("Tess Deputy"),
        reason="On leave.",
        by=runs,
        agreed_by=mentee,
        now=now,
    )
    signing.say_wrong_person(asked, note="Ask Bea.", now=now)
    proposal = second_word.decide(request_of(settled, "mentor_supervisor"), to=None, reason="Left.", by=runs, now=now)
    assert proposal is not None
    doubted = request_of(settled, "mentee")
    disputes.confirm(disputes.say_not_me(doubted, now=now), remark="Asked in person.", by=runs, now=now)
    disputes.say_not_me(doubted, now=now)
    voiding.void(gone, reason="Other hours.", by=coordinator_of(gone), now=now)
    refused = identities.note_attempt(mentee, provider="provider", uid="uid", now=now)
    desk, one = "admin:agreements_agreement", settled.agreement_id
    runs, runs_gone = (User.objects.get(pk=coordinator_of(version).pk) for version in (settled, gone))
    return [
        Page("their coordinator", runs, reverse(f"{desk}_change", args=[one])),
        Page("their coordinator", runs, reverse(f"{desk}_second", args=[one, proposal.pk])),
        Page("their coordinator", runs, reverse(f"{desk}_look_again", args=[one])),
        Page("their mentee", mentee, reverse("agreements:second", args=[proposal.pk])),
        Page("coordinator of what is void", runs_gone, reverse(f"{desk}_change", args=[gone.agreement_id])),
        Page("mentee of what is void", gone.match.mentee.user, reverse("agreements:show", args=[gone.match.pk])),
        Page("administrator", administrator, reverse("admin:people_identityreplacement_change", args=[refused.pk])),
    ], settled
