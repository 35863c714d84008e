"""A changed SECRET_KEY, with the one before as a fallback, closes nothing that was mailed or opened (A-02)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.models import LinkPurpose, SignatureRequest, SignatureStatus
from agreements.signing.links import signing_links
from agreements.tests.signing.links.filling import MINE, answer, run_out, sign_fields
from agreements.tests.stories import link_to, mails_to
from notifications.models import Message
from notifications.tests.checking import escape_of
from people.tests.factories import UserFactory

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db
NEW = "the secret of this year, long enough to be one, 9876543210"


def change_secret(settings: SettingsWrapper) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = NEW


def test_a02_a_link_that_was_mailed_before_opens(
    client: Client, link: str, asked: SignatureRequest, settings: SettingsWrapper
) -> None:
    change_secret(settings)

    client.post(link, MINE)
    answer(client, **sign_fields(asked))

    asked.refresh_from_db()
    assert asked.status == SignatureStatus.SIGNED


def test_a02_a_link_that_was_opened_before_stays_open(
    client: Client, link: str, asked: SignatureRequest, settings: SettingsWrapper
) -> None:
    client.post(link, MINE)
    change_secret(settings)

    answer(client, **sign_fields(asked))

    asked.refresh_from_db()
    assert asked.status == SignatureStatus.SIGNED


def test_a13_a_link_of_before_that_has_run_out_gets_a_fresh_one(
    client: Client, link: str, asked: SignatureRequest, settings: SettingsWrapper
) -> None:
    run_out(asked, now=timezone.now())
    change_secret(settings)

    client.post(f"{link}fresh/")

    fresh = link_to(asked.signer, now=timezone.now())
    assert fresh != link
    assert client.get(fresh).status_code == 200


def test_a24_receipt_and_this_was_not_me_of_before_open(
    client: Client, link: str, asked: SignatureRequest, settings: SettingsWrapper
) -> None:
    client.post(link, MINE)
    receipt = answer(client, **sign_fields(asked))["Location"]
    mailed = mails_to(asked.signer, now=timezone.now())[-1]
    change_secret(settings)

    assert client.get(receipt).status_code == 200
    not_me = "/" + escape_of(mailed).split("/", 3)[3]
    assert "this was not me" in Client().post(not_me, MINE, follow=True).content.decode().lower()


def test_a13_a_receipt_kept_as_a_bookmark_still_gets_a_fresh_link(
    client: Client, link: str, asked: SignatureRequest, settings: SettingsWrapper
) -> None:
    client.post(link, MINE)
    answer(client, **sign_fields(asked))
    change_secret(settings)

    Client().post(reverse("agreements:sign_receipt_fresh", args=[asked.reference]))

    page = Client().post(link_to(asked.signer, now=timezone.now()), MINE, follow=True)
    assert asked.reference in page.content.decode()


@pytest.mark.parametrize("signs", [True, False])
def test_e27_the_mail_with_a_fresh_link_says_what_has_been_signed(
    client: Client, link: str, asked: SignatureRequest, mailoutbox: list[EmailMessage], *, signs: bool
) -> None:
    client.post(link, MINE)
    if signs:
        answer(client, **sign_fields(asked))

    Client().post(reverse("agreements:sign_receipt_fresh", args=[asked.reference]) if signs else f"{link}fresh/")

    link_to(asked.signer, now=timezone.now())
    (mail,) = [one for one in mailoutbox if "Here is the fresh link" in str(one.body)]
    assert ("Nothing has been signed." in str(mail.body)) != signs


def test_a02_without_the_secret_before_nothing_of_it_opens(
    client: Client, link: str, asked: SignatureRequest, settings: SettingsWrapper
) -> None:
    cookie = signing_links.begin_session(asked, purpose=LinkPurpose.SIGN, now=timezone.now())
    settings.SECRET_KEY = NEW

    assert client.get(link).status_code == 404
    assert signing_links.find_session(cookie, now=timezone.now()) is None


def test_e05_whoever_is_signed_in_stays_signed_in(client: Client, settings: SettingsWrapper) -> None:
    client.force_login(UserFactory.create())
    assert client.get(reverse("home")).status_code == 200
    change_secret(settings)

    assert client.get(reverse("home")).status_code == 200


def test_a13_the_page_never_says_sent_where_nothing_is(client: Client, link: str, asked: SignatureRequest) -> None:
    """One answer for all, and it is true for all: it says when a mail comes, not that one has gone."""
    asked.signer.left_on = timezone.now().date() - timedelta(days=1)
    asked.signer.save()

    page = client.post(f"{link}fresh/").content.decode()

    assert not Message.objects.filter(kind="agreements.fresh_link").exists()
    assert "If this link belongs to an open signature request" in page
    assert "We have sent" not in page
