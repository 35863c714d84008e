"""The certificate pages: all that A-19 asks for, and nothing that could be used against someone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from agreements.documents import certificate, how_signed
from agreements.models import AgreementVersion, LinkPurpose, SignatureRequest, SigningSession, SigningToken
from agreements.signing import decisions
from agreements.signing.links import signing_links
from agreements.signing.supervisors import handover
from agreements.standing.progress import steps_of
from agreements.tests.stories import request_of, sign, with_supervisors
from agreements.text import wording
from people.models import User
from people.tests.factories import UserFactory

pytestmark = pytest.mark.django_db

BROWSER = "Mozilla/5.0 (X11; Linux x86_64)"


@pytest.fixture
def coordinator(version: AgreementVersion) -> User:
    return User.objects.get(name="Carla Coordinator")


@pytest.fixture
def version(now: datetime) -> AgreementVersion:
    """The two have signed; the mentee's supervisor, who works in Kolkata, signs by link."""
    version = with_supervisors(now=now)
    request = request_of(version, "mentee_supervisor")
    User.objects.filter(pk=request.signer_id).update(time_zone="Asia/Kolkata", email="jo.lee@example.org")
    request = request_of(version, "mentee_supervisor")
    signing_links.exchange(signing_links.mint(request, now=now + timedelta(minutes=1)), now=now + timedelta(minutes=2))
    decisions.sign(
        request,
        typed_name=request.signer.name,
        consent=True,
        now=now + timedelta(minutes=4),
        ip_address="203.0.113.9",
        user_agent=BROWSER,
    )
    return version


def pages_of(version: AgreementVersion, now: datetime) -> dict[str, Any]:
    version = AgreementVersion.objects.with_people().get(pk=version.pk)
    requests = list(version.requests.select_related("signer__site", "settled_by").order_by("pk"))
    for request in requests:
        request.version = version
    return certificate.certificate_of(version, requests, sealed_at=now, fingerprint="ab" * 32)


def facts_of(pages: dict[str, Any], number: int) -> dict[str, str]:
    return dict(pages["signers"][number]["facts"])


def test_a19_the_evidence_of_a_signature_by_link_is_complete(version: AgreementVersion, now: datetime) -> None:
    request = request_of(version, "mentee_supervisor")
    pages = pages_of(version, now)

    assert (pages["signers"][2]["name"], pages["signers"][2]["role"]) == (
        "Supervisor of Amara Okafor",
        "supervisor of Amara Okafor",
    )
    assert facts_of(pages, 2) == {
        "Address": "j•••@example.org",
        "Reference": request.reference,
        "Asked": "3 March 2026, 09:05:00 UTC · Kolkata 14:35:00 (UTC+05:30)",
        "Link sent": "3 March 2026, 09:01:00 UTC · Kolkata 14:31:00 (UTC+05:30)",
        "Link opened": "3 March 2026, 09:02:00 UTC · Kolkata 14:32:00 (UTC+05:30)",
        "Signed": "3 March 2026, 09:04:00 UTC · Kolkata 14:34:00 (UTC+05:30)",
        "Network address": "203.0.113.9",
        "Browser": BROWSER,
        "Text": f"version 1, {request.version.text_hash}",
        "Consent": f"version {request.consent_version}, {request.consent_hash}",
    }


def test_a19_the_pages_explain_how_each_signature_is_tied_to_its_person(
    version: AgreementVersion, now: datetime
) -> None:
    explained = pages_of(version, now)["explained"]

    assert explained[0].startswith("Amara Okafor, Jonas Lindqvist signed in their own accounts.")
    assert explained[1].startswith("Supervisor of Amara Okafor signed by a link.")
    assert "It does not show who sat at the keyboard" in explained[2]
    assert "It is not anyone’s signature" in explained[3]


def test_a19_the_pages_show_the_chain_and_its_head(version: AgreementVersion, now: datetime) -> None:
    pages = pages_of(version, now)
    last = version.agreement.events.order_by("-sequence")[0]

    assert len(pages["events"]) == last.sequence
    assert pages["events"][-1][0] == str(last.sequence)
    assert pages["events"][-1][3] == last.hash[:12]
    assert dict(pages["document"])["Its hash"] == last.hash
    assert "http://127.0.0.1:8000/verify/" in pages["check"]


