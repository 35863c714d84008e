"""Nobody opens what belongs to someone else: 404, whatever the method (E-02, E-03)."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from matching.models import Match, MatchStatus, MentorRequest, Scenario
from matching.tests.factories import MatchFactory, MentorRequestFactory, ScenarioFactory
from matching.urls import urlpatterns as of_matching
from people.models import User
from people.tests.factories import UserFactory
from pool.models import Mentee, Mentor, NotWith, Preference
from pool.tests.factories import MenteeFactory, MentorFactory
from pool.urls import urlpatterns as of_pool
from programs.models import Program
from programs.tests.factories import CohortFactory, ProgramFactory

pytestmark = pytest.mark.django_db

PATTERNS = [*of_matching, *of_pool]
# What is open to everyone who sees the program, or shows one's own only.
OPEN_TO_ALL = {"apply", "sign_up", "nominate", "nominate_mentee", "mine", "not_with"}


@dataclass
class World:
    """Someone else's things, and a coordinator for them."""

    coordinator: User
    program: Program
    mentor: Mentor
    mentee: Mentee
    match: Match
    draft: Match
    scenario: Scenario
    question: MentorRequest


@pytest.fixture
def world() -> World:
    """Return a program with everything in it."""
    coordinator = UserFactory.create()
    cohort = CohortFactory.create(program=ProgramFactory.create(coordinator=coordinator))
    match = MatchFactory.create(proposed=True, cohort=cohort)
    scenario = ScenarioFactory.create(cohort=cohort)
    draft = MatchFactory.create(draft=True, cohort=cohort, scenario=scenario)
    question = MentorRequestFactory.create(mentee=match.mentee)
    return World(coordinator, cohort.program, match.mentor, match.mentee, match, draft, scenario, question)


def address(pattern: URLPattern, world: World) -> str:
    """Fill in a URL with someone else's things."""
    route = str(pattern.pattern)
    owners = {
        "mentors": world.mentor, "mentees": world.mentee, "matches": world.match, "requests": world.question,
    }  # fmt: skip
    owner = owners[route.split("/", maxsplit=1)[0]]
    values = {
        "pk": owner.pk, "program": world.program.slug, "cohort": world.mentee.cohort_id, "step": "offer",
        "number": 1, "mentor": world.mentor.pk, "person": world.mentee.user_id,
    }  # fmt: skip
    room = "pool" if pattern in of_pool else "matching"
    if pattern.name == "mentee_step":
        values["step"] = "wants"
    return reverse(f"{room}:{pattern.name}", kwargs={name: values[name] for name in pattern.pattern.converters})


