"""What the roster reads besides people's own rows: topics that mean the same, what the guidelines ask, years here."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from matching.fit.criteria import words_of
from matching.fit.facts import Roster, read_roster, years_here
from matching.fit.question import ask
from matching.fit.reading import TopicList, _end
from matching.fit.terms import Terms
from people.tests.factories import DepartmentFactory, LevelFactory, UserFactory
from pool.models import Mentee
from pool.tests.factories import MenteeFactory, MentorFactory, TopicFactory
from programs.models import Cohort
from programs.tests.factories import CohortFactory, GuidelinesFactory, ProgramFactory


def read(cohort: Cohort, now: datetime) -> Roster:
    """Read everybody who waits."""
    return read_roster(cohort, Mentee.objects.waiting(), now=now)


@pytest.mark.django_db
class TestTopics:
    """Synonyms and neighbours."""

    def test_a_topic_that_counts_as_another_is_that_other(self, now: datetime) -> None:
        feedback = TopicFactory.create(name="Feedback")
        old = TopicFactory.create(name="Giving feedback", counts_as=feedback)
        older = TopicFactory.create(name="Appraisals", counts_as=old)
        cohort = CohortFactory.create()
        mentee = MenteeFactory.create(cohort=cohort, topics=[older, feedback])
        mentee.topics_back.set([old])
        MentorFactory.create(program=cohort.program, topics=[old])

        people = read(cohort, now)

        assert people.mentees[0].topics == people.mentors[0].topics == people.mentees[0].topics_back == {feedback.pk}
        [reason] = [one for one in ask(people, Terms()).reasons(0, 0) if one["code"] == "topics"]
        assert (reason["points"], words_of(reason)) == (reason["of"], "The wanted topic is offered: Feedback.")

    def test_related_topics_are_related_by_what_they_mean(self) -> None:
        data, figures = TopicFactory.create(), TopicFactory.create()
        same = TopicFactory.create(counts_as=data)
        same.related.add(figures)
        data.related.add(same)

        assert TopicList().related == {data.pk: {figures.pk}, figures.pk: {data.pk}}

    def test_topics_in_a_circle_end_at_the_lowest(self) -> None:
        assert {_end(topic, {5: 6, 6: 7, 7: 6}) for topic in (5, 6, 7)} == {6}


@pytest.mark.django_db
class TestEligibility:
    """What the guidelines ask by the directory (P-07, P-08)."""

    def cohort_that_asks(self, **rules: Any) -> Cohort:  # noqa: ANN401 - fields of guidelines
        """Make a cohort with one mentee and two mentors; the first mentor has been here for long."""
        program = ProgramFactory.create()
        GuidelinesFactory.create(program=program, **rules)
        cohort = CohortFactory.create(program=program)
        MentorFactory.create(
            program=program, user=UserFactory.create(department=DepartmentFactory.create(), hired_on=date(2020, 1, 1))
        )
        MentorFactory.create(program=program, user=UserFactory.create(hired_on=date(2026, 1, 15)))
        MenteeFactory.create(cohort=cohort, user=UserFactory.create(hired_on=date(2025, 12, 1)))
        return cohort

    def test_everybody_is_eligible_where_nothing_is_asked(self, now: datetime) -> None:
        people = read(self.cohort_that_asks(), now)

        assert [person.eligible for person in (*people.mentees, *people.mentors)] == [True, True, True]

    def test_p08_a_mentor_of_another_department_waits(self, now: datetime) -> None:
        cohort = self.cohort_that_asks()
        first = cohort.program.mentors.order_by("pk")[0].user.department
        assert first is not None
        cohort.guidelines.mentor_departments.set([first])

        people = read(cohort, now)

        assert [person.eligible for person in people.mentors] == [True, False]
        assert ask(people, Terms()).against(0, 1).code == "eligible"
        assert ask(people, Terms(rules={"eligible": False})).against(0, 1) is None

    @pytest.mark.parametrize(("months", "eligible"), [(3, True), (1, False)])
    def test_p07_a_mentee_is_judged_by_the_day_of_signing_up(self, now: datetime, months: int, eligible: bool) -> None:
        """Two months here on 9 February, three on 3 March: whoever joined in time stays in."""
        cohort = self.cohort_that_asks(mentee_max_tenure_months=months)

        assert [person.eligible for person in read(cohort, now).mentees] == [eligible]

    def test_p08_months_here_are_asked_of_mentors_today(self, now: datetime) -> None:
        cohort = self.cohort_that_asks(mentor_min_tenure_months=6)

        assert [person.eligible for person in read(cohort, now).mentors] == [True, False]

    def test_levels_are_asked_for_too(self, now: datetime) -> None:
        cohort = self.cohort_that_asks()
        cohort.guidelines.mentee_levels.set([LevelFactory.create(rank=90)])

        assert [person.eligible for person in read(cohort, now).mentees] == [False]


@pytest.mark.parametrize(
    ("hired_on", "years"),
    [(date(2023, 3, 3), 3), (date(2023, 3, 4), 2), (date(2026, 1, 1), 0), (date(2027, 1, 1), 0), (None, None)],
)
def test_years_here_are_full_ones(hired_on: date | None, years: int | None) -> None:
    assert years_here(hired_on, date(2026, 3, 3)) == years
