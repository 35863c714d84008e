"""Pages while mail does not go out, and where one could not be delivered, suit everybody (B-24, E-28)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.tests import stories
from mentoring.tests.browser.person import Visitor
from mentoring.tests.browser.test_pages import ask_for_code
from mentoring.tests.test_desk_mail import coordinator_of, mail_about
from notifications import mail_server
from people.tests.factories import UserFactory

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_b24_the_doors_say_that_mail_does_not_go_out(visitor: Visitor) -> None:
    mail_server.failed("ConnectionRefusedError", now=timezone.now())

    ask_for_code(visitor, UserFactory.create().email)
    visitor.sees("Mail is not going out at the moment")
    visitor.open(reverse("account_reset_password_done"))

    assert visitor.inspection.findings == [], visitor.inspection.report()


def test_b24_the_desk_shows_what_was_not_delivered_and_sends_it_again(
    visitor: Visitor, browser: Browser, live_server: LiveServer
) -> None:
    version = stories.with_supervisors(now=timezone.now())
    request = stories.request_of(version, "mentee_supervisor")
    match = version.agreement.match
    coordinator = coordinator_of(match)
    mail_about("agreements.signature_requested", request, request.signer)
    mail_about("matching.match_confirmed", match, match.mentor.user)
    mail_server.failed("ConnectionRefusedError", now=timezone.now())

    desk = Visitor(browser, live_server.url, visitor.inspection, desk=True)
    desk.become(coordinator)
    desk.open(
        reverse("admin:index"),
        reverse("admin:notifications_message_changelist"),
        reverse("admin:matching_match_change", args=[match.pk]),
        reverse("admin:agreements_agreement_change", args=[version.agreement.pk]),
    )
    desk.press("Send again")

    desk.sees("is on its way again")
    assert desk.inspection.findings == [], desk.inspection.report()
    desk.context.close()