def test_a19_every_step_of_handing_over_is_told(version: AgreementVersion, coordinator: User, now: datetime) -> None:
    request = request_of(version, "mentor_supervisor")
    for name, reason in (("Kim Nowak", "On leave."), ("Lee Ito", "On leave too.")):
        to = UserFactory.create(name=name)
        request = handover.hand_over(
            request, to=to, reason=reason, by=coordinator, agreed_by=version.match.mentee.user, now=now
        )
        request = SignatureRequest.objects.with_people().get(pk=request.pk)
    decisions.sign(request, typed_name="Lee Ito", consent=True, now=now + timedelta(hours=1))

    signers = pages_of(version, now)["signers"]
    assert [signer["name"] for signer in signers][3:] == ["Lee Ito"]
    first, agreed, second, agreed_again = signers[3]["history"]
    assert agreed == agreed_again == "Agreed to by Amara Okafor."
    assert first.startswith(
        "Kim Nowak was asked in place of Supervisor of Jonas Lindqvist on 3 March 2026, 09:00:00 UTC"
    )
    assert second == (
        "Lee Ito was asked in place of Kim Nowak on 3 March 2026, 09:00:00 UTC by Carla Coordinator. Reason: On leave too."
    )


def test_a19_a_waived_signature_names_who_waived_it_and_why(
    version: AgreementVersion, coordinator: User, now: datetime
) -> None:
    handover.waive(
        request_of(version, "mentor_supervisor"),
        reason="The post is empty.",
        by=coordinator,
        agreed_by=version.match.mentee.user,
        now=now,
    )

    signer = pages_of(version, now)["signers"][3]
    assert signer["waived"] == "Signature waived"
    assert dict(signer["facts"]) == {
        "Waived by": "Carla Coordinator",
        "Agreed to by": "Amara Okafor",
        "On": "3 March 2026, 09:00:00 UTC",
        "Reason": "The post is empty.",
    }


def test_a26_rows_of_links_say_nothing_on_the_certificate(version: AgreementVersion, now: datetime) -> None:
    """Anyone who has the database can put such rows in; only events count."""
    signed = sign(version, "mentor_supervisor", now=now)
    made = {"request": signed, "purpose": LinkPurpose.SIGN, "expires_at": now}
    SigningToken.objects.create(**made, digest="a" * 64, minted_at=now)
    SigningSession.objects.create(**made, digest="b" * 64, started_at=now)

    facts = facts_of(pages_of(version, now), 3)
    assert {"Link sent", "Link opened"} & set(facts) == set()
    assert how_signed.link_times(signed, [], LinkPurpose.SIGN) == (None, None)


def test_a26_the_name_is_the_one_that_was_kept_with_the_signature(version: AgreementVersion, now: datetime) -> None:
    signed = request_of(version, "mentee_supervisor")
    kept = signed.signer.name
    User.objects.filter(pk=signed.signer_id).update(name="Somebody Else")

    pages, signed = pages_of(version, now), request_of(version, "mentee_supervisor")
    steps = steps_of(version, [signed], reader=UserFactory.create())
    assert [pages["signers"][2]["name"], steps[1].title.split(",")[0]] == [kept] * 2
    assert wording.signer_line(signed).startswith(f"{kept}, ")
    assert wording.capacity(signed) == pages["signers"][2]["role"]
    assert "Somebody Else" not in wording.capacity(signed)
    assert any(kept in paragraph for paragraph in pages["explained"])
    assert "Somebody Else" not in str(pages)


def test_a26_who_has_not_answered_has_the_name_of_today(version: AgreementVersion) -> None:
    asked = request_of(version, "mentor_supervisor")
    User.objects.filter(pk=asked.signer_id).update(name="Married Name")

    assert wording.signer_line(request_of(version, "mentor_supervisor")).startswith("Married Name, ")


def test_a19_a_link_to_the_receipt_is_no_link_to_sign(version: AgreementVersion, now: datetime) -> None:
    signed = sign(version, "mentor_supervisor", now=now)
    signing_links.mint(signed, now=now + timedelta(hours=1), purpose=LinkPurpose.RECEIPT)

    assert "Link sent" not in facts_of(pages_of(version, now), 3)
