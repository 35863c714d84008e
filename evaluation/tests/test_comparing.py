"""E-13: the proxy check of a report: what is counted, what is shown, to whom, and what two reports give away."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluation import reports
from evaluation.comparing import compare_groups
from evaluation.export import as_csv
from evaluation.models import Report, SurveyRules
from evaluation.reading import read
from evaluation.tests.factories import coordinator_of, running_cohort
from matching.models import Match, MatchStatus, Mentee, Reply
from matching.tests.factories import APPLIED, MatchFactory, MatchRequestFactory, MenteeFactory, MentorFactory
from people.models import Site, User
from people.policy import Role
from people.tests.factories import SiteFactory, UserFactory
from programs.models import Cohort
from programs.tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort() -> Cohort:
    return running_cohort(pairs=0)


def at(name: str) -> User:
    """Somebody at a site."""
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


def test_e13_a_group_tells_sign_ups_matches_answers_and_waiting_times(cohort: Cohort, now: datetime) -> None:
    matched(cohort, "Lisbon", 5, 7, 12, 20)
    waiting(cohort, "Lisbon", 1)
    declined(cohort, "Lisbon", 1, now)
    matched(cohort, "Berlin", *range(1, 7))
    assert rows(compare_groups(cohort, now=now)) == {
        "Berlin": {
            "name": "Berlin", "people": 6, "matched": 6, "own": [6, 6], "other": None, "waiting": 0,
            "wait": {"median": 3.5, "at_least": False, "longest_weeks": 1},
        },
        "Lisbon": {
            "name": "Lisbon", "people": 6, "matched": 4, "own": [4, 5], "other": None, "waiting": 2,
            "wait": {"median": 16.0, "at_least": False, "longest_weeks": 4},
        },
    }  # fmt: skip


def test_e13_small_groups_are_shown_together_without_their_names(cohort: Cohort, now: datetime) -> None:
    matched(cohort, "Faro", 1, 2, 3)
    matched(cohort, "Porto", *range(1, 7))
    matched(cohort, "Berlin", *range(1, 8))
    section = compare_groups(cohort, now=now)
    assert list(rows(section)) == ["Berlin"]
    assert by_site(section)["rest"]["people"] == 9
    assert not {"Faro", "Porto"} & set(json.dumps(section).split('"'))


def test_e13_the_smallest_group_of_the_program_counts(cohort: Cohort, now: datetime) -> None:
    SurveyRules.objects.create(program=cohort.program, figures_from=7)
    matched(cohort, "Lisbon", *range(1, 7))
    matched(cohort, "Berlin", *range(1, 11))
    assert rows(compare_groups(cohort, now=now)) == {}


def test_e13_answers_of_fewer_than_five_people_are_not_shown_though_the_group_is(cohort: Cohort, now: datetime) -> None:
    matched(cohort, "Lisbon", 1, 2, 3, 4)
    waiting(cohort, "Lisbon", 4)
    matched(cohort, "Berlin", *range(1, 9))
    matched(cohort, "Madrid", *range(1, 10))
    found = rows(compare_groups(cohort, now=now))
    assert {name: row["own"] for name, row in found.items()} == {"Lisbon": None, "Berlin": None, "Madrid": [9, 9]}


def test_e13_where_everybody_said_no_nobodys_no_is_shown(cohort: Cohort, now: datetime) -> None:
    declined(cohort, "Lisbon", 6, now)
    matched(cohort, "Berlin", *range(1, 9))
    matched(cohort, "Madrid", *range(1, 10))
    found = rows(compare_groups(cohort, now=now))
    assert {name: row["own"] for name, row in found.items()} == {"Lisbon": None, "Berlin": None, "Madrid": [9, 9]}


def test_e13_no_answer_in_time_and_a_no_look_alike(cohort: Cohort, now: datetime) -> None:
    matched(cohort, "Berlin", *range(1, 6))
    matched(cohort, "Lisbon", *range(1, 6))
    lapsed = MatchFactory.create(cohort=cohort, mentee_user=at("Berlin"), proposed=True, status=MatchStatus.EXPIRED, ended_at=now)  # fmt: skip
    assert rows(compare_groups(cohort, now=now))["Berlin"]["own"] == [5, 6]
    Match.objects.filter(pk=lapsed.pk).update(mentee_reply=Reply.DECLINED, mentee_replied_at=now)
    assert rows(compare_groups(cohort, now=now))["Berlin"]["own"] == [5, 6]


def test_e13_a_mentee_who_knew_nothing_has_not_said_no(cohort: Cohort, now: datetime) -> None:
    matched(cohort, "Berlin", *range(1, 6))
    matched(cohort, "Lisbon", *range(1, 6))
    MatchFactory.create(
        cohort=cohort, mentee_user=at("Berlin"), proposed=True, staged=True, status=MatchStatus.EXPIRED, ended_at=now
    )
    row = rows(compare_groups(cohort, now=now))["Berlin"]
    assert (row["own"], row["other"]) == ([5, 5], [5, 6])


def test_e13_mentors_whom_mentees_asked_themselves_count_as_the_other_side(cohort: Cohort, now: datetime) -> None:
    matched(cohort, "Berlin", *range(1, 6))
    matched(cohort, "Lisbon", *range(1, 6))
    MatchRequestFactory.create(
        mentee=Mentee.objects.filter(cohort=cohort, user__site__name="Berlin").first(),
        mentor=MentorFactory.create(program=cohort.program),
        status="declined",
        closed_at=now,
    )
    row = rows(compare_groups(cohort, now=now))["Berlin"]
    assert (row["own"], row["other"]) == ([5, 5], [5, 6])


def test_e13_mentors_who_applied_are_compared_too_and_do_not_wait(cohort: Cohort, now: datetime) -> None:
    for _ in range(6):
        MatchFactory.create(cohort=cohort, mentor_user=at("Berlin"))
        MentorFactory.create(program=cohort.program, user=at("Lisbon"))
    found = rows(compare_groups(cohort, now=now), "mentors")
    assert {name: (row["people"], row["matched"], row["wait"]) for name, row in found.items()} == {
        "Berlin": (6, 6, None),
        "Lisbon": (6, 0, None),
    }


def test_e13_the_largest_difference_is_said_in_plain_words(cohort: Cohort, now: datetime) -> None:
    matched(cohort, "Berlin", *range(1, 9))
    matched(cohort, "Lisbon", *range(13, 21))
    page = read(made(cohort, now), with_groups=True)
    assert page.groups is not None
    sites = page.groups.sides[0].tables[1]
    assert sites.findings == [("People in Berlin waited 12 days less than others.", True)]


def test_d13_e13_what_can_be_chance_is_no_clear_difference(cohort: Cohort, now: datetime) -> None:
    matched(cohort, "Berlin", 1, 5, 9, 13, 17)
    matched(cohort, "Lisbon", 2, 6, 11, 13, 18)
    page = read(made(cohort, now), with_groups=True)
    assert page.groups is not None
    assert page.groups.sides[0].tables[1].findings == [
        ("No clear difference. People in Berlin waited 2 days less than others. With so few people this can be chance.", False)
    ]  # fmt: skip


def test_e13_d06_the_next_report_does_not_show_what_a_few_have_answered_in_between(
    cohort: Cohort, now: datetime
) -> None:
    matched(cohort, "Lisbon", *range(1, 7))
    matched(cohort, "Porto", *range(1, 8))
    matched(cohort, "Berlin", *range(1, 9))
    waiting(cohort, "Lisbon", 1)
    first = made(cohort, now).figures["groups"]
    later = now + timedelta(days=3)
    mentee = Mentee.objects.get(cohort=cohort, matches=None)
    MatchFactory.create(
        cohort=cohort, mentee=mentee, proposed=True, status=MatchStatus.DECLINED, ended_at=later,
        mentee_reply=Reply.DECLINED, mentee_replied_at=later,
    )  # fmt: skip
    second = made(cohort, later + timedelta(days=1)).figures["groups"]
    assert by_site(second)["rows"][1]["own"] == by_site(first)["rows"][1]["own"] == [6, 6]
    groups = read(Report.objects.earliest("-made_at"), with_groups=True).groups
    assert groups is not None
    assert (groups.sides[0].kept_from, groups.sides[0].answers_from) == (None, now.date())
    declined(cohort, "Lisbon", 5, later)
    third = made(cohort, later + timedelta(days=2)).figures["groups"]
    assert {name: row["own"] for name, row in rows(third).items()} == {"Lisbon": [6, 12], "Porto": [7, 7], "Berlin": [8, 8]}  # fmt: skip


def test_e13_d06_a_newcomer_is_not_read_from_two_reports(cohort: Cohort, now: datetime) -> None:
    matched(cohort, "Lisbon", *range(1, 7))
    matched(cohort, "Berlin", *range(1, 9))
    first = made(cohort, now)
    later = now + timedelta(days=3)
    MenteeFactory.create(cohort=cohort, user=at("Lisbon"), enrolled_at=later)
    second = made(cohort, later + timedelta(days=1))
    assert second.figures["groups"]["mentees"] == first.figures["groups"]["mentees"]
    groups = read(second, with_groups=True).groups
    assert groups is not None
    assert groups.sides[0].kept_from == now.date()
    for _ in range(4):
        MenteeFactory.create(cohort=cohort, user=at("Lisbon"), enrolled_at=later)
    third = made(cohort, later + timedelta(days=2))
    assert {name: row["people"] for name, row in rows(third.figures["groups"]).items()} == {"Lisbon": 11, "Berlin": 8}


def test_e13_d06_somebody_who_moves_to_another_site_is_not_read_from_two_reports(cohort: Cohort, now: datetime) -> None:
    matched(cohort, "Lisbon", *range(1, 8))
    matched(cohort, "Berlin", *range(1, 9))
    first = made(cohort, now)
    mover = User.objects.filter(menteeships__cohort=cohort, site__name="Lisbon").earliest("pk")
    mover.site = Site.objects.get(name="Berlin")
    mover.save()
    later = made(cohort, now + timedelta(days=1))
    assert later.figures["groups"]["mentees"] == first.figures["groups"]["mentees"]


def test_e13_committee_and_coordinators_read_it_and_facilitators_do_not(
    client: Client, cohort: Cohort, now: datetime
) -> None:
    matched(cohort, "Lisbon", *range(1, 7))
    matched(cohort, "Berlin", *range(1, 9))
    report = made(cohort, now)
    for role, sees in ((Role.COMMITTEE, True), (Role.COORDINATOR, True), (Role.FACILITATOR, False)):
        client.force_login(MembershipFactory.create(program=cohort.program, role=role).user)
        for name in ("report", "report_csv"):
            content = client.get(reverse(f"evaluation:{name}", args=[report.pk])).content.decode()
            assert ("Lisbon" in content) is sees, (role, name)


def test_e13_the_export_holds_the_tables_that_the_page_shows(cohort: Cohort, now: datetime) -> None:
    matched(cohort, "Lisbon", *range(1, 7))
    matched(cohort, "Berlin", *range(1, 9))
    lines = list(csv.reader(io.StringIO(as_csv(read(made(cohort, now), with_groups=True)))))
    found = {line[1]: line[2:8] for line in lines if line[0] == "Mentees by site"}
    assert found["Lisbon: Matched"] == ["100", "%", "6", "6", "61", "100"]
    assert found["Berlin: Waited"] == ["4.5", "days", "", "", "", ""]
    assert len(found) == 10


def test_e13_nothing_of_it_names_or_numbers_a_person(cohort: Cohort, now: datetime) -> None:
    matched(cohort, "Lisbon", *range(1, 7))
    matched(cohort, "Berlin", *range(1, 7))
    text = json.dumps(made(cohort, now).figures["groups"])
    assert not any(user.name in text or user.email in text for user in User.objects.all())
    row = rows(json.loads(text))["Lisbon"]
    assert set(row) == {"name", "people", "matched", "own", "other", "wait", "waiting"}


def test_e13_a_report_from_before_there_was_this_part_still_opens(
    client: Client, cohort: Cohort, now: datetime
) -> None:
    report = made(cohort, now)
    del report.figures["groups"]
    report.save()
    client.force_login(coordinator_of(cohort.program))
    assert "Do groups fare alike?" not in client.get(reverse("evaluation:report", args=[report.pk])).content.decode()
    assert client.get(reverse("evaluation:report_csv", args=[report.pk])).status_code == 200
    assert "groups" in made(cohort, now + timedelta(days=1)).figures


def test_e13_it_costs_the_same_for_one_group_and_for_three(cohort: Cohort, now: datetime) -> None:
    counts = []
    for site in ("Faro", "Évora"):
        matched(cohort, site, 1, 2, 3)
    for site in ("Lisbon", "Porto", "Berlin"):
        matched(cohort, site, *range(1, 7))
        with CaptureQueriesContext(connection) as queries:
            section = compare_groups(cohort, now=now)
        counts.append((len(by_site(section)["rows"]), len(queries)))
    assert counts == [(1, 6), (2, 6), (3, 6)]
