"""Changing an agreement in force through its pages: begin, see what is new, drop it (P-28, A-17)."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from agreements.errors import AgreementError
from agreements.models import AgreementVersion
from agreements.signing import decisions, disputes
from agreements.tests.stories import in_force, request_of, sign, with_supervisors
from agreements.writing import amendments, drafts
from people.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(now: datetime) -> AgreementVersion:
    return in_force(now=now)


@pytest.fixture
def mentee(client: Client, version: AgreementVersion) -> Client:
    client.force_login(version.match.mentee.user)
    return client


def test_p28_one_button_opens_a_draft_with_all_words(mentee: Client, version: AgreementVersion) -> None:
    match = version.match
    assert "Change the agreement" in mentee.get(reverse("agreements:show", args=[match.pk])).content.decode()

    answer = mentee.post(reverse("agreements:amend", args=[match.pk]))

    draft = version.agreement.versions.get(number=2)
    assert answer.headers["Location"] == reverse("agreements:edit", args=[match.pk])
    assert (draft.amends, draft.topics, draft.goals.count()) == (version, version.topics, version.goals.count())
    page = mentee.get(reverse("agreements:show", args=[match.pk])).content.decode()
    assert "Version 1 stays in force" in page
    assert "came back" not in page


def test_p28_a_get_begins_nothing(mentee: Client, version: AgreementVersion) -> None:
    assert mentee.get(reverse("agreements:amend", args=[version.match.pk])).status_code == 405
    assert version.agreement.versions.count() == 1


def test_p28_strangers_find_no_agreement_to_change(client: Client, version: AgreementVersion) -> None:
    client.force_login(UserFactory.create())

    assert client.post(reverse("agreements:amend", args=[version.match.pk])).status_code == 404


def test_p28_dropping_it_leads_back_to_what_is_in_force(mentee: Client, version: AgreementVersion) -> None:
    mentee.post(reverse("agreements:amend", args=[version.match.pk]))

    page = mentee.post(reverse("agreements:drop_amendment", args=[version.match.pk]), follow=True).content.decode()

    assert "stays as it is" in page
    assert "Change the agreement" in page


def test_p28_signers_see_what_is_new(mentee: Client, version: AgreementVersion, now: datetime) -> None:
    user = version.match.mentee.user
    draft = amendments.begin(version.agreement, by=user, now=now)
    draft = drafts.save_draft(draft, revision=draft.revision, by=user, now=now, topics="Speaking in public")
    sent = drafts.send_for_signature(draft, by=user, now=now)

    page = mentee.get(reverse("agreements:sign", args=[request_of(sent, "mentee").pk])).content.decode()

    assert "What has changed since version 1" in page
    assert "<ins>" in page


def test_a17_whoever_signs_again_sees_the_difference(client: Client, now: datetime) -> None:
    first = with_supervisors(now=now)
    decisions.ask_for_change(request_of(first, "mentee_supervisor"), remark="Shorter, please.", now=now)
    draft = first.agreement.versions.open().get()
    user = first.match.mentee.user
    draft = drafts.save_draft(draft, revision=draft.revision, by=user, now=now, minutes=30)
    second = drafts.send_for_signature(draft, by=user, now=now)
    client.force_login(user)

    page = client.get(reverse("agreements:sign", args=[request_of(second, "mentee").pk])).content.decode()

    assert "What has changed since version 1" in page
    assert page.count("<del>") == page.count("<ins>") > 0


def test_a17_a_first_version_has_nothing_to_compare(client: Client, now: datetime) -> None:
    version = with_supervisors(now=now)
    client.force_login(version.match.mentee.user)
    sign(version, "mentee_supervisor", now=now)
    supervisor = request_of(version, "mentor_supervisor")
    client.force_login(supervisor.signer)

    page = client.get(reverse("agreements:sign", args=[supervisor.pk])).content.decode()

    assert "What has changed" not in page


def test_a24_the_two_read_that_their_agreement_rests(mentee: Client, version: AgreementVersion, now: datetime) -> None:
    disputes.say_not_me(request_of(version, "mentee_supervisor"), now=now)

    page = mentee.get(reverse("agreements:show", args=[version.match.pk])).content.decode()

    assert "This agreement is on hold" in page
    assert "Change the agreement" not in page
    answer = mentee.post(reverse("agreements:amend", args=[version.match.pk]), follow=True)
    assert "is on hold while we verify a signature" in answer.content.decode()


def test_a24_a_change_being_written_waits_while_the_agreement_rests(
    mentee: Client, version: AgreementVersion, now: datetime
) -> None:
    user = version.match.mentee.user
    draft = amendments.begin(version.agreement, by=user, now=now)
    disputes.say_not_me(request_of(version, "mentee_supervisor"), now=now)

    page = mentee.get(reverse("agreements:show", args=[version.match.pk])).content.decode()

    assert "This agreement is on hold" in page
    assert "Continue writing" not in page
    assert "Start writing" not in page
    assert "Discard this change" not in page
    for refused in (
        lambda: drafts.save_draft(draft, revision=draft.revision, by=user, now=now, topics="Other things"),
        lambda: drafts.send_for_signature(draft, by=user, now=now),
        lambda: amendments.give_up(draft, by=user, now=now),
    ):
        with pytest.raises(AgreementError, match="is on hold while we verify a signature"):
            refused()
    draft.refresh_from_db()
    assert (draft.status, draft.revision) == ("draft", 0)
