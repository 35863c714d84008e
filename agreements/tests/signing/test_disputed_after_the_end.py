"""A signature that is disputed when the pair ends: the coordinator is asked about it until it is answered (A-24, H-19)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from agreements.desk.items import desk_items
from agreements.errors import AgreementError
from agreements.models import AgreementVersion, Dispute
from agreements.record import chain
from agreements.signing import disputes
from agreements.tests.stories import coordinator_of, in_force, mails_to, request_of, sign, with_supervisors
from agreements.verification import walk
from matching.pairs import relationships
from people.models import User
from pool.tests.pages import text

if TYPE_CHECKING:
    from datetime import datetime

    from django.test import Client

pytestmark = pytest.mark.django_db
ROLE = "mentee_supervisor"


def ended(point: str, *, now: datetime) -> tuple[AgreementVersion, Dispute]:
    """Return a version that was out for signature or in force, disputed, with a pair that has ended since."""
    version = in_force(now=now) if point == "in force" else with_supervisors(now=now)
    if point == "out for signature":
        sign(version, ROLE, now=now)
    dispute = disputes.say_not_me(request_of(version, ROLE), now=now)
    relationships.end_early(version.match, by=version.match.mentee.user, now=now)
    return version, dispute


def lines(user: User, *, now: datetime) -> set[str]:
    return {item.key for item in desk_items(user, now=now)}


@pytest.mark.parametrize("point", ["out for signature", "in force"])
@pytest.mark.parametrize("found", ["right", "not theirs"])
def test_h19_a_dispute_stays_on_the_desk_after_the_end_until_it_is_answered(
    client: Client, point: str, found: str, now: datetime
) -> None:
    version, dispute = ended(point, now=now)
    coordinator = coordinator_of(version)
    User.objects.filter(pk=coordinator.pk).update(is_staff=True)
    client.force_login(User.objects.get(pk=coordinator.pk))
    assert "agreements.disputed" in lines(coordinator, now=now)
    page = text(client.get(reverse("admin:agreements_agreement_change", args=[version.agreement_id])))
    assert "The mentoring has ended, and this still needs an answer." in page

    name = "confirm" if found == "right" else "void"
    answer = reverse(f"admin:agreements_agreement_{name}", args=[version.agreement_id])
    client.post(answer, {"reason": "I talked to her."})

    dispute.refresh_from_db()
    assert dispute.outcome == (Dispute.Outcome.CONFIRMED if found == "right" else Dispute.Outcome.VOID)
    assert (dispute.decided_by, dispute.remark) == (coordinator, "I talked to her.")
    assert "agreements.disputed" not in lines(coordinator, now=now)
    assert chain.verify(version.agreement) is None
    assert list(walk.verify_all(now=now).problems) == []


def test_a24_what_still_counts_is_taken_back_and_not_only_answered(now: datetime) -> None:
    version, dispute = ended("in force", now=now)

    with pytest.raises(AgreementError, match="take the agreement back"):
        disputes.uphold(dispute, remark="Seen.", by=coordinator_of(version), now=now)


def test_a24_the_two_hear_what_was_found_and_not_that_anything_goes_on(now: datetime) -> None:
    version, dispute = ended("in force", now=now)
    mails_to(version.match.mentee.user, now=now)

    disputes.confirm(dispute, remark="Seen.", by=coordinator_of(version), now=now)

    last = mails_to(version.match.mentee.user, now=now)[-1]
    assert last.subject.startswith("Verified: your agreement")
    assert "it is genuine" in last.body
    assert "goes on" not in last.subject + last.body


def test_a24_what_was_said_again_is_answered_after_the_end_too(now: datetime) -> None:
    version = in_force(now=now)
    dispute = disputes.say_not_me(request_of(version, ROLE), now=now)
    disputes.confirm(dispute, remark="Seen.", by=coordinator_of(version), now=now)
    disputes.say_not_me(request_of(version, ROLE), now=now)
    relationships.end_early(version.match, by=version.match.mentee.user, now=now)
    assert "agreements.disputed_again" in lines(coordinator_of(version), now=now)

    disputes.keep(dispute, by=coordinator_of(version), now=now)

    assert "agreements.disputed_again" not in lines(coordinator_of(version), now=now)
