"""The pages of a scenario: what they show, what they refuse, who may open them, and how many queries they take."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matching.fit.criteria import sentence_of
from matching.lab import scenarios
from matching.lab.what_if.trials import ANSWERS
from matching.models import Scenario, ScenarioStatus, Stage, TrialKind
from matching.tests.factories import MatchFactory, ScenarioFactory
from matching.tests.lab.conftest import Contest
from people.models import User
from people.tests.factories import UserFactory
from pool.tests.factories import MenteeFactory, MentorFactory
from pool.tests.pages import text, title
from programs.models import Cohort
from programs.tests.factories import ProgramFactory

pytestmark = pytest.mark.django_db

PAGES = ("change", "pairs", "left", "play", "curves", "compare", "publish")
DEEDS = ("run", "draw", "keep", "play", "publish")


def place(name: str, *args: object) -> str:
    """Return the address of a page of the lab."""
    return reverse(f"admin:matching_scenario_{name}", args=args)


def mentee_pages(contest: Contest) -> list[str]:
    """Return the pages about one mentee."""
    return [place(name, contest.scenario.pk, contest.keen.pk) for name in ("assign",)]


def mentee_deeds(contest: Contest) -> list[str]:
    """Return what changes something about one mentee, or helps."""
    pk = contest.scenario.pk
    return [
        *(place(name, pk, contest.keen.pk) for name in ("lock", "unlock", "forbid", "pair", "cost")),
        place("ask", pk, contest.wanted.pk),
        place("without", pk, "level"),
        place("invite", pk, contest.keen.user_id),
    ]


class TestScenarios:
    """Trying and looking."""

    def test_a_scenario_is_created_with_its_options_and_queued(self, client: Client, cohort: Cohort) -> None:
        url = f"{reverse('admin:matching_scenario_add')}?cohort={cohort.pk}"
        fields = initial(client, url)

        response = client.post(
            url,
            {
                **fields,
                "name": "Own choice first",
                "weight-topics": "required",
                "preference": 250,
                "poor": 30,
                "weak": 50,
            },
        )

        scenario = Scenario.objects.get()
        assert response.headers["Location"] == place("change", scenario.pk)
        assert (scenario.status, scenario.weights["topics"], scenario.preference) == ("queued", "required", 250)
        assert (scenario.poor, scenario.weak, scenario.keep_bonus) == (30, 50, 5)
        waiting = client.get(response.headers["Location"]).content.decode()
        assert "data-look-again" in waiting

    def test_a_run_that_broke_off_says_so_and_can_be_tried_again(self, client: Client, contest: Contest) -> None:
        page = place("change", contest.scenario.pk)
        assert "Something went wrong on our side" not in client.get(page).content.decode()

        Scenario.objects.filter(pk=contest.scenario.pk).update(status=ScenarioStatus.FAILED)

        shown = client.get(page).content.decode()
        assert "Something went wrong on our side" in shown
        assert place("run", contest.scenario.pk) in shown

    def test_a_run_shows_how_far_it_is(self, client: Client, contest: Contest) -> None:
        Scenario.objects.update(status=ScenarioStatus.QUEUED, stage=Stage.SOLVING)

        page = client.get(place("change", contest.scenario.pk)).content.decode()

        assert '<li aria-current="step">Finding the best answer</li>' in page

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"name": ""}, "Give the scenario a name"),
            ({"preference": 401}, "Please enter 400 or less."),
            ({"keep_bonus": 0}, "Please enter 1 or more."),
            ({"poor": 60, "weak": 40}, "Weak must be above poor"),
            ({"poor": 60, "weak": 0}, "Give both thresholds"),
            ({"weight-topics": "huge"}, "That choice is not one of the available choices"),
            ({"min_hours": "many"}, "Enter a whole number"),
        ],
    )
    def test_what_cannot_be_asked_is_explained(
        self, changes: dict[str, object], words: str, client: Client, cohort: Cohort
    ) -> None:
        url = f"{reverse('admin:matching_scenario_add')}?cohort={cohort.pk}"

        response = client.post(url, {**initial(client, url), **changes})

        assert (response.status_code, title(response).startswith("Error:")) == (400, True)
        assert words in text(response)
        assert not Scenario.objects.exists()

    def test_a_name_that_is_taken_is_explained(self, client: Client, cohort: Cohort) -> None:
        scenario = ScenarioFactory.create(cohort=cohort)
        url = f"{reverse('admin:matching_scenario_add')}?cohort={cohort.pk}"

        response = client.post(url, {**initial(client, url), "name": scenario.name})

        assert "Choose another name" in text(response)

    def test_a_scenario_begins_like_another_with_one_thing_changed(self, client: Client, contest: Contest) -> None:
        Scenario.objects.update(weights={**contest.scenario.weights, "topics": "off"}, poor=20, weak=40)
        url = f"{reverse('admin:matching_scenario_add')}?cohort={contest.scenario.cohort_id}&from={contest.scenario.pk}"

        fields = initial(client, f"{url}&preference=300")

        assert (fields["weight-topics"], fields["preference"], fields["poor"], fields["weak"]) == ("off", 300, 20, 40)
        assert initial(client, f"{url}&preference=9000&keep_bonus=x")["preference"] == 100

    def test_the_overview_shows_figures_reasons_and_what_certified_means(
        self, client: Client, contest: Contest
    ) -> None:
        page = text(client.get(place("change", contest.scenario.pk)))

        assert "2 matched, of 3 mentees" in page
        assert "Too few places 1" in page
        assert "1 got their first choice, 1 one of their choices, of 1 who ranked" in page
        assert ("Best possible matching, proved." in page) == contest.scenario.runs.get().certified

    def test_pairs_are_filtered_sorted_and_opened_into_their_reasons(self, client: Client, contest: Contest) -> None:
        url = place("pairs", contest.scenario.pk)

        page = text(client.get(url))
        assert "First choice." in page
        assert page.index("Otto Other") < page.index("Wanda Wanted")
        assert "Otto Other" not in rows(client, f"{url}?q=keen")
        assert rows(client, f"{url}?show=locked") == ""
        assert "Wanda Wanted" in rows(client, f"{url}?sort=strongest&page=99")
        assert rows(client, f"{url}?site=x&department=999999999").count("Wanda Wanted") == 0
        assert "Wanda Wanted" in rows(client, f"{url}?site=x&sort=nonsense&show=nonsense")

    def test_m08_one_sentence_a_pair_says_what_raised_and_what_lowered_its_score(
        self, client: Client, contest: Contest
    ) -> None:
        match = contest.scenario.matches.get(mentee=contest.keen)
        said = sentence_of(match.reasons)
        assert said.startswith("Raised most by “Topics” and “The mentee’s own choice”")

        for url in (
            place("pairs", contest.scenario.pk),
            place("change", contest.scenario.pk),
            place("assign", contest.scenario.pk, contest.keen.pk),
        ):
            assert said in text(client.get(url)), url

    def test_a_published_scenario_shows_where_its_pairs_stand(self, client: Client, cohort: Cohort) -> None:
        scenario = ScenarioFactory.create(cohort=cohort, status=ScenarioStatus.PUBLISHED, published_at=cohort.opened_at)
        match = MatchFactory.create(proposed=True, cohort=cohort, scenario=scenario)

        page = text(client.get(place("pairs", scenario.pk)))

        assert "Proposed" in page
        assert match.mentee.user.name in page
        assert client.get(place("publish", scenario.pk)).status_code == 302

    def test_a_scenario_from_before_runs_were_kept_still_opens(self, client: Client, cohort: Cohort) -> None:
        scenario = ScenarioFactory.create(cohort=cohort)
        draft = MatchFactory.create(draft=True, cohort=cohort, scenario=scenario)

        for name in ("change", "pairs", "left", "compare", "curves", "publish"):
            assert client.get(place(name, scenario.pk)).status_code == 200, name
        page = text(client.get(place("assign", scenario.pk, draft.mentee_id)))
        assert "Run this scenario again" in page


def initial(client: Client, url: str) -> dict[str, object]:
    """Return what a new scenario's form is filled with."""
    form = client.get(url).context["form"]
    return {name: value for name in form.fields if (value := form[name].value()) is not None and value is not False}


