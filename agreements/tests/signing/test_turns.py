"""Who is asked when (A-22): the order is the program's, and nobody is asked before their turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from agreements.models import AgreementVersion, SigningToken
from agreements.signing.supervisors import handover
from agreements.tests.stories import GOAL, coordinator_of, mails_to, request_of, sent, sign, under
from agreements.writing import drafts

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db


def out(order: str, now: datetime) -> AgreementVersion:
    """An agreement that goes out under guidelines with this order."""
    match = under(signing_order=order)
    version = drafts.open_draft(match, now=now)
    drafts.set_goals(version, goals=[GOAL], by=match.mentee.user, now=now)
    return drafts.send_for_signature(version, by=match.mentee.user, now=now)


def asked(version: AgreementVersion) -> set[str]:
    return set(version.requests.awaiting().values_list("role", flat=True))


def test_a22_one_after_the_other(now: datetime) -> None:
    version = out("one_by_one", now)

    seen = []
    for role in ("mentee", "mentor", "mentee_supervisor", "mentor_supervisor"):
        seen.append(asked(version))
        sign(version, role, now=now)

    assert seen == [{"mentee"}, {"mentor"}, {"mentee_supervisor"}, {"mentor_supervisor"}]
    version.refresh_from_db()
    assert version.status == "in_force"


def test_a22_all_at_the_same_time(now: datetime) -> None:
    version = out("together", now)

    assert asked(version) == {"mentee", "mentor", "mentee_supervisor", "mentor_supervisor"}
    for role in ("mentor_supervisor", "mentee", "mentee_supervisor", "mentor"):
        sign(version, role, now=now)
    version.refresh_from_db()
    assert version.status == "in_force"


def test_a22_waiving_one_lets_the_next_have_their_turn(now: datetime) -> None:
    version = out("one_by_one", now)
    for role in ("mentee", "mentor"):
        sign(version, role, now=now)
    coordinator = coordinator_of(version)

    handover.waive(
        request_of(version, "mentee_supervisor"),
        reason="On leave.",
        by=coordinator,
        agreed_by=version.match.mentee.user,
        now=now,
    )

    assert asked(version) == {"mentor_supervisor"}


def test_a22_before_their_turn_supervisors_have_no_mail_no_link_and_no_page(client: Client, now: datetime) -> None:
    version = sent(now=now)
    waiting = request_of(version, "mentee_supervisor")

    assert mails_to(waiting.signer, now=now) == []
    assert not SigningToken.objects.filter(request=waiting).exists()
    client.force_login(waiting.signer)
    assert client.get(reverse("agreements:sign", args=[waiting.pk])).status_code == 404
