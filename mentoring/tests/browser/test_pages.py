"""Pages that people reach beside the way of the walk: wrong turns, closed doors, and nothing to do yet."""

from __future__ import annotations

import re
from datetime import timedelta
from email.message import EmailMessage
from mailbox import Maildir
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from agreements.signing.links import signing_links
from agreements.tests import stories
from mentoring.tests.browser.organisation import an_organisation, enrolling_cohort
from people.tests.delivering import deliver
from people.tests.factories import UserFactory
from pool.tests.factories import MentorFactory

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from mentoring.tests.browser.person import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow(minutes=1.5), pytest.mark.django_db(transaction=True)]


def ask_for_code(visitor: Visitor, email: str) -> None:
    """Ask for a sign-in code on the sign-in page."""
    visitor.open(reverse("account_login"))
    visitor.fill("Work email", email)
    visitor.press("Send me a code")


def code_for(secret: str) -> str:
    """Return what an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def sign_in_by_code(visitor: Visitor, email: str) -> None:
    """Sign in by the code in the last mail."""
    ask_for_code(visitor, email)
    deliver()
    visitor.fill("Code", re.findall(r"^\s*([A-Z0-9]{3,}-[A-Z0-9]{3,})\s*$", str(mail.outbox[-1].body), re.MULTILINE)[0])
    visitor.press("Continue")


def test_the_pages_of_the_demo_suit_everybody(visitor: Visitor, settings: SettingsWrapper, tmp_path: Path) -> None:
    settings.DEMO_MAIL_DIR = str(tmp_path / "mail")
    user = UserFactory.create()
    letter = EmailMessage()
    letter["To"], letter["Subject"], letter["X-RcptTo"] = user.email, "Sign the mentoring agreement", user.email
    letter["Date"] = timezone.now()
    letter.set_content("Both of you have written it.\n\nRead and sign:\nhttp://localhost/sign/token/\n")
    Maildir(tmp_path / "mail").add(letter)

    visitor.open(
        reverse("design"), reverse("demo:sign_in"), f"{reverse('demo:sign_in')}?q=person", reverse("demo:mail")
    )
    visitor.follow("Sign the mentoring agreement")

    visitor.sees("Both of you have written it.")
    assert visitor.inspection.findings == [], visitor.inspection.report()


def test_the_doors_suit_everybody_also_those_who_get_it_wrong(visitor: Visitor) -> None:
    ask_for_code(visitor, UserFactory.create().email)
    visitor.fill("Code", "WRO-NG1")
    visitor.press("Continue")
    visitor.context.clear_cookies()
    visitor.open(reverse("account_login"))
    visitor.main.get_by_text("Sign in with a password").click()
    visitor.press("Sign in")
    visitor.open(
        *map(
            reverse,
            (
                "account_signup",
                "account_reset_password",
                "account_reset_password_done",
                "account_reset_password_from_key_done",
                "account_email_verification_sent",
                "account_inactive",
                "socialaccount_login_cancelled",
                "socialaccount_login_error",
                "programs:support",
            ),
        ),
        reverse("account_reset_password_from_key", args=["a", "wrong-key"]),
    )

    assert visitor.inspection.findings == [], visitor.inspection.report()


def test_the_second_step_can_be_set_up_by_everybody(visitor: Visitor) -> None:
    user = UserFactory.create(is_staff=True)
    visitor.become(user)
    visitor.open(reverse("mfa_activate_totp"))  # asks once more who it is
    visitor.context.clear_cookies()
    sign_in_by_code(visitor, user.email)
    visitor.open(reverse("mfa_index"), reverse("mfa_list_webauthn"), reverse("mfa_add_webauthn"))
    visitor.open(reverse("mfa_activate_totp"))
    secret = visitor.page.locator("#authenticator_secret").input_value()
    visitor.page.locator("[name=code]").fill("000000")
    visitor.press("Turn it on")
    visitor.page.locator("[name=code]").fill(code_for(secret))
    visitor.press("Turn it on")
    visitor.open(reverse("mfa_view_recovery_codes"))  # asks once more who it is
    visitor.page.locator("[name=code]").first.fill(code_for(secret))
    visitor.press("Continue")
    visitor.open(
        *map(
            reverse,
            (
                "mfa_index",
                "mfa_view_recovery_codes",
                "mfa_generate_recovery_codes",
                "mfa_deactivate_totp",
                "account_set_password",
                "account_email",
                "people:account",
                "account_logout",
            ),
        )
    )
    visitor.context.clear_cookies()
    sign_in_by_code(visitor, user.email)

    assert visitor.inspection.findings == [], visitor.inspection.report()


def test_closed_doors_say_what_to_do_next(visitor: Visitor) -> None:
    version = stories.with_supervisors(now=timezone.now())
    request = stories.request_of(version, "mentee_supervisor")
    old = signing_links.mint(request, now=timezone.now() - timedelta(days=3))
    visitor.open("/nothing/here/", "/sign/agreement/", "/sign/never-sent/", f"/sign/{old}/")
    visitor.press("Send me a fresh link")
    token = signing_links.mint(request, now=timezone.now())
    visitor.open(f"/sign/{token}/")
    visitor.tick("This link came to me by email.")
    visitor.press("Continue")
    visitor.press("Confirm my answer")  # without one
    visitor.tick("I ask for a change")
    visitor.press("Confirm my answer")  # without saying which
    stories.sign(version, "mentee_supervisor", now=timezone.now())
    visitor.press("Confirm my answer")  # too late
    visitor.open(f"/sign/{token}/", "/sign/agreement/")
    user = UserFactory.create(is_organization_administrator=True, is_staff=True)
    visitor.become(user)
    visitor.open(reverse("admin:people_auditevent_add"))  # 403
    visitor.open("/")
    visitor.context.clear_cookies()
    visitor.page.get_by_role("button", name="Dark").click()  # 403 for want of a cookie
    visitor.arrive()

    assert visitor.inspection.findings == [], visitor.inspection.report()


def test_somebody_with_nothing_to_do_sees_what_there_is(visitor: Visitor) -> None:
    visitor.become(UserFactory.create())

    visitor.open("/", "/programs/", "/matches/", "/meetings/", "/messages/", "/reports/", "/people/me/")

    assert visitor.inspection.findings == [], visitor.inspection.report()


def test_forms_that_were_left_empty_say_so_to_everybody(visitor: Visitor) -> None:
    cohort = enrolling_cohort(timezone.now())
    supervisor = UserFactory.create()
    mentor = MentorFactory.create(program=cohort.program, draft=True, offers="", slots=[], channels=[])
    mentor.user.supervisor = supervisor
    mentor.user.save()
    visitor.become(mentor.user)
    for step in ("offer", "topics", "talk", "time", "rules"):
        visitor.open(reverse("pool:mentor_step", args=[mentor.pk, step]))
        visitor.page.locator("main form [type=checkbox]:checked").evaluate_all("boxes => boxes.forEach(b => b.click())")
        visitor.press("Save and continue")
    visitor.open(reverse("pool:assessment", args=[mentor.pk]))
    visitor.press("Begin")
    visitor.press("Save and continue")
    visitor.open(reverse("pool:mentor", args=[mentor.pk]), reverse("pool:mentor_check", args=[mentor.pk]))
    visitor.become(supervisor)
    visitor.open(reverse("pool:nominate_mentee", args=[cohort.pk]))
    visitor.open(reverse("pool:nominate", args=[cohort.program.slug]))
    visitor.main.locator("form button").first.click()
    visitor.arrive()

    assert visitor.inspection.findings == [], visitor.inspection.report()


def test_the_pages_of_a_pair_suit_everybody(visitor: Visitor) -> None:
    organisation = an_organisation(timezone.now())
    match, program = organisation.match, organisation.cohort.program
    visitor.become(match.mentee.user)
    visitor.open("/", "/programs/", "/matches/", "/meetings/", "/messages/")
    visitor.open(
        reverse("programs:program", args=[program.slug]),
        reverse("programs:guidelines", args=[program.slug, 1]),
        reverse("matching:match", args=[match.pk]),
        reverse("matching:end", args=[match.pk]),
        reverse("pool:mentee", args=[match.mentee.pk]),
        reverse("agreements:show", args=[match.pk]),
        reverse("agreements:version", args=[match.pk, 1]),
        reverse("meetings:show", args=[organisation.held.pk]),
        reverse("meetings:show", args=[organisation.planned.pk]),
        reverse("meetings:cancel", args=[organisation.planned.pk]),
        reverse("meetings:goals", args=[match.pk]),
        reverse("evaluation:summary", args=[match.pk]),
        reverse("evaluation:answer", args=[organisation.survey.pk]),
    )
    visitor.open(reverse("meetings:move", args=[organisation.planned.pk]))
    visitor.page.locator("main input").evaluate_all("fields => fields.forEach(f => { f.value = '' })")
    visitor.main.locator("form button").first.click()
    visitor.arrive()
    visitor.become(match.mentor.user)
    visitor.open("/", reverse("pool:mentor", args=[match.mentor.pk]))

    assert visitor.inspection.findings == [], visitor.inspection.report()


def test_the_reports_of_a_coordinator_suit_everybody(visitor: Visitor) -> None:
    organisation = an_organisation(timezone.now())
    visitor.become(organisation.administrator)

    visitor.open(
        "/",
        reverse("evaluation:report_list"),
        reverse("evaluation:report", args=[organisation.report.pk]),
        reverse("evaluation:propose", args=[organisation.report.pk]),
        reverse("evaluation:contact", args=[organisation.contact.pk]),
        reverse("admin:pool_mentor_changelist") + "?q=nobody",
    )

    assert visitor.inspection.findings == [], visitor.inspection.report()
