"""A link that has been used says what became of it; a first mail shows no changes since what its reader never saw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from agreements.models import AgreementVersion
from agreements.signing import decisions, voiding
from agreements.signing.supervisors import handover
from agreements.tests.signing.links.filling import MINE, answer, run_out, sign_fields
from agreements.tests.stories import coordinator_of, in_force, link_to, mails_to, request_of, sent, sign
from agreements.writing import amendments, drafts
from matching.pairs import relationships
from people.tests.factories import UserFactory
from programs.tests.factories import MembershipFactory

if TYPE_CHECKING:
    from datetime import datetime

    from agreements.models import SignatureRequest

pytestmark = pytest.mark.django_db


def opened(link: str) -> str:
    """What someone reads who opens the link in their mail, in a browser that knows nothing."""
    page = Client().get(link)
    assert page.status_code == 404
    return page.content.decode()


def today(request: SignatureRequest) -> str:
    return date_format(timezone.now().astimezone(request.signer.zone), "j F Y")


def test_a14_a_link_with_which_somebody_signed_says_so_and_offers_the_receipt(
    client: Client, asked: SignatureRequest, link: str
) -> None:
    client.post(link, MINE)
    answer(client, **sign_fields(asked))

    page = opened(link)
    assert f"<h1>You signed on {today(asked)}</h1>" in page
    assert "Send me a fresh link" in page


@pytest.mark.parametrize(
    ("choice", "sentence"), [("change", "You asked for a change on"), ("decline", "You declined to sign on")]
)
def test_a14_a_link_with_which_somebody_answered_says_what_they_answered(
    client: Client, asked: SignatureRequest, link: str, choice: str, sentence: str
) -> None:
    client.post(link, MINE)
    answer(client, choice=choice, remark="Later, please.")

    page = opened(link)
    assert f"<h1>{sentence} {today(asked)}</h1>" in page
    assert "fresh link" not in page
    assert "Later, please." not in page


def test_a14_a_link_of_somebody_in_whose_place_another_is_asked_says_so(
    asked: SignatureRequest, link: str, version: AgreementVersion
) -> None:
    now, boss = timezone.now(), coordinator_of(version)
    other = MembershipFactory.create(program=version.match.cohort.program, role="coordinator").user
    handover.hand_over(asked, to=UserFactory.create(), reason="On leave.", by=boss, agreed_by=other, now=now)

    page = opened(link)
    assert f"<h1>Someone else has been asked to sign since {today(asked)}</h1>" in page
    assert "On leave." not in page


def test_a14_a_link_of_a_mentoring_that_has_ended_says_so(
    asked: SignatureRequest, link: str, version: AgreementVersion
) -> None:
    relationships.end_early(version.match, by=version.match.mentee.user, now=timezone.now())

    assert f"<h1>This mentoring ended on {today(asked)}</h1>" in opened(link)


def test_a14_a_link_of_a_version_that_was_taken_back_says_so(
    asked: SignatureRequest, link: str, version: AgreementVersion
) -> None:
    voiding.void(version, reason="Other dates.", by=coordinator_of(version), now=timezone.now())

    page = opened(link)
    assert f"<h1>This version was taken back on {today(asked)}</h1>" in page
    assert "Other dates." not in page


def test_a14_a_link_that_has_only_run_out_offers_a_fresh_one(asked: SignatureRequest, link: str) -> None:
    run_out(asked, now=timezone.now())

    page = opened(link)
    assert "<h1>This link has expired</h1>" in page
    assert "Send me a fresh link" in page


def test_a14_a_used_link_names_nobody(
    client: Client, asked: SignatureRequest, link: str, version: AgreementVersion
) -> None:
    client.post(link, MINE)
    answer(client, **sign_fields(asked))

    page = opened(link)
    match = version.match
    assert [person.name for person in (asked.signer, match.mentee.user, match.mentor.user) if person.name in page] == []


def test_e27_a_fresh_link_goes_where_the_page_says(client: Client, asked: SignatureRequest, link: str) -> None:
    run_out(asked, now=timezone.now())
    page = opened(link)
    assert "to the work address of the person who was asked to sign, and nowhere else" in page
    asked.signer.email = "present@example.org"
    asked.signer.save(update_fields=["email"])

    client.post(f"{link}fresh/")
    assert [mail.to for mail in mails_to(asked.signer, now=timezone.now())][-1] == ["present@example.org"]


def second_version(*, now: datetime) -> AgreementVersion:
    """The mentee asked for a change before any supervisor was asked; both have signed what was sent out then."""
    first = sent(now=now)
    decisions.ask_for_change(request_of(first, "mentee"), remark="Fridays.", now=now)
    draft = AgreementVersion.objects.with_people().get(agreement=first.agreement, status="draft")
    version = drafts.send_for_signature(draft, by=draft.match.mentee.user, now=now)
    for role in ("mentee", "mentor"):
        sign(version, role, now=now)
    return version


def test_a17_the_first_mail_to_a_supervisor_leads_to_no_changes_since_what_they_never_saw(
    client: Client, now: datetime
) -> None:
    version = second_version(now=now)
    asked = request_of(version, "mentee_supervisor")
    link = link_to(asked.signer, now=now)

    page = client.post(link, MINE, follow=True).content.decode()

    assert version.number == 2
    assert "Your answer" in page
    assert "What has changed since" not in page


def test_a17_a_new_supervisor_reads_of_an_agreement_and_not_of_a_change(now: datetime) -> None:
    first = in_force(now=now)
    draft = amendments.begin(first.agreement, by=first.match.mentee.user, now=now)
    draft = drafts.save_draft(draft, revision=draft.revision, by=first.match.mentee.user, minutes=45, now=now)
    mentee = draft.match.mentee.user
    mentee.supervisor = UserFactory.create()
    mentee.save(update_fields=["supervisor"])
    version = drafts.send_for_signature(draft, by=mentee, now=now)
    for role in ("mentee", "mentor"):
        sign(version, role, now=now)
    asked = request_of(version, "mentee_supervisor")

    body = str(mails_to(asked.signer, now=now)[-1].body)
    told = str(mails_to(request_of(version, "mentor_supervisor").signer, now=now)[-1].body)

    assert "have agreed on mentoring." in body
    assert "want to change the hours or the dates" not in body
    assert "want to change the hours or the dates" in told
