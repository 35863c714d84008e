"""From people to numbers: nothing but work, topics, wishes, languages and hours reaches the matching (E-10, M-07)."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matching.fit.facts import MenteeFacts, MentorFacts, Roster, read_roster
from matching.fit.question import answer, ask
from matching.fit.terms import Terms
from matching.tests.factories import MatchFactory
from matching.tests.facts import mentee, mentor, roster
from people.models import User
from people.tests.factories import DepartmentFactory, LevelFactory, SiteFactory, UserFactory
from pool.models import Mentee, NotWith, Preference
from pool.tests.factories import MenteeFactory, MentorFactory, TopicFactory
from programs.models import Cohort
from programs.tests.factories import (
    CohortFactory,
    GuidelinesFactory,
    ProgramFactory,
    TrainingCompletionFactory,
    TrainingFactory,
)


def test_e10_the_matching_sees_these_facts_and_no_others() -> None:
    shared = {
        "pk",
        "user",
        "public_id",
        "department",
        "site",
        "step",
        "zone",
        "years",
        "topics",
        "topics_back",
        "goals",
        "experience",
        "channels",
        "languages",
        "slots",
        "department_wish",
        "site_wish",
        "eligible",
    }

    assert {field.name for field in fields(MenteeFacts)} == shared | {"ranks"}
    assert {field.name for field in fields(MentorFacts)} == shared | {"places", "trained"}
    assert {field.name for field in fields(Roster)} == {
        "format", "on", "mentees", "mentors", "supervisor_of", "not_with", "earlier", "topic_names", "meanings", "related", "steps",
        "graded", "forbidden",
    }  # fmt: skip


def test_e10_the_engine_gets_ids_capacities_and_whole_numbers_only() -> None:
    people = roster([mentee(topics={1}), mentee(languages={"fr"})], [mentor(topics={1}, places=2)])

    problem = ask(people, Terms()).problem

    assert (problem.mentees, problem.capacity.tolist()) == (2, [2])
    assert [problem.scores_for(row).tolist() for row in range(2)] == [[3480], [-1]]
    arrays = {name: value for name, value in vars(problem).items() if isinstance(value, np.ndarray)}
    assert all(array.dtype.kind in "iu" for array in arrays.values())
    assert list(problem.mentee_ids) == [person.public_id for person in people.mentees]
    texts = {name for name, value in vars(problem).items() if name not in arrays and not isinstance(value, int)}
    assert texts == {"mentee_ids", "mentor_ids"}


def test_m03_the_same_people_are_paired_whatever_the_order_of_the_rows() -> None:
    mentees = [mentee(topics={1}) for _ in range(6)]
    mentors = [mentor(topics={1}) for _ in range(4)]

    def named(people: Roster) -> set[tuple[str, str]]:
        found = answer(people, Terms())
        return {(people.mentees[row].public_id, people.mentors[column].public_id) for row, column in found.pairs()}

    assert named(roster(mentees, mentors)) == named(roster(mentees[::-1], mentors[::-1]))


@pytest.mark.django_db
class TestReading:
    """From rows to facts."""

    def test_e10_changing_who_somebody_is_changes_no_score(self, now: datetime) -> None:
        cohort, topic = CohortFactory.create(), TopicFactory.create()
        MenteeFactory.create(cohort=cohort, topics=[topic])
        for _ in range(3):
            MentorFactory.create(program=cohort.program, topics=[topic])
        before = answer(read_roster(cohort, Mentee.objects.waiting(), now=now), Terms())

        for number, user in enumerate(User.objects.order_by("pk")):
            user.name, user.known_as, user.job_title = f"Ayşe Ó {number}", "Ay", "Chief"
            user.email, user.hired_on = f"a{number}@example.net", date(1999, 1, 1)
            user.save()
        after = answer(read_roster(cohort, Mentee.objects.waiting(), now=now), Terms())

        assert after.question.problem.scores_for(0).tolist() == before.question.problem.scores_for(0).tolist()
        assert after.solution.mentor_of.tolist() == before.solution.mentor_of.tolist()

    def test_everything_that_counts_is_read(self, now: datetime) -> None:
        program = ProgramFactory.create()
        GuidelinesFactory.create(program=program, training_required=True)
        cohort = CohortFactory.create(program=program, starts_on=date(2026, 7, 1))
        LevelFactory.create(rank=10)
        level = LevelFactory.create(rank=30)
        site, department = SiteFactory.create(time_zone="Asia/Tokyo"), DepartmentFactory.create()
        topic = TopicFactory.create(name="Planning")
        boss = UserFactory.create()
        user = UserFactory.create(level=level, site=site, department=department, supervisor=boss)
        seeker = MenteeFactory.create(
            cohort=cohort, user=user, topics=[topic], site_wish="same", languages=["EN", "ja"]
        )
        trained = MentorFactory.create(program=program, capacity=3)
        untrained = MentorFactory.create(program=program)
        TrainingCompletionFactory.create(training=TrainingFactory.create(program=program), user=trained.user)
        Preference.objects.create(mentee=seeker, mentor=trained, rank=1)
        NotWith.objects.create(user=user, other=untrained.user, created_at=now)
        MatchFactory.create(cohort=cohort, mentor=trained, active=True)
        over = MatchFactory.create(cohort=cohort, mentor=trained, active=True)
        type(over).objects.filter(pk=over.pk).update(status="ended", ended_at=now)

        people = read_roster(cohort, Mentee.objects.waiting().filter(pk=seeker.pk), now=now)

        one = people.mentees[0]
        assert (one.department, one.site, one.step, one.zone) == (department.pk, site.pk, 1, "Asia/Tokyo")
        assert (set(one.topics), set(one.languages), dict(one.ranks), one.site_wish) == (
            {topic.pk},
            {"en", "ja"},
            {trained.pk: 1},
            "same",
        )
        assert [(m.pk, m.places, m.trained) for m in people.mentors] == [
            (trained.pk, 2, True),
            (untrained.pk, 1, False),
        ]
        assert people.supervisor_of == {user.pk: boss.pk}
        assert people.not_with == {(user.pk, untrained.user_id)}
        assert people.earlier == {(over.mentee.user_id, trained.user_id)}
        assert people.topic_names[topic.pk] == "Planning"
        assert people.on == date(2026, 7, 1)

    def test_pairs_that_were_declined_count_in_their_cohort_only(self, now: datetime) -> None:
        match = MatchFactory.create(proposed=True, status="declined")
        elsewhere = CohortFactory.create(program=match.cohort.program)

        assert read_roster(match.cohort, Mentee.objects.none(), now=now).earlier
        assert not read_roster(elsewhere, Mentee.objects.none(), now=now).earlier

    def test_reading_takes_the_same_queries_for_three_and_for_thirty(self, now: datetime) -> None:
        def queries(cohort: Cohort, count: int) -> int:
            topic = TopicFactory.create()
            for _ in range(count):
                MenteeFactory.create(cohort=cohort, topics=[topic])
                MentorFactory.create(program=cohort.program, topics=[topic])
            with CaptureQueriesContext(
                connection,
            ) as captured:
                found = answer(read_roster(cohort, cohort.mentees.waiting(), now=now), Terms())
            assert found.solution.matched == count
            return len(captured)

        assert queries(CohortFactory.create(), 3) == queries(CohortFactory.create(), 30) <= 30


@pytest.mark.slow
def test_three_hundred_and_three_hundred_are_matched_in_a_moment() -> None:
    """Scoring, rules, reasons and solving; the figure that people wait for."""
    import time

    mentees = [
        mentee(topics={n % 3 + 1}, languages={"en", "de"}, slots={"tue-am"}, zone="Europe/Berlin", step=n % 5)
        for n in range(300)
    ]
    mentors = [
        mentor(topics={n % 2 + 1}, slots={"tue-am", "thu-pm"}, zone="Europe/Lisbon", step=n % 6) for n in range(300)
    ]
    answer(roster(mentees, mentors), Terms())  # the kernels are compiled once for each machine
    people = roster(mentees, mentors)

    begun = time.process_time()
    found = answer(people, Terms())
    reasons = [found.reasons(row, column) for row, column in found.pairs()]

    assert len(reasons) == found.solution.matched > 250
    assert time.process_time() - begun < 2


def test_a_problem_can_be_made_of_nobody() -> None:
    people = roster([], [])

    assert ask(people, Terms()).problem.mentees == 0
    assert answer(people, Terms()).solution.matched == 0
