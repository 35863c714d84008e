"""What a person can do in a program, and what is told about them by the apps to the left."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from people.tests.factories import UserFactory
from programs import standing
from programs.joining import offers_for
from programs.standing import Standing
from programs.tests.factories import CohortFactory, GuidelinesFactory, ProgramFactory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from people.models import User
    from programs.models import Cohort, Program

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 3, 3)


@pytest.fixture
def cohort() -> Cohort:
    return CohortFactory.create(name="Spring")


@pytest.fixture
def told(cohort: Cohort) -> Iterator[None]:
    """Let someone tell that everyone is signed up to the cohort already."""

    def tell(user: User, programs: list[Program]) -> list[Standing]:
        where = {"program_id": cohort.program_id, "cohort_id": cohort.pk}
        return [Standing(role="mentee", words="You are signed up", url="/mentees/1/", label="See it", **where)]

    standing.tells_standing(tell)
    yield
    standing.TELLERS.remove(tell)


def test_an_open_cohort_and_the_pool_are_offered(cohort: Cohort) -> None:
    [offer] = offers_for(UserFactory.create(), [cohort.program], on=ON)

    assert [(intake.cohort, intake.problems, intake.standing) for intake in offer.intakes] == [(cohort, [], None)]
    assert (offer.takes_mentors, offer.mentor_problems, offer.guidelines) == (True, [], cohort.guidelines)


@pytest.mark.usefixtures("told")
def test_what_somebody_is_already_replaces_the_invitation(cohort: Cohort) -> None:
    [offer] = offers_for(UserFactory.create(), [cohort.program], on=ON)

    assert [intake.standing.words for intake in offer.intakes if intake.standing] == ["You are signed up"]
    assert offer.mentor_standing is None


def test_a_cohort_is_judged_by_the_guidelines_it_opened_on(cohort: Cohort) -> None:
    type(cohort.guidelines).objects.filter(pk=cohort.guidelines_id).update(status="superseded")
    GuidelinesFactory.create(program=cohort.program, version=2, mentee_entry="nominated", mentor_entry="nominated")

    [offer] = offers_for(UserFactory.create(), [cohort.program], on=ON)

    assert offer.intakes[0].problems == []
    assert len(offer.mentor_problems) == 1


def test_nothing_is_offered_in_a_program_that_is_closed(cohort: Cohort) -> None:
    cohort.program.closed_at = cohort.opened_at
    cohort.program.save()

    [offer] = offers_for(UserFactory.create(), [cohort.program], on=ON)

    assert (offer.intakes, offer.takes_mentors) == ([], False)


def test_p_16_supervisors_find_where_to_nominate_and_others_do_not(client: Client) -> None:
    program = ProgramFactory.create()
    GuidelinesFactory.create(program=program, mentor_entry="both")
    supervisor, colleague = UserFactory.create(), UserFactory.create()
    UserFactory.create(supervisor=supervisor)
    url = reverse("programs:program", args=[program.slug])

    client.force_login(supervisor)
    assert "Nominate a mentor" in client.get(url).text
    client.force_login(colleague)
    assert "Nominate a mentor" not in client.get(url).text