@pytest.mark.parametrize(
    "pattern", [p for p in PATTERNS if p.name not in OPEN_TO_ALL], ids=lambda pattern: pattern.name
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_e03_a_colleague_gets_404_for_everything_of_somebody_else(
    pattern: URLPattern, method: str, world: World, client: Client
) -> None:
    client.force_login(UserFactory.create())

    response = getattr(client, method)(address(pattern, world))

    assert response.status_code in {404, 405}
    if response.status_code == 405:
        other = {"get": "post", "post": "get"}[method]
        assert getattr(client, other)(address(pattern, world)).status_code == 404


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_a_visitor_is_sent_to_sign_in(pattern: URLPattern, world: World, client: Client) -> None:
    response = client.get(address(pattern, world))

    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("role", ["coordinator", "supervisor"])
def test_those_who_run_the_program_or_lead_the_person_get_404_in_the_portal_too(
    role: str, world: World, client: Client
) -> None:
    boss = UserFactory.create()
    User.objects.filter(pk=world.mentee.user_id).update(supervisor=boss)
    client.force_login(world.coordinator if role == "coordinator" else boss)

    for name, pk in (
        ("pool:mentee", world.mentee.pk),
        ("pool:mentor", world.mentor.pk),
        ("matching:match", world.match.pk),
    ):
        assert client.get(reverse(name, args=[pk])).status_code == 404
    assert client.get(reverse("pool:mentee_step", args=[world.mentee.pk, "apart"])).status_code == 404


def test_a_draft_is_not_shown_to_the_two_of_it(world: World, client: Client) -> None:
    for person in (world.draft.mentor.user, world.draft.mentee.user):
        client.force_login(person)
        assert client.get(reverse("matching:match", args=[world.draft.pk])).status_code == 404
        assert world.draft.other(person).name not in client.get(reverse("matching:mine")).content.decode()


def desk_pages(world: World) -> list[str]:
    """Return every page of the desk about these things."""
    names = [
        ("pool_mentor", world.mentor.pk),
        ("pool_mentee", world.mentee.pk),
        ("matching_match", world.match.pk),
        ("matching_scenario", world.scenario.pk),
    ]
    return [
        *(reverse(f"admin:{name}_change", args=[pk]) for name, pk in names),
        reverse("admin:matching_scenario_publish", args=[world.scenario.pk]),
        reverse("admin:matching_scenario_assign", args=[world.scenario.pk, world.draft.mentee_id]),
        f"{reverse('admin:matching_scenario_coverage')}?program={world.program.pk}",
        f"{reverse('admin:matching_scenario_add')}?cohort={world.scenario.cohort_id}",
    ]


def desk_deeds(world: World) -> list[str]:
    """Return every address of the desk that changes something."""
    return [
        reverse("admin:pool_mentor_accept", args=[world.mentor.pk]),
        reverse("admin:pool_mentor_decline", args=[world.mentor.pk]),
        reverse("admin:matching_scenario_run", args=[world.scenario.pk]),
        reverse("admin:matching_scenario_publish", args=[world.scenario.pk]),
        reverse("admin:matching_scenario_pair", args=[world.scenario.pk, world.draft.mentee_id]),
        reverse("admin:matching_scenario_forbid", args=[world.scenario.pk, world.draft.mentee_id]),
        reverse("admin:matching_match_end", args=[world.match.pk]),
    ]


def test_e03_a_coordinator_of_another_program_gets_404_on_the_desk(world: World, client: Client) -> None:
    stranger = UserFactory.create()
    ProgramFactory.create(coordinator=stranger)
    client.force_login(User.objects.get(pk=stranger.pk))

    for url in desk_pages(world):
        assert client.get(url).status_code in {302, 404}, url
        assert world.mentee.user.name not in client.get(url, follow=True).content.decode(), url
    for url in desk_deeds(world):
        assert client.post(url, {"reason": "x", "mentor": world.mentor.pk}).status_code == 404, url
    for model in ("pool_mentor", "pool_mentee", "matching_match", "matching_scenario"):
        page = client.get(reverse(f"admin:{model}_changelist") + "?state=all").content.decode()
        assert world.mentor.user.name not in page
        assert world.mentee.user.name not in page
        assert world.scenario.name not in page


def test_a_colleague_does_not_get_to_the_desk_at_all(world: World, client: Client) -> None:
    client.force_login(UserFactory.create())

    for url in [*desk_pages(world), *desk_deeds(world)]:
        assert client.get(url).status_code == 302, url


def test_p21_not_with_is_shown_to_nobody_but_its_owner(world: World, client: Client) -> None:
    """Not to the coordinator, in no page, and not by its consequences: no rule is named."""
    hidden = MentorFactory.create(program=world.program, user=UserFactory.create(name="Hidden Hannah"))
    NotWith.objects.create(user=world.draft.mentee.user, other=hidden.user, created_at=world.match.created_at)
    client.force_login(User.objects.get(pk=world.coordinator.pk))

    pages = [reverse("admin:pool_mentee_change", args=[world.draft.mentee_id]), *desk_pages(world)]
    for url in pages:
        page = client.get(url).content.decode()
        assert "Hidden Hannah" not in page, url
    person = client.get(pages[0]).content.decode()
    assert "rather not be matched with" not in person
    assert "visible only to you" not in person


def test_the_coordinator_sees_no_draft_of_an_application_or_sign_up(world: World, client: Client) -> None:
    mentor = MentorFactory.create(draft=True, program=world.program, user=UserFactory.create(name="Dora Draft"))
    mentee = MenteeFactory.create(draft=True, cohort=world.mentee.cohort, user=UserFactory.create(name="Dirk Draft"))
    client.force_login(User.objects.get(pk=world.coordinator.pk))

    assert client.get(reverse("admin:pool_mentor_change", args=[mentor.pk])).status_code == 404
    assert client.get(reverse("admin:pool_mentee_change", args=[mentee.pk])).status_code == 404
    assert "Dora Draft" not in client.get(reverse("admin:pool_mentor_changelist") + "?state=all").content.decode()


def test_preferences_are_not_shown_to_the_mentor(world: World, client: Client) -> None:
    Preference.objects.create(mentee=world.mentee, mentor=world.mentor, rank=1)
    other = MenteeFactory.create(cohort=world.mentee.cohort, user=UserFactory.create(name="Fan of You"))
    Preference.objects.create(mentee=other, mentor=world.mentor, rank=1)
    client.force_login(world.mentor.user)

    for url in (reverse("pool:mentor", args=[world.mentor.pk]), reverse("matching:mine")):
        assert "Fan of You" not in client.get(url).content.decode()


def test_e05_a_role_that_ended_opens_nothing_any_more(world: World, client: Client) -> None:
    client.force_login(User.objects.get(pk=world.coordinator.pk))
    url = reverse("admin:pool_mentor_change", args=[world.mentor.pk])
    assert client.get(url).status_code == 200

    world.program.memberships.update(ended_at=world.match.created_at, ended_by=world.coordinator)

    assert client.get(url).status_code in {302, 404}
    assert Match.objects.managed_by(world.coordinator).count() == 0
    assert world.match.status == MatchStatus.PROPOSED
