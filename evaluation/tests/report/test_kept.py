"""A report that lacks figures is read like any other: what is not there is named, and nothing breaks (P-37)."""

from __future__ import annotations

import copy
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from evaluation.models import Report, SurveyPoint
from evaluation.tests.factories import SurveyInvitationFactory, answer_all, coordinator_of, running_cohort
from evaluation.tests.groups import made, matched, waiting
from matching.models import MatchStatus
from pool.tests.pages import text
from programs.tests.factories import GoalFactory

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.http import HttpResponse
    from django.test import Client

pytestmark = pytest.mark.django_db

Way = tuple[str | int, ...]


@pytest.fixture
def report(now: datetime) -> Report:
    """Return a report with something in every part: goals, groups, answers, comments."""
    cohort = running_cohort(pairs=12)
    GoalFactory.create(program=cohort.program)
    matched(cohort, "Lisbon", *range(1, 9))
    waiting(cohort, "Porto", 8)
    for match in cohort.matches.filter(status=MatchStatus.ACTIVE):
        SurveyInvitationFactory.create(match=match, point=SurveyPoint.MIDPOINT)
        SurveyInvitationFactory.create(match=match, point=SurveyPoint.MIDPOINT, mentor=True)
    for role in ("mentor", "mentee"):
        answer_all(cohort, role=role, now=now, text="It went well.")
    found = made(cohort, now + timedelta(days=30))
    assert all(one["questions"] and one["comments"] for one in found.figures["surveys"])
    assert found.figures["groups"]["mentees"]["tables"][1]["rows"]
    return found


def read(report: Report, client: Client) -> tuple[HttpResponse, HttpResponse]:
    """Open the page and the file as its coordinator."""
    client.force_login(coordinator_of(report.cohort.program))
    client.raise_request_exception = False
    return tuple(client.get(reverse(f"evaluation:{name}", args=[report.pk])) for name in ("report", "report_csv"))  # type: ignore[return-value]


def ways(value: Any, here: Way = ()) -> Iterator[Way]:  # noqa: ANN401 - JSON
    """Every way to something in the data; of a list, its first line stands for all."""
    inner = value.items() if isinstance(value, dict) else enumerate(value[:1]) if isinstance(value, list) else ()
    for name, found in inner:
        yield (*here, name)
        yield from ways(found, (*here, name))


def without(figures: dict[str, Any], way: Way) -> dict[str, Any]:
    """The data with one thing taken out."""
    found = copy.deepcopy(figures)
    inner: Any = found
    for name in way[:-1]:
        inner = inner[name]
    del inner[way[-1]]
    return found


def test_p37_whatever_a_report_lacks_its_page_and_its_file_can_be_read(report: Report, client: Client) -> None:
    broken = {}
    tried = list(ways(report.figures))

    for way in tried:
        Report.objects.filter(pk=report.pk).update(figures=without(report.figures, way))
        answers = [answer.status_code for answer in read(report, client)]
        if answers != [200, 200]:
            broken[way] = answers

    assert broken == {}
    assert len(tried) > 80


def test_p37_a_report_without_figures_says_what_is_missing(report: Report, client: Client) -> None:
    Report.objects.filter(pk=report.pk).update(figures={})

    page, file = read(report, client)

    assert (page.status_code, file.status_code) == (200, 200)
    assert "This report is incomplete" in text(page)
    for part in ("Goals", "Sign-ups", "Pairs, their agreements and meetings", "Hours of mentors", "What people say"):
        assert f"Not in this report,{part}".replace(part, f'"{part}"' if "," in part else part) in file.content.decode()
    assert "0 of 0" not in text(page)
    assert "Nobody has been asked yet" not in text(page)
    assert "Mentors’ hours are shown once at least five" not in text(page)


def test_p37_a_whole_report_says_nothing_of_the_kind(report: Report, client: Client) -> None:
    page, file = read(report, client)

    assert "This report is incomplete" not in text(page)
    assert "Not in this report" not in file.content.decode()
    assert "It went well." in page.content.decode()


def test_p37_a_cohort_that_nobody_has_asked_yet_lacks_nothing(client: Client, now: datetime) -> None:
    page, _file = read(made(running_cohort(pairs=1), now), client)

    assert "This report is incomplete" not in text(page)
    assert "Nobody has been asked yet" in text(page)
