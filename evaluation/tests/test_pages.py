"""The other pages of the portal: summaries, wishes to be contacted, reports and proposals."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from evaluation.models import Proposal, Report, Summary
from evaluation.report import reports
from evaluation.tests.factories import (
    ContactRequestFactory,
    ReportFactory,
    SurveyInvitationFactory,
    answer_all,
    coordinator_of,
    running_cohort,
)
from evaluation.tests.test_answering import text_of
from matching.models import Match
from people.models import AuditEvent
from people.policy import Role
from people.tests.factories import UserFactory
from people.tests.reading import set_solid
from programs.tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def match() -> Match:
    today = timezone.now().date()
    return running_cohort(pairs=1, starts_on=today - timedelta(days=99), ends_on=today).matches.get()


@pytest.fixture
def report(now: datetime) -> Report:
    cohort = running_cohort(pairs=0)
    for point, people in (("thirty_days", 5), ("two_weeks", 4)):
        for _ in range(people):
            SurveyInvitationFactory.create(match__cohort=cohort, point=point)
    answer_all(cohort, role="mentee", now=now, value=4, text="Pterodactyl")
    return reports.make_report(cohort, by=coordinator_of(cohort.program), now=now)


def test_p34_the_page_says_who_reads_a_summary_before_one_writes(client: Client, match: Match) -> None:
    client.force_login(match.mentee.user)
    page = text_of(client.get(reverse("evaluation:summary", args=[match.pk])))
    readers = page.index("Who reads it")
    assert coordinator_of(match.cohort.program).name in page[readers : page.index("What did you learn?")]
    assert match.mentor.user.name in page[readers : page.index("What did you learn?")]


def test_p34_a_summary_is_written_shown_and_changed(client: Client, match: Match) -> None:
    author, form = match.mentee.user, reverse("evaluation:summary", args=[match.pk])
    written = reverse("evaluation:summary_written", args=[match.pk])
    client.force_login(author)
    assert client.get(written)["Location"] == form
    response = client.post(form, {"learnt": "To ask.", "share_with_partner": "on"}, follow=True)
    assert response.redirect_chain == [(written, 302)]
    assert "To ask." in text_of(response)
    assert "To ask." in client.get(form).content.decode()
    client.post(form, {"learnt": "To ask twice."})
    assert Summary.objects.get().learnt == "To ask twice."


def test_f13_a_summary_without_a_word_is_explained(client: Client, match: Match) -> None:
    client.force_login(match.mentee.user)
    html = client.post(
        reverse("evaluation:summary", args=[match.pk]), {"learnt": "", "worked": "Tuesdays"}
    ).content.decode()
    assert "<title>Error: " in set_solid(html)
    assert html.count("Write what you learnt.") == 2
    assert "Tuesdays" in html


def test_a_partner_reads_what_was_shared_with_them(client: Client, match: Match) -> None:
    written = reverse("evaluation:summary_written", args=[match.pk])
    form = reverse("evaluation:summary", args=[match.pk])
    client.force_login(match.mentee.user)
    client.post(form, {"learnt": "To ask.", "share_with_partner": "on"})
    client.force_login(match.mentor.user)
    client.post(form, {"learnt": "To wait."})
    assert "To ask." in text_of(client.get(written))
    client.force_login(match.mentee.user)
    assert "To wait." not in text_of(client.get(written))


def test_e03_strangers_find_no_summaries(client: Client, match: Match) -> None:
    client.force_login(coordinator_of(match.cohort.program))
    for name in ("summary", "summary_written"):
        assert client.get(reverse(f"evaluation:{name}", args=[match.pk])).status_code == 404
    assert client.post(reverse("evaluation:summary", args=[match.pk]), {"learnt": "x"}).status_code == 404


def test_a_summary_out_of_time_is_explained(client: Client, match: Match) -> None:
    today = timezone.now().date()
    Match.objects.filter(pk=match.pk).update(ends_on=today + timedelta(days=40))
    client.force_login(match.mentee.user)
    page = reverse("evaluation:summary", args=[match.pk])
    assert "Summaries are not open at the moment" in text_of(client.get(page))
    client.post(page, {"learnt": "To ask."})
    assert not Summary.objects.exists()


def test_d09_the_chosen_person_sees_how_to_reach_somebody_and_notes_the_answer(client: Client, now: datetime) -> None:
    wish = ContactRequestFactory.create(asked_at=now)
    page = reverse("evaluation:contact", args=[wish.pk])
    client.force_login(wish.to)
    assert wish.user.email in text_of(client.get(page))
    response = client.post(reverse("evaluation:contact_answered", args=[wish.pk]), follow=True)
    assert "Thank you. It is recorded that you have been in touch." in text_of(response)
    wish.refresh_from_db()
    assert wish.answered_by == wish.to


def test_e03_nobody_else_sees_a_wish(client: Client, now: datetime) -> None:
    wish = ContactRequestFactory.create(asked_at=now)
    other = MembershipFactory.create(program=wish.match.cohort.program, role=Role.COORDINATOR).user
    for who in (other, wish.user, UserFactory.create(is_organization_administrator=True)):
        client.force_login(who)
        assert client.get(reverse("evaluation:contact", args=[wish.pk])).status_code == 404
        assert client.post(reverse("evaluation:contact_answered", args=[wish.pk])).status_code == 404


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.FACILITATOR, Role.COMMITTEE])
def test_those_who_help_to_run_the_program_read_its_report(client: Client, report: Report, role: Role) -> None:
    who = MembershipFactory.create(program=report.cohort.program, role=role).user
    client.force_login(who)
    page = text_of(client.get(reverse("evaluation:report", args=[report.pk])))
    assert report.cohort.program.purpose in page
    assert ("Recommend a change" in page) is (role == Role.COORDINATOR)
    assert report.cohort.program.name in text_of(client.get(reverse("evaluation:report_list")))
    assert AuditEvent.objects.filter(action="report.read", actor=who).count() == 1


def test_d04_no_page_and_no_export_shows_answers_under_five_or_comments_under_ten(
    client: Client, report: Report
) -> None:
    client.force_login(coordinator_of(report.cohort.program))
    for name in ("report", "report_csv"):
        content = client.get(reverse(f"evaluation:{name}", args=[report.pk])).content.decode()
        assert "Our meetings are a good use of my time." in content
        assert "Have you and your partner met yet?" not in content
        assert "Pterodactyl" not in content


@pytest.mark.parametrize("name", ["report", "report_csv", "propose"])
def test_e03_others_find_no_report(client: Client, report: Report, name: str) -> None:
    participant = report.cohort.matches.first().mentee.user
    for who in (participant, coordinator_of(ReportFactory.create().cohort.program), UserFactory.create()):
        client.force_login(who)
        assert client.get(reverse(f"evaluation:{name}", args=[report.pk])).status_code == 404
    member = MembershipFactory.create(program=report.cohort.program, role=Role.COMMITTEE).user
    client.force_login(member)
    expected = 404 if name == "propose" else 200
    assert client.get(reverse(f"evaluation:{name}", args=[report.pk])).status_code == expected


def test_the_export_is_a_file_that_spreadsheets_read(client: Client, report: Report) -> None:
    client.force_login(coordinator_of(report.cohort.program))
    response = client.get(reverse("evaluation:report_csv", args=[report.pk]))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="report-{report.pk}-2026-03-03.csv"'
    assert response.content.startswith("\ufeffPart,Figure".encode())


def test_an_empty_list_says_why_and_what_comes_next(client: Client) -> None:
    client.force_login(UserFactory.create())
    assert "No reports yet" in text_of(client.get(reverse("evaluation:report_list")))


def test_the_list_costs_the_same_for_one_report_and_for_three(client: Client) -> None:
    report = ReportFactory.create()
    client.force_login(coordinator_of(report.cohort.program))
    counts = []
    for number in (0, 2):
        ReportFactory.create_batch(number, cohort=report.cohort)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("evaluation:report_list"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_p37_a_coordinator_proposes_on_the_report(client: Client, report: Report) -> None:
    client.force_login(coordinator_of(report.cohort.program))
    page = reverse("evaluation:propose", args=[report.pk])
    assert client.get(page).status_code == 200
    html = client.post(page, {"text": ""}).content.decode()
    assert "<title>Error: " in set_solid(html)
    response = client.post(page, {"text": "Meet less.", "finding": "Few hours"}, follow=True)
    assert "Meet less." in text_of(response)
    assert Proposal.objects.get().finding == "Few hours"
