"""Mentees at sites, for tests of what a report says of groups (E-13)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from evaluation.models import Report
from evaluation.report import reports
from evaluation.tests.factories import coordinator_of
from matching.models import MatchStatus, Reply
from matching.tests.factories import MatchFactory
from people.models import Site, User
from people.tests.factories import SiteFactory, UserFactory
from pool.tests.factories import APPLIED, MenteeFactory
from programs.models import Cohort


def at(name: str) -> User:
    """Someone at a site."""
    site = Site.objects.filter(name=name).first() or SiteFactory.create(name=name)
    user: User = UserFactory.create(site=site)
    return user


def matched(cohort: Cohort, site: str, *days: int) -> None:
    """Mentees of a site whose match was confirmed so many days after they signed up."""
    for wait in days:
        MatchFactory.create(cohort=cohort, mentee_user=at(site), confirmed_at=APPLIED + timedelta(days=wait))


def waiting(cohort: Cohort, site: str, number: int) -> None:
    """Mentees of a site who are signed up and have no match."""
    for _ in range(number):
        MenteeFactory.create(cohort=cohort, user=at(site))


def declined(cohort: Cohort, site: str, number: int, now: datetime) -> None:
    """Mentees of a site who said no."""
    for _ in range(number):
        MatchFactory.create(
            cohort=cohort, mentee_user=at(site), proposed=True, status=MatchStatus.DECLINED, ended_at=now,
            mentee_reply=Reply.DECLINED, mentee_replied_at=now,
        )  # fmt: skip


def by_site(section: dict[str, Any], side: str = "mentees") -> dict[str, Any]:
    """The table of sites."""
    found: dict[str, Any] = next(table for table in section[side]["tables"] if table["by"] == "site")
    return found


def rows(section: dict[str, Any], side: str = "mentees") -> dict[str, dict[str, Any]]:
    """Its shown groups by name."""
    return {row["name"]: row for row in by_site(section, side)["rows"]}


def made(cohort: Cohort, now: datetime) -> Report:
    return reports.make_report(cohort, by=coordinator_of(cohort.program), now=now)
