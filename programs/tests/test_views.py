"""The portal's pages: what each person sees, what they can do, and what they never see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.policy import Role
from people.tests.factories import LevelFactory, SiteFactory, UserFactory
from people.tests.reading import set_solid
from programs.models import TrainingCompletion
from programs.tests.factories import (
    ApprovalFactory,
    CohortFactory,
    GoalFactory,
    GuidelinesFactory,
    MembershipFactory,
    ProgramFactory,
    ResourceFactory,
    SupportContactFactory,
    TrainingFactory,
)

if TYPE_CHECKING:
    from people.models import User

pytestmark = pytest.mark.django_db
OPEN_DAYS = {"enrol_until": dt.date(2099, 3, 31), "starts_on": dt.date(2099, 4, 7), "ends_on": dt.date(2099, 10, 6)}


@pytest.fixture
def colleague(client: Client) -> User:
    """Return someone without any role, who is signed in."""
    person = UserFactory.create(hired_on=dt.date(2020, 1, 1))
    client.force_login(person)
    return person


def queries(client: Client, url: str) -> int:
    """Count the queries of a page."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def full_program(**fields: object) -> None:
    """Make an open program with something on every part of its page."""
    program = ProgramFactory.create(**fields)
    guidelines = GuidelinesFactory.create(
        program=program, mentee_levels=[LevelFactory.create()], mentee_sites=[SiteFactory.create()]
    )
    CohortFactory.create(program=program, guidelines=guidelines, **OPEN_DAYS)


def test_p_01_the_list_says_what_each_program_is_for(client: Client, colleague: User) -> None:
    ProgramFactory.create(name="Peer mentoring", purpose="Know-how stays here.")

    page = client.get(reverse("programs:list"))

    assert "Peer mentoring" in page.text
    assert "Know-how stays here." in page.text


def test_the_list_is_empty_with_a_way_on(client: Client, colleague: User) -> None:
    page = client.get(reverse("programs:list"))

    assert "No program is open right now" in page.text
    assert "Back to your tasks" in page.text


def test_the_list_asks_the_same_number_of_queries_for_one_and_three_programs(client: Client, colleague: User) -> None:
    full_program()
    one = queries(client, reverse("programs:list"))
    full_program()
    full_program()

    assert queries(client, reverse("programs:list")) == one


def test_p_07_somebody_who_does_not_fit_reads_why(client: Client, colleague: User) -> None:
    guidelines = GuidelinesFactory.create(mentee_max_tenure_months=3, mentor_min_tenure_months=600)
    CohortFactory.create(program=guidelines.program, **OPEN_DAYS)

    page = client.get(reverse("programs:list"))

    assert "This is for people in their first 3 months here." in page.text
    assert "This is for people who have been here for at least 600 months." in page.text
    assert "Not open to you at the moment" in page.text


def test_enrolment_that_is_over_is_not_offered(client: Client, colleague: User) -> None:
    CohortFactory.create(name="Long gone", enrol_until=dt.date(2020, 1, 1))

    page = client.get(reverse("programs:list"))

    assert "Long gone" not in page.text
    assert "No cohort is taking sign-ups at the moment." in page.text


def test_p_01_p_04_p_10_p_11_the_program_page_shows_why_how_who_and_with_what(client: Client, colleague: User) -> None:
    coordinator = UserFactory.create(name="Ines Carvalho")
    program = ProgramFactory.create(
        business_reason="Less is lost.", employee_reason="You grow.", coordinator=coordinator
    )
    MembershipFactory.create(program=program, role=Role.FACILITATOR, user__name="Jonas Lind")
    GuidelinesFactory.create(program=program, length_months=4)
    GoalFactory.create(program=program, statement="People stay")
    TrainingFactory.create(program=program, name="Listening")
    ResourceFactory.create(program=program, name="The first hour")

    text = client.get(reverse("programs:program", args=[program.slug])).text

    for words in ("Less is lost.", "You grow.", "Ines Carvalho", "Jonas Lind", "4 months", "People stay", "Listening", "The first hour", "version 1"):  # fmt: skip
        assert words in text


def test_what_people_write_is_never_markup(client: Client, colleague: User) -> None:
    program = ProgramFactory.create(purpose="<script>alert(1)</script>\n- <b>point</b>")

    text = client.get(reverse("programs:program", args=[program.slug])).text

    assert "<script>alert" not in text
    assert "<li>&lt;b&gt;point&lt;/b&gt;</li>" in text


def test_e_03_a_program_that_is_not_open_does_not_exist_for_others(client: Client, colleague: User) -> None:
    program = ProgramFactory.create(opened_at=None, name="Secret plans")
    GuidelinesFactory.create(program=program)

    assert client.get(reverse("programs:program", args=[program.slug])).status_code == 404
    assert client.get(reverse("programs:guidelines", args=[program.slug, 1])).status_code == 404
    assert "Secret plans" not in client.get(reverse("programs:list")).text


@pytest.mark.parametrize("role", [Role.COMMITTEE, Role.FACILITATOR, Role.COORDINATOR])
def test_whoever_helps_to_run_it_sees_it_before_it_opens(role: Role, client: Client, colleague: User) -> None:
    program = ProgramFactory.create(opened_at=None)
    MembershipFactory.create(program=program, user=colleague, role=role)

    assert "Not open yet" in client.get(reverse("programs:program", args=[program.slug])).text
    assert program.name in client.get(reverse("programs:list")).text


