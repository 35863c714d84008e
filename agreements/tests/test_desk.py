"""What a coordinator decides about signatures on the desk: each decision through its own page (A-16, A-24)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agreements.desk.items import desk_items
from agreements.models import AgreementVersion, Dispute, SignatureRequest, SignerDecision
from agreements.signing import decisions, disputes
from agreements.signing.supervisors import handover, second_word
from agreements.tests.stories import coordinator_of, drafted, in_force, person, request_of, sign, with_supervisors
from agreements.todo import todos_for
from agreements.writing import drafts
from people.models import User
from people.policy import Role
from people.tests.factories import SiteFactory, UserFactory
from programs.models import Membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    """Pages ask the clock themselves, so these stories happen now."""
    return timezone.now() - timedelta(minutes=20)


@pytest.fixture
def version(now: datetime) -> AgreementVersion:
    return with_supervisors(now=now)


@pytest.fixture
def desk(client: Client, version: AgreementVersion) -> Client:
    client.force_login(coordinator_of(version))
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"admin:agreements_agreement_{name}", args=args)


def keys(version: AgreementVersion) -> list[str]:
    return [item.key.partition(".")[2] for item in desk_items(coordinator_of(version), now=timezone.now())]


def test_a16_a_request_is_handed_over_by_address_or_number(desk: Client, version: AgreementVersion) -> None:
    to = person("Tess Deputy", employee_number="E-4711")
    request = request_of(version, "mentee_supervisor")
    User.objects.filter(pk=request.signer_id).update(supervisor=to)
    page = url("hand_over", version.agreement_id, request.pk)

    assert desk.get(page).status_code == 200
    answer = desk.post(page, {"person": "E-4711", "reason": "On leave."}, follow=True)

    assert "Someone else is now asked to sign." in answer.content.decode()
    standing = SignatureRequest.objects.standing().get(version=version, role="mentee_supervisor")
    assert standing.signer == to


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"person": "nobody@example.org", "reason": "Why."}, "No one who works here now"),
        ({"person": "", "reason": "Why."}, "Choose someone from the directory."),
        ({"person": "tess@example.org", "reason": ""}, "Write why."),
    ],
)
def test_a16_what_is_wrong_stands_at_its_field_and_nothing_is_lost(
    desk: Client, version: AgreementVersion, data: dict[str, str], said: str
) -> None:
    person("Tess Deputy", email="tess@example.org")
    page = url("hand_over", version.agreement_id, request_of(version, "mentee_supervisor").pk)

    shown = desk.post(page, data).content.decode()

    assert said in shown
    assert all(value in shown for value in data.values())
    assert not SignatureRequest.objects.filter(status="handed_over").exists()


def test_a16_a_refusal_of_the_process_keeps_what_was_typed(desk: Client, version: AgreementVersion) -> None:
    mentee = version.match.mentee.user
    page = url("hand_over", version.agreement_id, request_of(version, "mentee_supervisor").pk)

    shown = desk.post(page, {"person": mentee.email, "reason": "On leave."}).content.decode()

    assert "cannot sign in place of a supervisor" in shown
    assert "On leave." in shown


def test_a_signature_is_waived_with_a_reason(desk: Client, version: AgreementVersion, now: datetime) -> None:
    sign(version, "mentee_supervisor", now=now)
    page = url("waive", version.agreement_id, request_of(version, "mentor_supervisor").pk)

    answer = desk.post(page, {"reason": "Left without a successor."}, follow=True)
    assert "A second person has to agree first" in answer.content.decode()
    version.refresh_from_db()
    assert version.status == "signing"
    assert "second_asked" in keys(version)
    second_word.agree(SignerDecision.objects.get(), by=version.match.mentor.user, now=timezone.now())

    version.refresh_from_db()
    assert version.status == "in_force"
    shown = desk.get(url("change", version.agreement_id)).content.decode()
    assert "Left without a successor." in shown


def test_the_two_have_no_such_page(desk: Client, version: AgreementVersion, now: datetime) -> None:
    mentee = request_of(version, "mentee").pk

    for name in ("hand_over", "waive"):
        assert desk.get(url(name, version.agreement_id, mentee)).status_code == 404


def test_a_disputed_signature_is_decided_on_the_desk(desk: Client, version: AgreementVersion, now: datetime) -> None:
    sign(version, "mentee_supervisor", now=now)
    disputes.say_not_me(request_of(version, "mentee_supervisor"), now=now)
    assert "disputed" in keys(version)
    assert "someone else signed in their name" in desk.get(url("change", version.agreement_id)).content.decode()

    desk.post(url("confirm", version.agreement_id), {"reason": "She remembers it."})

    assert Dispute.objects.get().outcome == "confirmed"
    assert "disputed" not in keys(version)
    assert desk.get(url("confirm", version.agreement_id)).status_code == 404


def test_e27_while_a_signature_is_verified_no_page_says_in_force(client: Client, now: datetime) -> None:
    version = in_force(now=now)
    client.force_login(coordinator_of(version))
    disputes.say_not_me(request_of(version, "mentee_supervisor"), now=now)
    match = version.match

    deskpage = client.get(url("change", version.agreement_id)).content.decode()
    listed = client.get(reverse("admin:agreements_agreement_changelist")).content.decode()
    client.force_login(match.mentee.user)
    pages = [reverse(f"agreements:{name}", args=[match.pk]) for name in ("show", "progress")]
    pages.append(reverse("agreements:version", args=[match.pk, 1]))
    shown = [client.get(page).content.decode() for page in pages]

    assert [("On hold" in page, ">In force<" in page) for page in (deskpage, *shown[1:])] == [(True, False)] * 3
    assert listed.count("On hold") == 1
    assert "on hold for now" in shown[0]
    assert "and on hold while we verify a signature" in shown[1]
    says = ("In force since", "The agreement is in force")
    assert [[words for words in says if words in page] for page in shown] == [[]] * 3
    assert shown[1].count("Hours used") == 1
    assert [task.state for task in todos_for(match.mentee.user, now=now)] == ["waiting"]
    assert deskpage.count(url("void", version.agreement_id)) == 1


def test_who_signs_for_somebody_without_supervisor_is_chosen_on_the_desk(client: Client, now: datetime) -> None:
    version = drafted(now=now, mentee_user=person("Ada Head", supervisor=None))
    client.force_login(coordinator_of(version))
    head = person("Bo Board")
    assert (
        "The directory lists no supervisor for Ada Head"
        in client.get(url("change", version.agreement_id)).content.decode()
    )

    client.post(url("signer", version.agreement_id, "mentee"), {"person": head.email})

    assert "Bo Board signs instead." in client.get(url("change", version.agreement_id)).content.decode()
    assert client.get(url("signer", version.agreement_id, "nobody")).status_code == 404


def test_a_supervisor_who_leaves_while_asked_is_on_the_desk(desk: Client, version: AgreementVersion) -> None:
    User.objects.filter(pk=request_of(version, "mentee_supervisor").signer_id).update(
        left_on=timezone.localdate() - timedelta(days=1)
    )

    assert "signer_changed" in keys(version)
    shown = desk.get(url("change", version.agreement_id)).content.decode()
    assert "no longer works here" in shown
    listed = desk.get(reverse("admin:agreements_agreement_changelist") + "?state=signer_changed").content.decode()
    assert "Amara Okafor" in listed


def test_a_new_supervisor_in_the_directory_is_suggested(desk: Client, version: AgreementVersion) -> None:
    new = person("Nina Newboss")
    User.objects.filter(pk=version.match.mentee.user_id).update(supervisor=new)

    assert "signer_changed" in keys(version)
    page = url("hand_over", version.agreement_id, request_of(version, "mentee_supervisor").pk)
    assert new.email in desk.get(page).content.decode()
    desk.post(page, {"person": new.email, "reason": "She moved to another team."})
    assert "signer_changed" not in keys(version)


def test_an_agreement_in_force_can_be_taken_back(client: Client, now: datetime) -> None:
    version = in_force(now=now)
    client.force_login(coordinator_of(version))

    client.post(url("void", version.agreement_id), {"reason": "Signed by somebody else."})

    version.refresh_from_db()
    assert version.status == "void"
    assert version.agreement.versions.get(number=2).status == "draft"


def test_nobody_of_another_program_decides_anything(client: Client, version: AgreementVersion, now: datetime) -> None:
    client.force_login(coordinator_of(drafted(now=now)))
    request = request_of(version, "mentee_supervisor").pk

    pages = [
        url("hand_over", version.agreement_id, request),
        url("waive", version.agreement_id, request),
        url("confirm", version.agreement_id),
        url("signer", version.agreement_id, "mentee"),
    ]

    assert client.get(url("archive", version.match.cohort_id)).status_code == 404
    assert {client.get(page).status_code for page in pages} == {404}
    assert {client.post(page, {"reason": "Mine", "person": "x"}).status_code for page in pages} == {404}


def test_the_page_of_one_asks_as_often_after_handing_over(desk: Client, version: AgreementVersion) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get(url("change", version.agreement_id))
        return len(queries)

    before = cost()
    handover.hand_over(
        request_of(version, "mentee_supervisor"),
        to=person("Tess Deputy"),
        reason="On leave.",
        by=coordinator_of(version),
        agreed_by=version.match.mentee.user,
        now=timezone.now(),
    )

    assert cost() <= before


def test_the_list_says_when_the_next_reminder_goes_out(desk: Client, version: AgreementVersion) -> None:
    shown = desk.get(reverse("admin:agreements_agreement_changelist")).content.decode()

    assert "next reminder" in shown.lower()


def test_a15_the_wrong_person_leads_to_handing_over(desk: Client, version: AgreementVersion, now: datetime) -> None:
    decisions.say_wrong_person(request_of(version, "mentee_supervisor"), note="Ask Tess.", now=now)

    shown = desk.get(url("change", version.agreement_id)).content.decode()

    assert "Ask Tess." in shown
    assert url("hand_over", version.agreement_id, request_of(version, "mentee_supervisor").pk) in shown


def test_a22_out_of_turn_a_request_can_be_prepared(client: Client, now: datetime) -> None:
    version = drafted(now=now)
    out = drafts.send_for_signature(version, by=version.match.mentee.user, now=now)
    client.force_login(coordinator_of(out))
    to = person("Tess Deputy")
    User.objects.filter(pk=request_of(out, "mentor_supervisor").signer_id).update(supervisor=to)

    client.post(
        url("hand_over", out.agreement_id, request_of(out, "mentor_supervisor").pk),
        {"person": to.email, "reason": "On leave."},
    )

    assert SignatureRequest.objects.standing().get(version=out, role="mentor_supervisor").signer == to


def test_the_list_asks_as_often_for_three_as_for_one_wherever_signers_work(client: Client, now: datetime) -> None:
    def signer_somewhere() -> AgreementVersion:
        version = with_supervisors(now=now)
        site = SiteFactory.create()
        User.objects.filter(signature_requests__version=version).update(site=site, time_zone="")
        Membership.objects.create(
            program=version.match.cohort.program, user=runs_all, role=Role.COORDINATOR, added_at=now, added_by=runs_all
        )
        return version

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("admin:agreements_agreement_changelist")).status_code == 200
        return len(queries)

    runs_all = UserFactory.create(is_staff=True)
    client.force_login(runs_all)
    signer_somewhere()
    cost()  # what Django asks once in a process may come first
    one = cost()
    signer_somewhere()
    signer_somewhere()

    assert cost() == one


def test_a24_what_is_said_again_is_a_line_of_work_with_a_page_of_its_own(
    desk: Client, version: AgreementVersion, now: datetime
) -> None:
    request = sign(version, "mentee_supervisor", now=now)
    dispute = disputes.say_not_me(request, now=now)
    disputes.confirm(dispute, remark="We looked together.", by=coordinator_of(version), now=now)
    disputes.say_not_me(request, now=now)

    assert "disputed_again" in keys(version)
    assert url("look_again", version.agreement_id) in desk.get(url("change", version.agreement_id)).content.decode()
    page = url("look_again", version.agreement_id)
    assert "We looked together." in desk.get(page).content.decode()
    assert "Choose one of the two." in desk.post(page, {"choice": ""}).content.decode()
    desk.post(page, {"choice": "reopen"})

    assert version.agreement.rests()
    assert desk.get(page).status_code == 404
