"""The desk: scoped to one's own programs, and everything that is saved goes through a process."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import AuditEvent, User
from people.policy import Role
from people.tests.factories import LevelFactory, UserFactory
from programs.models import Cohort, Guidelines, Membership, Program, SupportContact, Training
from programs.tests.desk import add_line, said, send
from programs.tests.factories import (
    ApprovalFactory,
    CohortFactory,
    GoalFactory,
    GuidelinesFactory,
    MembershipFactory,
    ProgramFactory,
    ResourceFactory,
    SupportContactFactory,
    TrainingCompletionFactory,
    TrainingFactory,
)

pytestmark = pytest.mark.django_db
MODELS = ("program", "guidelines", "cohort", "membership", "training", "resource")


@pytest.fixture
def coordinator(client: Client) -> User:
    """Return a coordinator, who is signed in."""
    coordinator = UserFactory.create(is_staff=True)
    client.force_login(coordinator)
    return coordinator


@pytest.fixture
def program(coordinator: User) -> Program:
    return ProgramFactory.create(coordinator=coordinator, name="Peer")


def page(model: str, obj: Any) -> str:  # noqa: ANN401 - a model instance
    return reverse(f"admin:programs_{model}_change", args=[obj.pk])


def step(model: str, obj: Any, key: str) -> str:  # noqa: ANN401
    return reverse(f"admin:programs_{model}_step", args=[obj.pk, key])


def things_of(program: Program) -> dict[str, Any]:
    """Make one row of each kind in the program."""
    return {
        "program": program,
        "guidelines": GuidelinesFactory.create(program=program),
        "cohort": CohortFactory.create(program=program),
        "membership": MembershipFactory.create(program=program),
        "training": TrainingFactory.create(program=program),
        "resource": ResourceFactory.create(program=program),
    }


@pytest.mark.parametrize("model", MODELS)
def test_e_03_another_programs_rows_do_not_exist(model: str, client: Client, program: Program) -> None:
    mine, other = things_of(program), things_of(ProgramFactory.create(name="Somebody else’s"))

    assert client.get(page(model, mine[model])).status_code == 200
    assert client.post(step(model, other[model], "end")).status_code == 404
    listed = client.get(reverse(f"admin:programs_{model}_changelist")).context["cl"].queryset
    assert other[model] not in listed
    assert mine[model] in listed
    response = client.get(page(model, other[model]))
    assert response.status_code == 302
    assert response.headers["Location"] == reverse("admin:index")


@pytest.mark.parametrize("model", [*MODELS, "supportcontact"])
def test_each_list_asks_the_same_number_of_queries_for_one_and_three(model: str, client: Client, program: Program, coordinator: User) -> None:  # fmt: skip
    url = reverse(f"admin:programs_{model}_changelist")

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    things_of(program)
    SupportContactFactory.create()
    one = count()
    for _ in range(2):
        things_of(ProgramFactory.create(coordinator=coordinator))
        SupportContactFactory.create()

    assert count() == one


@pytest.mark.parametrize("role", [Role.COMMITTEE, Role.FACILITATOR])
def test_the_desk_is_closed_to_those_who_coordinate_nothing(role: Role, client: Client) -> None:
    membership = MembershipFactory.create(role=role)
    client.force_login(membership.user)

    assert client.get(reverse("admin:programs_program_changelist")).status_code == 302


def test_a_program_is_founded_by_its_process(client: Client) -> None:
    administrator = UserFactory.create(is_organization_administrator=True, is_staff=True)
    client.force_login(administrator)

    response = send(
        client,
        reverse("admin:programs_program_add"),
        name="Reverse mentoring",
        format="reverse",
        purpose="To learn.",
        business_reason="Better decisions.",
        employee_reason="You are heard.",
    )

    program = Program.objects.get()
    assert response.redirect_chain[-1][0] == page("program", program)
    assert (program.slug, program.created_by, program.roles_of(administrator)) == (
        "reverse-mentoring", administrator, {Role.COORDINATOR},
    )  # fmt: skip
    assert AuditEvent.objects.filter(action="program.founded", actor=administrator).exists()


def test_f_19_the_programs_page_shows_the_five_steps(client: Client, coordinator: User) -> None:
    program = ProgramFactory.create(coordinator=coordinator, opened_at=None)
    steps = client.get(page("program", program)).context["panel"].checklist
    assert [(step["title"], step["state"]) for step in steps] == [
        ("Purpose and goals", "now"), ("Dates", "next"), ("People", "next"), ("Text of the guidelines", "next"),
        ("Support contacts", "next"),
    ]  # fmt: skip

    GoalFactory.create(program=program)
    MembershipFactory.create(program=program, role=Role.FACILITATOR)
    MembershipFactory.create(program=program)
    CohortFactory.create(program=program)
    SupportContactFactory.create()
    panel = client.get(page("program", program)).context["panel"]
    assert {step["state"] for step in panel.checklist} == {"done"}
    assert panel.is_set_up


def test_p_02_a_role_is_given_and_ended_on_the_programs_page(client: Client, program: Program) -> None:
    colleague = UserFactory.create()

    add_line(client, page("program", program), "memberships", user=colleague.pk, role="committee")
    assert program.roles_of(colleague) == {Role.COMMITTEE}

    number = list(Membership.objects.filter(program=program).values_list("user", flat=True)).index(colleague.pk)
    send(client, page("program", program), **{f"memberships__{number}__DELETE": "on"})
    assert program.roles_of(colleague) == set()
    assert Membership.objects.get(user=colleague).ended_by == AuditEvent.objects.get(action="membership.ended").actor


def test_what_a_process_refuses_is_said_and_nothing_is_saved(client: Client, program: Program) -> None:
    number = 0

    response = send(client, page("program", program), purpose="Changed.", **{f"memberships__{number}__DELETE": "on"})

    assert said(response) == ["A program needs a coordinator. Add another one first."]
    program.refresh_from_db()
    assert program.purpose != "Changed."


def test_p_04_goals_cohorts_trainings_and_resources_are_added_on_the_programs_page(client: Client, program: Program) -> None:  # fmt: skip
    url = page("program", program)
    add_line(client, url, "goals", statement="People stay", kpi="Share", unit="%", baseline="70", target="80", due_on="2027-12-31")  # fmt: skip
    add_line(client, url, "cohorts", name="Spring", starts_on="2027-04-12", enrol_until="2027-03-31")
    add_line(client, url, "trainings", name="Listening", minutes="45")
    add_line(client, url, "resources", name="First hour", audience="both")

    assert program.goals.get().target == 80
    assert program.cohorts.get().enrol_until == dt.date(2027, 3, 31)
    assert set(AuditEvent.objects.values_list("action", flat=True)) >= {
        "goal.added", "cohort.planned", "training.added", "resource.added",
    }  # fmt: skip


def test_a_cohort_is_replanned_on_the_programs_page(client: Client, program: Program) -> None:
    cohort = CohortFactory.create(program=program, planned=True)

    send(client, page("program", program), cohorts__0__enrol_until="2026-03-15")

    cohort.refresh_from_db()
    assert cohort.enrol_until == dt.date(2026, 3, 15)
    assert AuditEvent.objects.get().action == "cohort.replanned"


def test_guidelines_begin_from_the_programs_page(client: Client, program: Program) -> None:
    response = client.post(step("program", program, "write"), follow=True)

    version = Guidelines.objects.get()
    assert response.redirect_chain[-1][0] == page("guidelines", version)
    assert "It is not coaching" in response.text


def test_p_05_to_p_14_a_draft_is_revised_by_its_process(client: Client, program: Program) -> None:
    draft, level = GuidelinesFactory.create(program=program, draft=True), LevelFactory.create()

    send(client, page("guidelines", draft), length_months=4, ground_rules="Be kind.", mentee_levels=[level.pk])

    draft.refresh_from_db()
    assert (draft.length_months, draft.ground_rules, list(draft.mentee_levels.all())) == (4, "Be kind.", [level])
    assert set(AuditEvent.objects.get(action="guidelines.revised").details["fields"]) == {
        "length_months", "ground_rules", "mentee_levels",
    }  # fmt: skip


@pytest.mark.parametrize("status", ["in_review", "approved", "superseded"])
def test_p_03_what_cannot_change_is_read_and_a_post_changes_nothing(status: str, client: Client, program: Program) -> None:  # fmt: skip
    version = GuidelinesFactory.create(program=program, status=status, ground_rules="Be kind.")

    assert "Be kind." in client.get(page("guidelines", version)).text
    response = client.post(page("guidelines", version), {"ground_rules": "Be quick.", "length_months": 1})

    version.refresh_from_db()
    assert response.status_code == 403
    assert version.ground_rules == "Be kind."


def test_p_03_a_draft_is_sent_by_a_button_and_the_count_is_said(client: Client, program: Program) -> None:
    MembershipFactory.create_batch(2, program=program)
    draft = GuidelinesFactory.create(program=program, draft=True)

    response = client.post(step("guidelines", draft, "send"), follow=True)

    assert said(response) == ["2 people were asked by email."]
    assert "With the committee" in response.text


def test_p_03_drafts_are_sent_from_the_list_and_refusals_are_said(client: Client, program: Program, coordinator: User) -> None:  # fmt: skip
    MembershipFactory.create_batch(2, program=program)
    good = GuidelinesFactory.create(program=program, draft=True)
    small = GuidelinesFactory.create(program=ProgramFactory.create(coordinator=coordinator, name="Small"), draft=True)

    response = client.post(
        reverse("admin:programs_guidelines_changelist"),
        {"action": "send_versions", "_selected_action": [good.pk, small.pk]},
        follow=True,
    )

    assert sorted(said(response)) == [
        "1 version was sent to its committee.",
        "Small, version 1: This version needs 2 approvals, but only 0 people may approve. Add committee members first.",
    ]


def test_p_03_decisions_stand_on_the_versions_page(client: Client, program: Program, coordinator: User) -> None:
    version = GuidelinesFactory.create(program=program, status="returned")
    ApprovalFactory.create(
        guidelines=version, decision="returned", remarks="Shorter, please.", decided_at=version.sent_at
    )

    assert "Shorter, please." in client.get(page("guidelines", version)).text


def test_the_next_version_is_written_from_the_approved_one(client: Client, program: Program) -> None:
    approved = GuidelinesFactory.create(program=program, length_months=4)

    client.post(step("guidelines", approved, "next"))

    assert Guidelines.objects.get(version=2).length_months == 4


@pytest.mark.parametrize("key", ["send", "next"])
def test_a_get_takes_no_step(key: str, client: Client, program: Program) -> None:
    draft = GuidelinesFactory.create(program=program, draft=True)

    response = client.get(step("guidelines", draft, key))

    assert response.headers["Location"] == page("guidelines", draft)
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_a_step_that_has_become_impossible_is_refused_with_a_sentence(client: Client, program: Program) -> None:
    approved = GuidelinesFactory.create(program=program)

    response = client.post(step("guidelines", approved, "send"), follow=True)

    assert said(response) == ["This cannot be done now. The page shows how things stand."]


def test_p_03_enrolment_opens_by_a_button_or_says_what_is_missing(client: Client, program: Program) -> None:
    cohort = CohortFactory.create(program=program, planned=True, enrol_until=None)

    response = client.post(step("cohort", cohort, "open"), follow=True)
    assert said(response) == ["Enrolment can open once the committee has approved the guidelines."]

    GuidelinesFactory.create(program=program)
    SupportContactFactory.create()
    response = client.post(step("cohort", cohort, "open"), follow=True)
    assert said(response) == ["Enrolment is open. The committee is told by email."]
    cohort.refresh_from_db()
    assert cohort.status == "enrolling"


def test_f_21_closing_a_cohort_needs_a_tick(client: Client, program: Program) -> None:
    cohort = CohortFactory.create(program=program)

    client.post(step("cohort", cohort, "close"))
    cohort.refresh_from_db()
    assert cohort.status == "enrolling"

    client.post(step("cohort", cohort, "close"), {"sure": "1"})
    cohort.refresh_from_db()
    assert cohort.status == "closed"


def test_cohorts_go_to_matching_from_the_list_with_a_count(client: Client, program: Program) -> None:
    cohorts = [CohortFactory.create(program=program), CohortFactory.create(program=program, planned=True)]

    response = client.post(
        reverse("admin:programs_cohort_changelist"),
        {"action": "match_cohorts", "_selected_action": [cohort.pk for cohort in cohorts]},
        follow=True,
    )

    assert "1 cohort is ready to match." in said(response)
    assert list(Cohort.objects.order_by("pk").values_list("status", flat=True)) == ["matching", "planned"]


def test_a_cohort_is_planned_on_its_own_page_in_ones_own_program_only(client: Client, program: Program) -> None:
    other = ProgramFactory.create()
    url = reverse("admin:programs_cohort_add")

    send(client, url, program=other.pk, name="Theirs", starts_on="2027-04-12")
    send(client, url, program=program.pk, name="Ours", starts_on="2027-04-12")

    assert list(Cohort.objects.values_list("name", flat=True)) == ["Ours"]


def test_a_status_cannot_be_posted(client: Client, program: Program) -> None:
    cohort = CohortFactory.create(program=program, planned=True)

    send(client, page("cohort", cohort), status="running", name="Renamed")

    cohort.refresh_from_db()
    assert (cohort.status, cohort.name) == ("planned", "Renamed")


def test_a_role_is_given_and_ended_on_pages_of_their_own(client: Client, program: Program) -> None:
    colleague = UserFactory.create()

    send(client, reverse("admin:programs_membership_add"), program=program.pk, user=colleague.pk, role="facilitator")
    membership = Membership.objects.get(user=colleague)
    client.post(step("membership", membership, "end"))

    membership.refresh_from_db()
    assert membership.ended_at is not None


def test_roles_are_ended_from_the_list_with_a_count(client: Client, program: Program) -> None:
    memberships = MembershipFactory.create_batch(2, program=program)

    response = client.post(
        reverse("admin:programs_membership_changelist"),
        {"action": "end_roles", "_selected_action": [row.pk for row in memberships]},
        follow=True,
    )

    assert said(response) == ["2 roles have ended."]


def test_e_21_support_contacts_are_added_changed_and_removed_on_record(client: Client, program: Program) -> None:
    send(
        client,
        reverse("admin:programs_supportcontact_add"),
        name="Ethics line",
        what_for="Rules",
        email="e@example.org",
    )
    contact = SupportContact.objects.get()
    send(client, page("supportcontact", contact), phone="+49 30 1")
    client.post(reverse("admin:programs_supportcontact_delete", args=[contact.pk]), {"post": "yes"})

    assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True)) == [
        "supportcontact.added", "supportcontact.changed", "supportcontact.removed",
    ]  # fmt: skip
    assert not SupportContact.objects.exists()


def test_p_10_a_coordinator_records_a_completion_and_takes_one_back(client: Client, program: Program) -> None:
    training, colleague = TrainingFactory.create(program=program), UserFactory.create()
    TrainingCompletionFactory.create(training=training)

    add_line(client, page("training", training), "completions", user=colleague.pk)
    assert training.completions.get(user=colleague).recorded_by != colleague

    send(client, page("training", training), completions__0__DELETE="on", completions__1__DELETE="on")
    assert not training.completions.exists()


def test_a_training_that_somebody_has_done_cannot_be_removed(client: Client, program: Program) -> None:
    training = TrainingCompletionFactory.create(training__program=program).training

    client.post(reverse("admin:programs_training_delete", args=[training.pk]), {"post": "yes"})

    assert Training.objects.filter(pk=training.pk).exists()
