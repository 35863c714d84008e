"""What agreements put on the home page and on the desk, and what a coordinator can do there."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.desk.items import desk_items
from agreements.documents import documents
from agreements.models import AgreementVersion, VersionStatus
from agreements.signing import decisions, reminders
from agreements.tests.stories import (
    confirmed,
    coordinator_of,
    drafted,
    in_force,
    request_of,
    sent,
    sign,
    with_supervisors,
)
from agreements.todo import todos_for
from agreements.writing import drafts
from people.models import User
from people.tests.factories import UserFactory
from web.todo import TodoState

pytestmark = pytest.mark.django_db


def tasks(user: User, now: datetime) -> list[tuple[str, str]]:
    return [(todo.title, todo.state) for todo in todos_for(user, now=now)]


def test_f10_the_task_follows_the_agreement(now: datetime) -> None:
    version = drafts.open_draft(confirmed(), now=now)
    mentee, mentor = version.match.mentee.user, version.match.mentor.user
    assert tasks(mentee, now) == [("Write your agreement with Jonas Lindqvist", TodoState.NOW)]

    drafts.set_goals(version, goals=[{"what": "a", "measure": "b", "by_on": now.date()}], by=mentee, now=now)
    drafts.send_for_signature(version, by=mentee, now=now)
    assert tasks(mentor, now) == [("Sign your agreement with Amara Okafor", TodoState.NOW)]

    sign(version, "mentee", now=now)
    waiting = todos_for(mentee, now=now)[0]
    assert (waiting.state, waiting.waits_for) == (TodoState.WAITING, "the signature of Jonas Lindqvist")

    sign(version, "mentor", now=now)
    supervisor = request_of(version, "mentee_supervisor").signer
    assert tasks(supervisor, now) == [
        ("Sign the mentoring agreement of Amara Okafor and Jonas Lindqvist", TodoState.NOW)
    ]
    sign(version, "mentee_supervisor", now=now)
    sign(version, "mentor_supervisor", now=now)
    assert tasks(mentee, now) == [("Your agreement with Jonas Lindqvist is in force", TodoState.DONE)]
    assert tasks(supervisor, now) == []


def test_a_returned_agreement_says_so(now: datetime) -> None:
    version = with_supervisors(now=now)
    decisions.decline_to_sign(request_of(version, "mentee_supervisor"), remark="No.", now=now)

    assert tasks(version.match.mentor.user, now) == [("Change your agreement with Amara Okafor", TodoState.NOW)]


def test_tasks_cost_the_same_for_one_agreement_and_for_three(now: datetime) -> None:
    mentor = UserFactory.create(name="Jonas Lindqvist", supervisor=UserFactory.create())
    counts = []
    for _number in range(3):
        drafts.open_draft(confirmed(mentor_user=mentor), now=now)
        with CaptureQueriesContext(connection) as queries:
            todos_for(mentor, now=now)
        counts.append(len(queries))

    assert len(set(counts)) == 1


def test_the_desk_says_what_needs_doing(now: datetime) -> None:
    version = with_supervisors(now=now)
    coordinator = coordinator_of(version)
    assert desk_items(coordinator, now=now) == []

    later = now + timedelta(days=15)
    unsigned = desk_items(coordinator, now=later)
    assert [(item.title, item.count, item.body) for item in unsigned] == [
        ("Agreements unsigned for 14 days", 1, "1 with supervisors")
    ]

    for day in range(15):
        reminders.remind_signers(now=now + timedelta(days=day))
    decisions.say_wrong_person(request_of(version, "mentee_supervisor"), note="Kim", now=now)
    assert [item.key for item in desk_items(coordinator, now=now)] == [
        "agreements.wrong_person",
        "agreements.unanswered",
    ]
    decisions.decline_to_sign(request_of(version, "mentee_supervisor"), remark="No.", now=now)
    assert [item.key for item in desk_items(coordinator, now=now)] == ["agreements.returned"]


def test_the_desk_shows_nothing_of_other_programs(now: datetime) -> None:
    sent(now=now)
    other = coordinator_of(drafted(now=now))

    assert [item.count for item in desk_items(other, now=now + timedelta(days=20))] == [1]


@pytest.fixture
def version(now: datetime) -> AgreementVersion:
    return with_supervisors(now=now)


@pytest.fixture
def desk(client: Client, version: AgreementVersion) -> Client:
    client.force_login(coordinator_of(version))
    return client


def test_the_list_says_for_whom_it_waits_and_leaves_out_other_programs(
    desk: Client, version: AgreementVersion, now: datetime
) -> None:
    other = drafted(now=now, mentee_user=UserFactory.create(name="Zoe Zimmer"))

    page = desk.get(reverse("admin:agreements_agreement_changelist")).content.decode()

    assert "Supervisor of Amara Okafor and Supervisor of Jonas Lindqvist" in page
    assert "Zoe Zimmer" not in page
    assert desk.get(reverse("admin:agreements_agreement_change", args=[other.agreement_id])).status_code == 404


@pytest.mark.parametrize(
    "state", ["draft", "signing", "in_force", "unsigned", "returned", "wrong_person", "unanswered"]
)
def test_every_state_can_be_asked_for(desk: Client, state: str) -> None:
    response = desk.get(reverse("admin:agreements_agreement_changelist"), {"state": state})

    assert response.status_code == 200
    assert ("Amara Okafor" in response.content.decode()) is (state in {"signing", "unsigned"})


def test_the_list_costs_the_same_for_one_and_for_three(client: Client, now: datetime) -> None:
    client.force_login(UserFactory.create(is_staff=True, is_organization_administrator=True))
    counts = []
    for _number in range(3):
        with_supervisors(now=now)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("admin:agreements_agreement_changelist"))
        counts.append(len(queries))

    assert counts[1] == counts[2]


def test_the_page_of_one_shows_text_signatures_and_events(desk: Client, version: AgreementVersion) -> None:
    page = desk.get(reverse("admin:agreements_agreement_change", args=[version.agreement_id])).content.decode()

    assert "Protected time" in page
    assert "supervisor of Amara Okafor" in page
    assert "Sent out for signature" in page


def test_a_coordinator_reminds_all_who_are_asked(desk: Client, version: AgreementVersion) -> None:
    url = reverse("admin:agreements_agreement_remind", args=[version.agreement_id])
    desk.get(url)
    assert request_of(version, "mentee_supervisor").reminders == 0

    desk.post(url)

    assert [request_of(version, role).reminders for role in ("mentee_supervisor", "mentor_supervisor", "mentee")] == [
        1,
        1,
        0,
    ]


def test_a_coordinator_takes_an_agreement_back_with_a_reason(desk: Client, version: AgreementVersion) -> None:
    url = reverse("admin:agreements_agreement_void", args=[version.agreement_id])
    assert "Write why" in desk.post(url, {"reason": ""}).content.decode()
    version.refresh_from_db()
    assert version.status == VersionStatus.SIGNING

    desk.post(url, {"reason": "Wrong supervisor in the directory."})

    version.refresh_from_db()
    assert (version.status, version.void_reason) == (VersionStatus.VOID, "Wrong supervisor in the directory.")
    assert version.agreement.versions.get(number=2).status == VersionStatus.DRAFT


def test_a_coordinator_of_another_program_can_do_nothing(
    client: Client, version: AgreementVersion, now: datetime
) -> None:
    client.force_login(coordinator_of(drafted(now=now)))

    for name in ("remind", "void"):
        url = reverse(f"admin:agreements_agreement_{name}", args=[version.agreement_id])
        assert client.post(url, {"reason": "Mine"}).status_code == 404
    version.refresh_from_db()
    assert version.status == VersionStatus.SIGNING


def test_a_coordinator_opens_the_pdf(client: Client, now: datetime) -> None:
    version = in_force(now=now)
    documents.make_document(version, now=now)
    client.force_login(coordinator_of(version))

    pdf = client.get(reverse("admin:agreements_agreement_document", args=[version.agreement_id, 1]))

    assert pdf.content.startswith(b"%PDF")
