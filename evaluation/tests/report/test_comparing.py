"""E-13: what a report compares, what it shows of groups, and what two reports give away."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluation.models import Report, SurveyRules
from evaluation.report.comparing import compare_groups
from evaluation.report.reading import read
from evaluation.tests.factories import running_cohort
from evaluation.tests.groups import at, by_site, declined, made, matched, rows, waiting
from matching.models import Match, MatchStatus, Reply
from matching.tests.factories import MatchFactory, MentorRequestFactory
from people.models import Site, User
from pool.models import Mentee
from pool.tests.factories import MenteeFactory, MentorFactory
from programs.models import Cohort

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort() -> Cohort:
    return running_cohort(pairs=0)


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
    Match.objects.update(mentor_reply=Reply.ACCEPTED, mentor_replied_at=now)
    matched(cohort, "Berlin", *range(1, 9))
    matched(cohort, "Madrid", *range(1, 10))
    section = compare_groups(cohort, now=now)
    for measure, madrid in (("own", [9, 9]), ("other", [9, 9])):
        shown = {name: row[measure] for name, row in rows(section).items()}
        assert shown == {"Lisbon": None, "Berlin": None, "Madrid": madrid}
    # Nor by saying how far Madrid is from all others.
    assert {one["measure"] for one in by_site(section)["differences"]} == {"matched", "wait"}


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
    MentorRequestFactory.create(
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
