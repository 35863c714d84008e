"""A supervisor on a phone, from the mail to the receipt and after it; and mail scanners that come first (A-05, F-15)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from agreements.models import AgreementVersion, Dispute, SignatureRequest
from agreements.signing import decisions, disputes
from agreements.signing.supervisors import handover
from agreements.tests.reading import dump
from agreements.tests.signing.links.test_opening import SCANNERS
from agreements.tests.stories import (
    coordinator_of,
    drafted,
    in_force,
    link_to,
    mails_to,
    person,
    request_of,
    sign,
    with_supervisors,
)
from agreements.writing import drafts
from notifications.tests.checking import escape_of
from people.models import User
from people.tests.factories import UserFactory

if TYPE_CHECKING:
    from datetime import datetime

    from playwright.sync_api import Browser
    from pytest_django.live_server_helper import LiveServer

    from mentoring.tests.browser.person import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow(minutes=1.5), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def now() -> datetime:
    """Pages ask the clock themselves, so these stories happen now."""
    return timezone.now() - timedelta(minutes=20)


@pytest.fixture
def version(now: datetime) -> AgreementVersion:
    return with_supervisors(now=now)


@pytest.fixture
def asked(version: AgreementVersion) -> SignatureRequest:
    return request_of(version, "mentee_supervisor")


@pytest.fixture
def link(asked: SignatureRequest, now: datetime) -> str:
    return link_to(asked.signer, now=now)


def test_f15_from_the_mail_to_the_receipt_on_a_phone(
    visitor: Visitor, version: AgreementVersion, asked: SignatureRequest, link: str, now: datetime
) -> None:
    visitor.open(link)
    visitor.press("Continue")
    visitor.sees("Tick this to continue.")
    visitor.tick("This link came to me by email.")
    visitor.press("Continue")
    visitor.sees("Protected time", "Your answer")
    visitor.press("Confirm my answer")
    visitor.sees("Choose one of the answers.")
    visitor.tick("I sign this agreement")
    visitor.main.get_by_label(re.compile("I agree to sign this agreement electronically")).check(force=True)
    visitor.fill("Your full name", asked.signer.name)
    visitor.press("Confirm my answer")

    visitor.sees("You have signed", asked.reference)
    asked.refresh_from_db()
    assert asked.status == "signed"
    sign(version, "mentor_supervisor", now=now)
    visitor.open(f"/sign/receipt/{asked.reference}/")
    visitor.follow("See the progress")
    visitor.sees("Hours used", "Too early to tell")
    assert visitor.inspection.findings == [], visitor.inspection.report()


def test_a24_from_the_receipt_to_an_agreement_that_rests(
    visitor: Visitor, version: AgreementVersion, asked: SignatureRequest, now: datetime
) -> None:
    sign(version, "mentee_supervisor", now=now)
    receipt = next(m for m in mails_to(asked.signer, now=timezone.now()) if m.subject.startswith("Keep this"))

    visitor.open("/" + escape_of(receipt).split("/", 3)[3])
    visitor.tick("This link came to me by email.")
    visitor.press("Continue")
    assert not Dispute.objects.exists()
    visitor.press("It was not me: stop the agreement")

    visitor.sees("The agreement is on hold")
    assert Dispute.objects.get().request == asked
    assert visitor.inspection.findings == [], visitor.inspection.report()


def test_a05_twenty_scanners_that_press_every_button_change_nothing(
    browser: Browser, live_server: LiveServer, asked: SignatureRequest, link: str
) -> None:
    before, mails = dump(), len(mail.outbox)

    for agent in SCANNERS:
        context = browser.new_context(base_url=live_server.url, user_agent=agent or "none")
        page = context.new_page()
        page.goto(link)
        for number in range(page.get_by_role("button").count()):
            page.get_by_role("button").nth(number).click()
            page.wait_for_load_state()
            page.goto(link)
        for address in page.locator("a[href]").evaluate_all("links => links.map(link => link.href)"):
            page.goto(address)
        context.close()

    assert dump() == before
    assert len(mail.outbox) == mails
    asked.refresh_from_db()
    assert asked.status == "asked"


def test_an_agreement_in_force_and_its_change_as_the_two_see_it(visitor: Visitor, now: datetime) -> None:
    version = in_force(now=now)
    show = reverse("agreements:show", args=[version.match.pk])
    mentee = version.match.mentee.user
    visitor.become(mentee)
    visitor.open(show, reverse("agreements:progress", args=[version.match.pk]), show)
    visitor.press("Change the agreement")
    draft = version.agreement.versions.open().get()
    visitor.open(show)
    drafts.save_draft(draft, revision=draft.revision, by=mentee, now=now, minutes=30, topics="Speaking in public")
    visitor.open(reverse("agreements:check", args=[version.match.pk]))
    visitor.press("Send for signature")
    visitor.sees("What has changed since version 1")
    disputes.say_not_me(request_of(version, "mentee_supervisor"), now=now)
    visitor.open(show)

    visitor.sees("This agreement is on hold")
    assert visitor.inspection.findings == [], visitor.inspection.report()


def test_what_a_coordinator_decides_about_signatures(
    visitor: Visitor, version: AgreementVersion, now: datetime
) -> None:
    coordinator = coordinator_of(version)
    visitor.become(coordinator)
    decisions.say_wrong_person(request_of(version, "mentee_supervisor"), note="Ask my deputy, Tess.", now=now)
    User.objects.filter(pk=version.match.mentor.user_id).update(supervisor=UserFactory.create(name="Nina Newboss"))
    page = reverse("admin:agreements_agreement_change", args=[version.agreement_id])
    visitor.open(page)
    visitor.follow("Ask someone else")
    visitor.page.locator("form button.button").last.click()  # with nothing filled in
    visitor.arrive()
    visitor.sees("Choose someone from the directory.")
    visitor.open(page)
    visitor.follow("Waive this signature")
    visitor.fill("Why", "Left without a successor.")
    visitor.press("Propose it")
    visitor.sees("A second person has to agree to waive")
    visitor.follow("Read and answer")
    visitor.sees("I take this back")
    visitor.become(version.match.mentee.user)
    visitor.open("/")
    visitor.follow("Read and answer")
    visitor.press("Confirm my answer")  # with nothing chosen
    visitor.page.get_by_label("I agree", exact=True).check()
    visitor.press("Confirm my answer")
    visitor.page.get_by_text("Your answer has been recorded").first.wait_for()
    visitor.become(coordinator)
    signed = sign(version, "mentor_supervisor", now=now)
    disputed = disputes.say_not_me(signed, now=now)
    disputes.confirm(disputed, remark="We looked together.", by=coordinator, now=now)
    disputes.say_not_me(signed, now=now)
    visitor.open(page)
    visitor.follow("Decide")
    visitor.page.get_by_label("Look into it again").check()
    visitor.press("Confirm")
    visitor.open(page, reverse("admin:agreements_agreement_confirm", args=[version.agreement_id]))
    visitor.open(reverse("admin:agreements_agreement_void", args=[version.agreement_id]))
    visitor.open(reverse("admin:agreements_agreement_export"), reverse("admin:agreements_agreement_changelist"))
    unsupervised = drafted(now=now, mentee_user=person("Ada Head", supervisor=None))
    visitor.become(unsupervised.match.cohort.program.memberships.get().user)
    visitor.open(reverse("admin:agreements_agreement_change", args=[unsupervised.agreement_id]))
    visitor.follow("Choose who signs")
    board = UserFactory.create(name="Bo Board")
    by = coordinator_of(unsupervised)
    handover.choose_signer(unsupervised.agreement, whose="mentee", signer=board, by=by, now=now)
    visitor.become(unsupervised.match.mentee.user)
    visitor.open(reverse("agreements:check", args=[unsupervised.match.pk]))
    visitor.sees("named by Carla Coordinator")

    assert visitor.inspection.findings == [], visitor.inspection.report()
