"""The report of a cohort with enough people to compare groups, as a committee member reads it (E-13)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from evaluation.report.reports import make_report
from evaluation.tests.factories import coordinator_of, running_cohort
from matching.models import MatchStatus, Reply
from matching.tests.factories import MatchFactory
from people.models import Department, Level, Site
from people.policy import Role
from people.tests.factories import DepartmentFactory, LevelFactory, SiteFactory, UserFactory
from pool.tests.factories import MenteeFactory
from programs.tests.factories import MembershipFactory

if TYPE_CHECKING:
    from mentoring.tests.browser.person import Visitor
    from people.models import User
    from programs.models import Cohort

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PLACES = (("Lisbon", 9, 30), ("Berlin", 14, 16), ("Toronto", 11, 18), ("Faro", 3, 20), ("Leeds", 4, 22))


def worker(place: str, number: int, work: tuple[list[Department], list[Level]]) -> User:
    """Someone at a place; departments and levels take turns."""
    departments, levels = work
    site = Site.objects.filter(name=place).first() or SiteFactory.create(name=place)
    return UserFactory.create(site=site, department=departments[number % 3], level=levels[number // 2 % 3])


def people_of(cohort: Cohort, now: datetime) -> None:
    """Mentees of five places, most of them matched, some who said no and some who wait."""
    departments = [DepartmentFactory.create(name=name) for name in ("Research and development", "Sales", "Finance")]
    levels = [LevelFactory.create(name=name) for name in ("Junior", "Professional", "Senior")]
    signed_up = now - timedelta(days=40)
    for place, size, wait in PLACES:
        for number in range(size):
            user = worker(place, number, (departments, levels))
            mentor = worker(PLACES[number % 3][0], number + 1, (departments, levels))
            people = {"mentee__user": user, "mentor__user": mentor, "mentee__enrolled_at": signed_up}
            at = signed_up + timedelta(days=wait + number)
            if number % 5 == 4:
                MenteeFactory.create(cohort=cohort, user=user, enrolled_at=signed_up)
            elif number % 7 == 3:
                no = {"mentee_reply": Reply.DECLINED, "mentee_replied_at": at}
                MatchFactory.create(
                    cohort=cohort, proposed=True, status=MatchStatus.DECLINED, ended_at=at, **people, **no
                )
            else:
                MatchFactory.create(cohort=cohort, confirmed_at=at, **people)


def test_e13_a_committee_member_reads_how_groups_fare(visitor: Visitor) -> None:
    now = timezone.now()
    cohort = running_cohort(pairs=0)
    people_of(cohort, now)
    report = make_report(cohort, by=coordinator_of(cohort.program), now=now)
    visitor.become(MembershipFactory.create(program=cohort.program, role=Role.COMMITTEE).user)

    visitor.open(reverse("evaluation:report", args=[report.pk]))

    visitor.sees("Does the program work equally well for all groups?")
    visitor.sees("People in Lisbon waited")
    assert not visitor.main.get_by_text("Faro").count()
    assert visitor.inspection.findings == [], visitor.inspection.report()