def test_e27_an_administrator_sees_it_too_and_the_page_says_so(client: Client) -> None:
    program = ProgramFactory.create(opened_at=None)
    client.force_login(UserFactory.create(is_organization_administrator=True))

    page = client.get(reverse("programs:program", args=[program.slug])).text

    assert "Only organisation administrators and people who help to run the program see this page." in page


@pytest.mark.parametrize(
    ("say", "words"),
    [
        ("ranked", "Mentees rank up to 5 mentors"),
        (
            "self",
            "Mentees see mentors who suit what they want to learn, with the reasons, and ask up to three of them.",
        ),
        ("none", "The coordinator proposes a mentor"),
    ],
)
def test_p_09_the_guidelines_say_how_pairs_are_found(client: Client, colleague: User, say: str, words: str) -> None:
    guidelines = GuidelinesFactory.create(mentee_say=say)

    assert words in client.get(reverse("programs:guidelines", args=[guidelines.program.slug, 1])).text


def test_p_05_to_p_14_the_guidelines_are_read_in_full(client: Client, colleague: User) -> None:
    level = LevelFactory.create(name="Senior")
    guidelines = GuidelinesFactory.create(
        length_months=4, frequency="fortnightly", meeting_minutes=45, rhythm_text="Or three meetings.",
        mentee_min_tenure_months=3, mentee_levels=[level], mentor_min_tenure_months=24, preferences_max=3,
        training_required=True, evaluation_text="We ask at the end.", ground_rules="Be kind.", limits_of_role="No tasks.",
    )  # fmt: skip

    text = client.get(reverse("programs:guidelines", args=[guidelines.program.slug, 1])).text

    for words in ("4 months", "every two weeks, 45 minutes", "Or three meetings.", "at least 3 months", "Senior", "at least 24 months", "rank up to 3 mentors", "required before matching", "We ask at the end.", "Be kind.", "No tasks.", "It is not coaching"):  # fmt: skip
        assert words in text


def test_p_03_decisions_are_read_by_those_who_run_the_program_and_by_nobody_else(client: Client, colleague: User, now: datetime) -> None:  # fmt: skip
    guidelines = GuidelinesFactory.create()
    ApprovalFactory.create(guidelines=guidelines, decision="approved", decided_at=now, remarks="Well done.")
    url = reverse("programs:guidelines", args=[guidelines.program.slug, 1])

    assert "Well done." not in client.get(url).text
    MembershipFactory.create(program=guidelines.program, user=colleague)
    assert "Well done." in client.get(url).text


@pytest.mark.parametrize("status", ["draft", "in_review", "returned"])
def test_a_version_that_is_not_approved_does_not_exist_for_others(status: str, client: Client, colleague: User) -> None:
    guidelines = GuidelinesFactory.create(status=status)

    assert client.get(reverse("programs:guidelines", args=[guidelines.program.slug, 1])).status_code == 404


def test_p_10_somebody_says_that_a_training_is_done_and_can_undo_it(client: Client, colleague: User) -> None:
    training = TrainingFactory.create()

    done = client.post(reverse("programs:training_done", args=[training.pk]), follow=True)
    assert "Done on" in done.text
    assert TrainingCompletion.objects.get().user == colleague

    client.post(reverse("programs:training_not_done", args=[training.pk]))
    assert not TrainingCompletion.objects.exists()


def test_a_get_records_no_training(client: Client, colleague: User) -> None:
    training = TrainingFactory.create()

    assert client.get(reverse("programs:training_done", args=[training.pk])).status_code == 405
    assert not TrainingCompletion.objects.exists()


def test_e_03_a_training_of_a_program_that_is_not_open_does_not_exist(client: Client, colleague: User) -> None:
    training = TrainingFactory.create(program__opened_at=None)

    assert client.post(reverse("programs:training_done", args=[training.pk])).status_code == 404


def test_e_21_support_is_shown_without_signing_in(client: Client) -> None:
    SupportContactFactory.create(name="Ethics line", phone="+49 30 12 34", url="https://help.example.org/")

    page = client.get(reverse("programs:support"))

    assert page.status_code == 200
    assert "Ethics line" in page.text
    assert 'href="tel:+49301234"' in page.text
    assert "<title>Contacts" in set_solid(page.text)


def test_support_without_contacts_says_whom_to_ask(client: Client) -> None:
    assert "Ask your HR team" in client.get(reverse("programs:support")).text


@pytest.mark.parametrize(
    "path",
    [
        lambda: reverse("programs:list"),
        lambda: reverse("programs:program", args=[ProgramFactory.create().slug]),
        lambda: reverse("programs:guidelines", args=[GuidelinesFactory.create().program.slug, 1]),
        lambda: reverse("programs:approval", args=[ApprovalFactory.create().pk]),
    ],
)
def test_a_visitor_signs_in_first_and_comes_back(path: Callable[[], str], client: Client) -> None:
    url = path()

    assert client.get(url).headers["Location"] == f"{reverse('account_login')}?next={url}"
