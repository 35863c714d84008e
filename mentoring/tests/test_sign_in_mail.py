"""Mail about signing in goes through the outbox: the same answer for everyone, no secret in the database (E-28)."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

import allauth
import pytest
from allauth.account.models import EmailAddress
from django.conf import settings as project
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from notifications.mails import account_mails
from notifications.models import Category, Message, Status
from notifications.outbox import KINDS
from notifications.transport import mail_server
from notifications.transport.delivery import deliver_due
from notifications.waking import Alarm
from people.models import User
from people.tests.factories import UserFactory
from people.tests.session_rows import read_by_a_thief, said_by

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client
    from pytest_django import DjangoCaptureOnCommitCallbacks
    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "known@example.org", "stranger@example.org"
ASKING = ("account_request_login_code", "account_reset_password")
FORGED = "testserver:6666"
NOWHERE = 9


@pytest.fixture(autouse=True)
def known() -> User:
    """Return the one person whose address is known."""
    return UserFactory.create(email=KNOWN)


def ask(client: Client, email: str, page: str = ASKING[0], **headers: str) -> HttpResponse:
    """Ask for a mail from the beginning."""
    client.cookies.clear()
    return cast("HttpResponse", client.post(reverse(page), {"email": email}, headers=headers))


def code_in_mail() -> str:
    """Deliver, and return the code of the newest mail."""
    deliver_due(now=timezone.now())
    found = re.search(r"^([A-Z]{4}-[A-Z]{4})$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found[1]


def dump() -> str:
    """Return what the outbox and the sessions hold, sessions decoded."""
    rows = [str(row) for row in Message.objects.values()]
    return "\n".join(rows + [str(said_by(session)) for session in Session.objects.all()])


@pytest.mark.parametrize("page", ASKING)
def test_e28_a_mail_server_that_is_down_changes_no_answer(client: Client, settings: SettingsWrapper, page: str) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", NOWHERE

    to_known, to_unknown = ask(client, KNOWN, page), ask(client, UNKNOWN, page)

    assert (to_known.status_code, to_known["Location"]) == (to_unknown.status_code, to_unknown["Location"])
    assert to_known.status_code == 302


@pytest.mark.parametrize("page", ASKING)
def test_e28_an_unknown_address_takes_the_same_steps_and_leaves_nothing(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, page: str
) -> None:
    ask(client, "first@example.org", page)  # what is done once in a process
    steps: dict[str, list[str]] = {}
    for email in (KNOWN, UNKNOWN):
        connection.run_on_commit.clear()  # an alarm that waits already is not set again
        with django_capture_on_commit_callbacks() as alarms, CaptureQueriesContext(connection) as queries:
            ask(client, email, page)
        # The savepoints are the test's: it stands in a transaction already.
        steps[email] = sorted(
            word for query in queries if "SAVEPOINT" not in (word := query["sql"].split()[0]) and word != "RELEASE"
        )
        assert alarms == [Alarm("notifications.tasks.deliver", ())]

    assert steps[UNKNOWN] == sorted([*steps[KNOWN], "DELETE"])
    assert [row.recipient.email for row in Message.objects.all()] == [KNOWN]


def test_e28_neither_the_outbox_nor_the_session_holds_a_code_that_works(client: Client) -> None:
    ask(client, KNOWN)
    before = dump()
    code = code_in_mail()

    answer = client.post(reverse("account_confirm_login_code"), {"code": code})

    assert answer["Location"] == reverse("home")
    for text in (before, dump()):
        assert code not in text
        assert code.replace("-", "") not in text


@pytest.mark.parametrize("between", ["", " ", "\u00a0", "\u200b"])
def test_e28_a_code_typed_letter_by_letter_signs_in(client: Client, between: str) -> None:
    ask(client, KNOWN)

    answer = client.post(
        reverse("account_confirm_login_code"), {"code": f"code: {between.join(code_in_mail().lower())}\n"}
    )

    assert answer["Location"] == reverse("home")


def test_e28_the_outbox_holds_no_key_of_a_reset(client: Client, known: User) -> None:
    ask(client, KNOWN, ASKING[1])
    before = dump()
    deliver_due(now=timezone.now())

    (link,) = re.findall(r"https?://\S+", str(mail.outbox[0].body))
    key = link.rstrip("/").rpartition("/")[2]
    assert len(key) > 20
    assert key.partition("-")[2] not in before + dump()
    page = client.get(link.removeprefix(project.BASE_URL), follow=True)
    assert "Choose a new password" in page.content.decode()


def test_a02_a_reset_that_was_begun_leaves_no_key_in_the_table_of_sessions(client: Client) -> None:
    """The key stands in the session from the link to the new password: from the table anyone could go on with it."""
    ask(client, KNOWN, ASKING[1])
    deliver_due(now=timezone.now())
    (link,) = re.findall(r"https?://\S+", str(mail.outbox[0].body))
    key = link.rstrip("/").rpartition("/")[2].partition("-")[2]

    client.get(link.removeprefix(project.BASE_URL), follow=True)

    rows = list(Session.objects.all())
    assert [key in str(said_by(row)) for row in rows].count(True) == 1
    assert [row.pk for row in rows if key in read_by_a_thief(row)] == []


@pytest.mark.parametrize("page", ASKING)
def test_e28_no_mail_takes_its_links_from_the_request(client: Client, page: str) -> None:
    ask(client, KNOWN, page, host=FORGED)

    deliver_due(now=timezone.now())

    (message,) = mail.outbox
    assert FORGED not in message.message().as_string()
    assert all(link.startswith(project.BASE_URL) for link in re.findall(r"https?://\S+", str(message.body)))


def test_e28_a_code_that_comes_too_late_is_not_sent(client: Client) -> None:
    ask(client, KNOWN)

    deliver_due(now=timezone.now() + timedelta(minutes=16))

    assert [row.status for row in Message.objects.all()] == [Status.SUPERSEDED]
    assert mail.outbox == []


@pytest.mark.parametrize("page", ASKING)
def test_e34_what_was_asked_for_one_address_does_not_go_to_another(client: Client, known: User, page: str) -> None:
    ask(client, KNOWN, page)
    User.objects.get_queryset().filter(pk=known.pk).update(email="taken.over@example.org")

    deliver_due(now=timezone.now())

    assert mail.outbox == []


def test_e28_codes_go_out_before_what_can_wait(client: Client, now: object) -> None:
    ask(client, KNOWN)

    assert [row.category for row in Message.objects.all()] == [Category.SECURITY]


def test_e28_somebody_who_signs_up_gets_their_code_through_the_outbox(
    client: Client, settings: SettingsWrapper
) -> None:
    settings.SIGN_UP_DOMAINS = ["example.org"]
    client.post(reverse("account_signup"), {"email": "New@Example.org", "name": "New Colleague"})

    client.post(reverse("account_email_verification_sent"), {"code": f" code: {code_in_mail()} "})

    assert EmailAddress.objects.filter(email="new@example.org", verified=True).exists()


def test_every_mail_that_allauth_can_send_has_a_kind_and_words_of_ours() -> None:
    folder = Path(allauth.__file__).parent / "templates"
    known_to_allauth = {
        path.name.removesuffix("_subject.txt")
        for app in ("account", "mfa", "socialaccount")
        for path in (folder / app / "email").glob("*_subject.txt")
    }

    assert known_to_allauth - {"unknown_account"} == account_mails.NAMES
    assert {f"people.{name}" for name in account_mails.NAMES} <= set(KINDS)


def test_e28_a_claimed_host_gives_no_further_tries_of_a_password(client: Client, known: User) -> None:
    known.set_password("a quiet long password 77")
    known.save()

    for number in range(5):
        client.post(
            reverse("account_login"),
            {"login": KNOWN, "password": "wrong"},
            headers={"host": f"testserver:{number + 1}"},
        )
    answer = client.post(reverse("account_login"), {"login": KNOWN, "password": "a quiet long password 77"})

    assert answer.status_code == 200
    assert "Too many failed" in answer.content.decode()


def test_a_notice_of_a_changed_password_goes_through_the_outbox(client: Client, known: User) -> None:
    known.set_password("a quiet long password 77")
    known.save()
    client.post(reverse("account_login"), {"login": KNOWN, "password": "a quiet long password 77"})
    new = {
        "oldpassword": "a quiet long password 77",
        "password1": "another long word 88",
        "password2": "another long word 88",
    }

    client.post(reverse("account_change_password"), new)
    deliver_due(now=timezone.now())

    assert [sent.subject for sent in mail.outbox] == ["Your password was changed"]


@pytest.mark.parametrize("email", [KNOWN, UNKNOWN])
def test_e28_the_page_tells_everybody_alike_that_mail_does_not_go_out(client: Client, email: str) -> None:
    mail_server.failed("ConnectionRefusedError", now=timezone.now())

    ask(client, email)

    for page in ("account_confirm_login_code", "account_reset_password_done"):
        assert "Emails are not going out at the moment" in client.get(reverse(page)).content.decode()