def rows(client: Client, url: str) -> str:
    """Return the words of the table of pairs."""
    page = client.get(url).content.decode()
    start = page.find('<table class="table pairs">')
    return page[start : page.index("</section>", start)] if start >= 0 else ""


class TestWhoMayAndHowMuch:
    """Strangers, visitors, GETs, queries."""

    def test_e03_a_coordinator_of_another_program_gets_404_everywhere(self, client: Client, contest: Contest) -> None:
        stranger = UserFactory.create()
        ProgramFactory.create(coordinator=stranger)
        client.force_login(User.objects.get(pk=stranger.pk))
        pk = contest.scenario.pk

        for url in [
            *(place(name, pk) for name in PAGES if name != "change"),
            *mentee_pages(contest),
            place("played", pk),
        ]:
            assert client.get(url).status_code == 404, url
        for url in [*(place(name, pk) for name in DEEDS), *mentee_deeds(contest)]:
            assert client.post(url, {"reason": "x", "mentor": contest.other.pk}).status_code == 404, url
        assert Scenario.objects.get().status == ScenarioStatus.READY

    def test_another_cohort_s_scenario_and_mentee_are_not_mixed_in(self, client: Client, contest: Contest) -> None:
        elsewhere = MatchFactory.create(draft=True, scenario=ScenarioFactory.create(name="Secret other"))

        page = text(client.get(f"{place('compare', contest.scenario.pk)}?with={elsewhere.scenario_id}"))
        assert "Secret other" not in page
        assert client.get(place("assign", contest.scenario.pk, elsewhere.mentee_id)).status_code == 404
        add = (
            f"{reverse('admin:matching_scenario_add')}?cohort={contest.scenario.cohort_id}&from={elsewhere.scenario_id}"
        )
        assert client.get(add).status_code == 200

    def test_a_get_changes_nothing(self, client: Client, contest: Contest) -> None:
        for url in [*(place(name, contest.scenario.pk) for name in DEEDS), *mentee_deeds(contest)]:
            assert client.get(url).status_code in {200, 302}, url

        scenario = Scenario.objects.get()
        assert (scenario.status, scenario.curves, scenario.changes.count()) == (ScenarioStatus.READY, None, 0)
        assert not scenario.trials.exists()

    def test_pages_of_many_people_cost_no_more_queries_than_pages_of_few(
        self, client: Client, contest: Contest, coordinator: User, now: datetime
    ) -> None:
        cohort = contest.scenario.cohort
        other = scenarios.create_scenario(cohort, name="Two", weights={"topics": "off"}, by=coordinator, now=now)
        other.held.create(mentee=contest.third, mentor=contest.wanted, hold="locked")
        scenarios.run_scenario(other, now=now)
        urls = [place(name, contest.scenario.pk) for name in PAGES] + mentee_pages(contest)

        def queries() -> list[int]:
            found = []
            for url in urls:
                client.get(url)
                with CaptureQueriesContext(connection) as captured:
                    assert client.get(url).status_code == 200, url
                found.append(len(captured))
            return found

        few = queries()
        for _ in range(3):
            MentorFactory.create(program=cohort.program)
            mentee = MenteeFactory.create(cohort=cohort)
            mentee.preferences.create(mentor=contest.wanted, rank=1)
        for _ in range(2):
            MenteeFactory.create(cohort=cohort, languages=["fr"])
        for scenario in (contest.scenario, other):
            scenarios.run_scenario(Scenario.objects.get(pk=scenario.pk), now=now)

        assert [max(pair) for pair in zip(queries(), few, strict=True)] == few
        assert max(few) < 70


def test_every_kind_of_question_has_an_answer() -> None:
    assert set(ANSWERS) == set(TrialKind)
