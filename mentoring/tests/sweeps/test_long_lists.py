"""Every list has a last page, and asks the database as often for many rows as for few (E-37)."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import timedelta
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, cast

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import VersionStatus
from agreements.tests.factories import AgreementVersionFactory
from evaluation.models import Report, SurveyPoint, SurveyRole
from evaluation.report import reports
from evaluation.tests.factories import KpiReadingFactory, ProposalFactory, ReportFactory, SurveyInvitationFactory
from matching.models import MatchStatus
from matching.tests.factories import MatchFactory, MentorRequestFactory, ScenarioFactory
from meetings.models import Meeting
from mentoring.tests.sweeps.test_pages import every_page
from mentoring.tests.sweeps.world import NOW, World
from notifications.tests.factories import MessageFactory
from people import audit
from people.accounts import addresses
from people.tests.factories import UserFactory
from pool.tests.factories import MenteeFactory, MentorFactory, TopicFactory
from programs.tests.factories import (
    ApprovalFactory,
    CohortFactory,
    GoalFactory,
    GuidelinesFactory,
    MembershipFactory,
    ProgramFactory,
    ResourceFactory,
    SupportContactFactory,
    TrainingFactory,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.long(minutes=3)]

MANY = 40
A_PAGE = 32  # the longest page has thirty rows, and a head
ROLES = ("supervisor", "participant", "partner", "committee", "coordinator", "administrator")
QUESTIONS = 45  # the most that any page asks, which is fewer than a page and a question for each row
# What is no list of rows: the languages to choose from; the meetings of a pair, as many as its weeks, most of them folded.
# Changed addresses have pages of a hundred: a new domain of the company is confirmed all at once (people/admin/deciding.py).
BOUNDED = {"people:account", "meetings:list", "admin:people_addresschange_changelist"}
NO_LISTS = ("_add", "_delete", "_autocomplete")
VOID = {"br", "hr", "img", "input", "link", "meta", "source", "wbr", "col", "area", "base", "embed", "track"}
# What is chosen from stands in one field, as do the filters of the desk; figures have as many lines as there are weeks.
NOT_ROWS = {"option", "path", "rect", "circle", "text", "line", "g", "span", "script", "p", "label"}


class Rows(HTMLParser):
    """The most elements of one kind that stand side by side within the page's own part."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.most, self.where = 0, ""
        self.open: list[tuple[str, str, Counter[str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        chosen_from = any(kind == "changelist-filter" for _, kind, _ in self.open)
        if self.open and not chosen_from and tag not in NOT_ROWS | VOID:
            parent, kind, within = self.open[-1]
            within[tag] += 1
            if within[tag] > self.most:
                self.most, self.where = within[tag], f"{parent}.{kind} > {tag}"
        if (tag == "main" or ("id", "content") in attrs or self.open) and tag not in VOID:
            self.open.append((tag, dict(attrs).get("id") or dict(attrs).get("class") or "", Counter()))

    def handle_endtag(self, tag: str) -> None:
        while self.open and tag in {name for name, _, _ in self.open}:
            if self.open.pop()[0] == tag:
                break


def grow(world: World) -> None:
    """Make many of everything that grows, in the one program and for its people."""
    own: dict[str, Any] = {label: rows[0] for label, rows in world.own.items()}
    program, cohort, match = own["programs.program"], own["programs.cohort"], own["matching.match"]
    people, mentor = world.people, match.mentor
    coordinator, boss = people["coordinator"], people["supervisor"]
    for number in range(MANY):
        person = UserFactory.create(supervisor=boss)
        MembershipFactory.create(program=program)
        MentorFactory.create(program=program, applied=True)
        mentee = MenteeFactory.create(cohort=cohort, user=person)
        pair = MatchFactory.create(cohort=cohort, mentor=mentor, mentee=mentee, active=True)
        offered = MenteeFactory.create(cohort=cohort)
        MatchFactory.create(cohort=cohort, mentor=mentor, mentee=offered, draft=True)
        MentorRequestFactory.create(mentee=offered, mentor=mentor)
        SurveyInvitationFactory.create(match=pair, mentor=True)
        for make in (TrainingFactory, ResourceFactory):
            make.create(program=program)
        TopicFactory.create()
        SupportContactFactory.create()
        ScenarioFactory.create(cohort=cohort, name=f"Trial run {number}")
        KpiReadingFactory.create(goal=GoalFactory.create(program=program), recorded_by=coordinator)
        report = ReportFactory.create(cohort=cohort, made_by=coordinator)
        ProposalFactory.create(report=report, made_by=coordinator)
        ProposalFactory.create(report=own["evaluation.report"], made_by=coordinator)
        GuidelinesFactory.create(program=program, version=number + 2, status="superseded")
        AgreementVersionFactory.create(
            agreement=own["agreements.agreement"],
            number=number + 2,
            status=VersionStatus.SUPERSEDED,
            text="As it was.",
            text_hash=hashlib.sha256(b"As it was.").hexdigest(),
            sent_at=NOW,
            goals=0,
        )
        another = ProgramFactory.create(coordinator=coordinator)
        asked = GuidelinesFactory.create(program=another, in_review=True, version=2)
        MembershipFactory.create(program=another, user=people["committee"])
        ApprovalFactory.create(guidelines=asked, member=people["committee"])
        there = CohortFactory.create(program=another, guidelines=GuidelinesFactory.create(program=another))
        MatchFactory.create(cohort=there, mentee_user=people["participant"], mentor_user=people["partner"], active=True)
        over = CohortFactory.create(program=program, name=f"Cohort {number}", guidelines=cohort.guidelines)
        MatchFactory.create(
            cohort=over, mentor=mentor, mentee_user=people["participant"], status=MatchStatus.ENDED, ended_at=NOW
        )
        for whose in ("partner", "participant", "administrator"):
            MessageFactory.create(recipient=people[whose])
        addresses.ask(person, f"new{number}@example.org", by=None, now=NOW)
        audit.record("cohort.planned", cohort, by=coordinator, now=NOW)
    meet(own["meetings.meeting"])
    report_on(own["evaluation.report"])


GROUP = {"people": 5, "matched": 5, "own": [4, 5], "other": None, "wait": None, "waiting": None}


def report_on(report: Report) -> None:
    """Make the report that the sweep opens one of a large organisation: many goals, departments, groups, comments."""
    made = reports.make_report(report.cohort, by=cast("User", report.made_by), now=NOW).figures
    assert len(made["goals"]) > MANY
    made["mentor_hours"]["rows"] = [(f"Department {n}", 5, 10.0) for n in range(MANY)]
    for side in ("mentees", "mentors"):
        for table in made["groups"][side]["tables"]:
            table["rows"] = [{"name": f"Group {n}", **GROUP} for n in range(MANY)]
    made["surveys"] = [
        {
            "point": point,
            "role": role,
            "asked": MANY,
            "answered": MANY,
            "open": False,
            "shown_on": NOW.date().isoformat(),
            "questions": [],
            "comments": [{"text": "What should change now?", "said": ["More time."] * MANY}],
        }
        for point in SurveyPoint
        for role in SurveyRole
    ]
    Report.objects.filter(pk=report.pk).update(figures=made)


def meet(first: Meeting) -> None:
    """Let the pair meet many times."""
    same = {field.attname: getattr(first, field.attname) for field in Meeting._meta.concrete_fields}
    del same["id"]
    Meeting.objects.bulk_create(
        Meeting(
            **same
            | {
                "uid": f"many-{n}",
                "number": n + 1,
                "original_on": first.local_date + timedelta(weeks=n),
                "local_date": first.local_date + timedelta(weeks=n),
                "starts_at": first.starts_at + timedelta(weeks=n),
                "ends_at": first.ends_at + timedelta(weeks=n),
            }
        )
        for n in range(1, MANY)
    )


def measure(world: World, client: Client, role: str) -> Iterator[tuple[str, Rows, int]]:
    """Yield the name of each page, its longest list, and how often it asked the database."""
    client.raise_request_exception = False
    client.force_login(world.people[role])
    for name, page in every_page(world):
        if name.endswith(NO_LISTS) or name in BOUNDED:
            continue
        with CaptureQueriesContext(connection) as asked:
            response = client.get(page)
        if response.status_code == 200 and "html" in response["Content-Type"]:
            yield name, Rows(response.content.decode()), len(asked)


def test_e37_every_list_has_a_last_page_and_asks_no_question_for_each_row(world: World, client: Client) -> None:
    grow(world)
    endless, asking, full = {}, {}, 0

    for role in ROLES:
        for name, rows, asked in measure(world, client, role):
            full += rows.most >= A_PAGE // 2
            if rows.most > A_PAGE:
                endless[f"{name} ({role})"] = (rows.most, rows.where)
            if asked > QUESTIONS:
                asking[f"{name} ({role})"] = asked

    assert full > 40
    assert (endless, asking) == ({}, {})
