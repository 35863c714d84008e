"""Who is named to sign a draft is read by someone else before it goes out (A-16)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.documents.certificate import naming
from agreements.errors import AgreementError
from agreements.signing.supervisors import handover
from agreements.tests.deciding import ROLE, carla
from agreements.tests.stories import (
    drafted,
    person,
    request_of,
)
from agreements.writing import drafts
from people.policy import Role
from programs.tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


def test_a16_a_coordinator_names_no_signer_of_a_draft_that_is_themselves(now: datetime) -> None:
    version = drafted(now=now, mentee_user=person("Ada Head", supervisor=None))

    with pytest.raises(AgreementError, match="cannot name yourself"):
        handover.choose_signer(version.agreement, whose="mentee", signer=carla(version), by=carla(version), now=now)


def test_a16_the_two_read_who_was_named_before_they_send(client: Client, now: datetime) -> None:
    version = drafted(now=now, mentee_user=person("Ada Head", supervisor=None))
    board = person("Bo Board")
    handover.choose_signer(version.agreement, whose="mentee", signer=board, by=carla(version), now=now)
    client.force_login(version.match.mentee.user)

    page = client.get(reverse("agreements:check", args=[version.match.pk])).content.decode()

    assert "Bo Board" in page
    assert "(named by Carla Coordinator)" in page
    assert version.agreement.events.get(kind="signer_chosen").data["signer"] == board.pk
    drafts.send_for_signature(version, by=version.match.mentee.user, now=now)


def test_a16_the_two_send_with_the_signer_whom_they_have_read_and_no_other(client: Client) -> None:
    now = timezone.now() - timedelta(minutes=20)
    version = drafted(now=now, mentee_user=person("Ada Head", supervisor=None))
    choose: dict[str, Any] = {"whose": "mentee", "by": carla(version), "now": now}
    handover.choose_signer(version.agreement, signer=person("Bo Board"), **choose)
    client.force_login(version.match.mentee.user)
    check, send = (reverse(f"agreements:{name}", args=[version.match.pk]) for name in ("check", "send"))
    seen = client.get(check).context["seen"]
    handover.choose_signer(version.agreement, signer=person("Ken Crony"), **choose)

    for data in ({"seen": seen}, {}):
        answered = client.post(send, data, follow=True).content.decode()
        assert "who is asked to sign it, has changed" in answered
        assert "Ken Crony" in answered
    version.refresh_from_db()
    assert version.status == "draft"

    client.post(send, {"seen": client.get(check).context["seen"]})
    assert request_of(version, ROLE).signer.name == "Ken Crony"


def test_a16_a_coordinator_of_the_pair_who_named_the_signer_does_not_send_it(now: datetime) -> None:
    version = drafted(now=now, mentee_user=person("Ada Head", supervisor=None))
    mentee, mentor = version.match.mentee.user, version.match.mentor.user
    MembershipFactory.create(program=version.match.cohort.program, user=mentor, role=Role.COORDINATOR)
    handover.choose_signer(version.agreement, whose="mentee", signer=person("Bo Board"), by=mentor, now=now)

    with pytest.raises(AgreementError, match="You have named someone who signs here, so Ada Head has to"):
        drafts.send_for_signature(version, by=mentor, now=now)
    drafts.send_for_signature(version, by=mentee, now=now)

    request = request_of(version, ROLE)
    said = " ".join(naming(request, [*version.agreement.events.order_by("sequence")]))
    assert f"Named by {mentor.name}" in said
    assert "Ada Head read the name and sent the agreement out for signature." in said
