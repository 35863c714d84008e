"""The choice of whom to nominate says at once who cannot be, and why, in words about them (P-16)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.models import User
from people.tests.factories import LevelFactory, UserFactory
from pool.joining import nominations
from pool.models import Mentee, Mentor
from pool.tests.factories import MenteeFactory, MentorFactory
from pool.tests.pages import text
from programs.models.taking_part import Entry
from programs.tests.factories import CohortFactory, GuidelinesFactory

if TYPE_CHECKING:
    from django.test import Client

    from programs.models import Cohort

pytestmark = pytest.mark.django_db
RULES = ("mentor_min_tenure_months", "mentee_min_tenure_months")


@pytest.fixture
def cohort() -> Cohort:
    """Return an open cohort to which supervisors nominate people who have been here for half a year."""
    guidelines = GuidelinesFactory.create(
        mentor_entry=Entry.NOMINATED, mentee_entry=Entry.NOMINATED, **dict.fromkeys(RULES, 6)
    )
    cohort: Cohort = CohortFactory.create(program=guidelines.program, guidelines=guidelines, enrol_until=None)
    return cohort


def report(boss: User, name: str, *, here_for: int = 1000) -> User:
    user: User = UserFactory.create(
        name=name, supervisor=boss, hired_on=timezone.localdate() - timedelta(days=here_for)
    )
    return user


def page_of(side: str, cohort: Cohort) -> str:
    if side == "mentor":
        return reverse("pool:nominate", args=[cohort.program.slug])
    return reverse("pool:nominate_mentee", args=[cohort.pk])


def offered(page: str) -> set[int]:
    return {int(found) for found in re.findall(r'type="radio"[^>]*value="(\d+)"', page)}


@pytest.mark.parametrize("side", ["mentor", "mentee"])
def test_p16_only_those_are_offered_who_can_be_nominated_and_the_others_with_the_reason(
    client: Client, user: User, cohort: Cohort, side: str
) -> None:
    able, new, known = report(user, "Ada Able"), report(user, "Nils New", here_for=20), report(user, "Kim Known")
    if side == "mentor":
        MentorFactory.create(program=cohort.program, user=known)
    else:
        MenteeFactory.create(cohort=cohort, user=known)

    answer = client.get(page_of(side, cohort))

    said = text(answer)
    assert offered(answer.content.decode()) == {able.pk}
    assert "Cannot be nominated at the moment" in said
    assert "Nils New Has not been here for 6 months yet. Can take part from" in said
    assert "Kim Known has already been nominated or has joined." in said

    refused = client.post(page_of(side, cohort), {"person": new.pk})
    assert "Has not been here for 6 months yet." in text(refused)
    assert not (Mentor if side == "mentor" else Mentee).objects.filter(user=new).exists()


def test_p16_levels_are_told_about_the_person_and_not_to_them(client: Client, user: User, cohort: Cohort) -> None:
    guidelines = cohort.guidelines
    assert guidelines
    guidelines.mentor_levels.add(LevelFactory.create(name="Senior"))
    User.objects.filter(pk=report(user, "Ada Able").pk).update(level=None)

    said = text(client.get(page_of("mentor", cohort)))

    assert "Only for the levels Senior. The directory lists no level for them." in said
    assert "No one on your team can be nominated at the moment" in said
    assert "for you" not in said


def test_p16_who_said_no_or_began_alone_can_still_be_named(user: User, cohort: Cohort) -> None:
    today = timezone.localdate()
    for number, status in enumerate(sorted(nominations.AGAIN - {"declined"})):
        MenteeFactory.create(cohort=cohort, user=report(user, f"Person {number}"), status=status)

    assert {one.reason for one in nominations.team_for(Mentee, cohort, by=user, on=today)} == {""}


def test_p16_a_large_team_costs_no_more_questions_than_a_small_one(client: Client, user: User, cohort: Cohort) -> None:
    counts = []
    for size in (1, 4):
        for number in range(size):
            report(user, f"Person {size} {number}", here_for=20 if number % 2 else 1000)
        with CaptureQueriesContext(connection) as asked:
            client.get(page_of("mentor", cohort))
        counts.append(len(asked))

    assert counts[0] == counts[1]
