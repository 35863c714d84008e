"""What a supervisor finds behind a link after signing: how it goes, and how to say that it was someone else (A-24)."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.models import AgreementVersion, Dispute, SignatureRequest
from agreements.signing import disputes
from agreements.tests.reading import dump
from agreements.tests.signing.links.filling import MINE, answer, sign_fields
from agreements.tests.stories import coordinator_of, mails_to, request_of, sign
from notifications.tests.checking import escape_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(client: Client, asked: SignatureRequest, link: str) -> SignatureRequest:
    """Someone signed with the link, and has the receipt open."""
    client.post(link, MINE)
    answer(client, **sign_fields(asked))
    return asked


def not_me_path(request: SignatureRequest) -> str:
    receipt = next(m for m in mails_to(request.signer, now=timezone.now()) if m.subject.startswith("Keep this"))
    return "/" + escape_of(receipt).split("/", 3)[3]


def test_a24_from_the_receipt_mail_in_three_screens(signed: SignatureRequest) -> None:
    other = Client()
    path = not_me_path(signed)

    assert "Didn’t sign this yourself?" in other.get(path).content.decode()
    page = other.post(path, MINE, follow=True)
    assert "It was not me: stop the agreement" in page.content.decode()
    assert not Dispute.objects.exists()
    done = other.post(page.redirect_chain[-1][0])

    assert "The agreement is on hold" in done.content.decode()
    assert Dispute.objects.get().request == signed


def test_a24_and_a05_opening_changes_nothing(signed: SignatureRequest) -> None:
    path = not_me_path(signed)
    before = dump()

    for _look in range(20):
        assert Client().get(path).status_code == 200

    assert dump() == before


def test_a24_the_link_opens_no_receipt(signed: SignatureRequest) -> None:
    other = Client()
    other.post(not_me_path(signed), MINE)

    assert other.get(reverse("agreements:sign_receipt", args=[signed.reference])).status_code == 404
    assert other.get(reverse("agreements:sign_progress", args=[signed.reference])).status_code == 404


def test_a24_the_receipt_says_that_the_agreement_is_on_hold(client: Client, signed: SignatureRequest) -> None:
    disputes.say_not_me(signed, now=timezone.now())

    page = client.get(reverse("agreements:sign_receipt", args=[signed.reference])).content.decode()

    assert "The agreement is on hold while we verify a signature on it." in page
    assert "We’ll email you when everyone has signed." not in page


def test_a24_a_stranger_cannot_stop_anything(signed: SignatureRequest) -> None:
    page = reverse("agreements:sign_not_me", args=[signed.reference])

    assert [Client().get(page).status_code, Client().post(page).status_code] == [404, 404]
    assert not Dispute.objects.exists()


def test_a_signature_that_does_not_count_any_more_says_so(
    client: Client, signed: SignatureRequest, version: AgreementVersion
) -> None:
    page = reverse("agreements:sign_not_me", args=[signed.reference])
    assert client.get(page).status_code == 200
    SignatureRequest.objects.filter(pk=signed.pk).update(status="void")

    assert client.post(page).status_code == 404


def test_p27_the_pair_sees_the_very_same_facts(
    client: Client, signed: SignatureRequest, version: AgreementVersion, now: datetime
) -> None:
    sign(version, "mentor_supervisor", now=now)
    theirs = client.get(reverse("agreements:sign_progress", args=[signed.reference])).content.decode()
    pair = Client()
    pair.force_login(version.match.mentee.user)

    ours = pair.get(reverse("agreements:progress", args=[version.match.pk])).content.decode()

    card = theirs[theirs.index("<dl") : theirs.index("</dl>")]
    assert card in ours


def test_p27_before_it_is_in_force_the_page_says_so(client: Client, signed: SignatureRequest) -> None:
    page = client.get(reverse("agreements:sign_progress", args=[signed.reference]))

    assert "No agreement is in force now" in page.content.decode()


def test_p27_nobody_else_reads_it(version: AgreementVersion) -> None:
    stranger = Client()
    stranger.force_login(request_of(version, "mentor_supervisor").signer)

    assert stranger.get(reverse("agreements:progress", args=[version.match.pk])).status_code == 404


def test_a24_after_it_was_found_right_the_page_tells_the_coordinator_and_stops_nothing(
    client: Client, signed: SignatureRequest, version: AgreementVersion
) -> None:
    dispute = disputes.say_not_me(signed, now=timezone.now())
    disputes.confirm(dispute, remark="Seen.", by=coordinator_of(version), now=timezone.now())
    page = reverse("agreements:sign_not_me", args=[signed.reference])

    assert "tell the coordinator" in client.get(page).content.decode()
    done = client.post(page).content.decode()

    assert "The coordinator knows" in done
    assert not version.agreement.rests()
