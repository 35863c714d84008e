"""The report of a cohort, and what comes of it (P-37, F-20, D-13, D-19)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from evaluation.errors import EvaluationError
from evaluation.models import Proposal, ProposalState, Report
from evaluation.report import reports
from evaluation.report.export import as_csv
from evaluation.report.reading import read
from evaluation.tests.factories import (
    ProposalFactory,
    ReportFactory,
    SurveyInvitationFactory,
    answer_all,
    coordinator_of,
    running_cohort,
)
from notifications.models import Message
from people.models import AuditEvent
from people.policy import Role
from people.tests.factories import UserFactory
from programs.models import Cohort, Guidelines
from programs.models.versions import GuidelinesStatus
from programs.tests.factories import CohortFactory, GoalFactory, GuidelinesFactory, MembershipFactory

pytestmark = pytest.mark.django_db


def asked(cohort: Cohort, people: int) -> None:
    for _ in range(people):
        SurveyInvitationFactory.create(match__cohort=cohort, point="thirty_days")


def made(cohort: Cohort, now: datetime) -> Report:
    return reports.make_report(cohort, by=coordinator_of(cohort.program), now=now)


def test_a_report_says_purpose_goals_and_every_figure_with_its_definition(now: datetime) -> None:
    cohort = running_cohort(pairs=2)
    GoalFactory.create(program=cohort.program)
    page = read(made(cohort, now))
    assert page.as_of == now.date()
    assert page.program["purpose"] == cohort.program.purpose
    assert [goal.statement for goal in page.goals] == ["More people stay in their first year"]
    figures = [figure for section in page.sections for figure in section.figures]
    assert len(figures) > 20
    assert all(figure.how.endswith(".") and figure.label for figure in figures)


def test_d13_a_share_shows_its_numbers_and_its_interval(now: datetime) -> None:
    cohort = running_cohort(pairs=3)
    rate = read(made(cohort, now)).rates.figures[0]
    assert (rate.label, rate.shown, rate.count, rate.of) == ("Match rate", "100\u00a0%", 3, 3)
    assert rate.detail == "3 of 3, 95\u00a0% interval 44 to 100\u00a0%"


def test_a_report_of_nobody_shows_dashes_and_no_division_by_zero(now: datetime) -> None:
    page = read(made(CohortFactory.create(), now))
    assert {figure.value for figure in page.rates.figures} == {"–", "0"}


def test_d04_survey_results_stand_in_the_report_from_five_answers_on(now: datetime) -> None:
    few, enough = running_cohort(pairs=0), running_cohort(pairs=0)
    asked(few, 4)
    asked(enough, 6)
    for cohort in (few, enough):
        answer_all(cohort, role="mentee", now=now, value=4, text="More time.")
    hidden, shown = (read(made(cohort, now)).surveys[0] for cohort in (few, enough))
    assert (hidden.response, hidden.questions, hidden.comments) == (None, [], [])
    assert "Fewer people" in hidden.waits
    assert shown.response is not None
    assert shown.response.detail.startswith("5 of 6")
    assert [question.figure.count for question in shown.questions] == [5, 5, 5, 5]
    assert shown.questions[0].words == "100\u00a0% agree (5 of 5, 95\u00a0% interval 57 to 100\u00a0%), mean 4.0 of 5"
    assert shown.comments == []


def test_d07_comments_stand_in_the_report_from_ten_answers_on(now: datetime) -> None:
    cohort = running_cohort(pairs=0)
    asked(cohort, 10)
    answer_all(cohort, role="mentee", now=now, value=4, text="More time.")
    survey = read(made(cohort, now)).surveys[0]
    assert [(one.text, one.said) for one in survey.comments] == [("What should change now?", ["More time."] * 10)]


def test_d11_the_report_shows_which_question_stands_for_which_level(now: datetime) -> None:
    cohort = running_cohort(pairs=0)
    asked(cohort, 5)
    answer_all(cohort, role="mentee", now=now, value=4)
    levels = dict(read(made(cohort, now)).levels)
    assert levels["Learning: what they have learnt"] == ["We both know what we want to reach together."]


def test_a_report_stays_what_it_was(now: datetime) -> None:
    cohort = running_cohort(pairs=2)
    before = made(cohort, now)
    running_cohort(pairs=0)
    cohort.matches.all().update(status="completed", ended_at=now)
    after = made(cohort, now + timedelta(days=1))
    before.refresh_from_db()
    assert (before.figures["pairs"]["completed"], after.figures["pairs"]["completed"]) == (0, 2)


def test_p37_those_who_help_to_run_the_program_are_told_of_a_report(now: datetime) -> None:
    cohort = running_cohort(pairs=0)
    member = MembershipFactory.create(program=cohort.program, role=Role.COMMITTEE).user
    MembershipFactory.create(role=Role.COMMITTEE)
    made(cohort, now)
    assert [message.recipient for message in Message.objects.filter(kind="evaluation.report_made")] == [member]


def test_only_those_who_manage_the_program_make_reports(now: datetime) -> None:
    cohort = running_cohort(pairs=0)
    member = MembershipFactory.create(program=cohort.program, role=Role.COMMITTEE).user
    with pytest.raises(PermissionDenied):
        reports.make_report(cohort, by=member, now=now)


def test_there_is_nothing_to_report_before_enrolment(now: datetime) -> None:
    cohort = CohortFactory.create(planned=True)
    with pytest.raises(EvaluationError, match="nothing to report"):
        made(cohort, now)


def test_e19_reading_is_noted_once_a_person(now: datetime) -> None:
    report, reader = ReportFactory.create(), UserFactory.create()
    for _ in range(2):
        reports.note_reading(report, by=reader, now=now)
    assert AuditEvent.objects.filter(action="report.read", actor=reader).count() == 1
    assert reports.read_by(reader) == {str(report.pk)}
    assert reports.read_by(UserFactory.create()) == set()


def test_f20_the_export_holds_what_the_page_shows_and_nothing_else(now: datetime) -> None:
    cohort = running_cohort(pairs=0)
    asked(cohort, 4)
    answer_all(cohort, role="mentee", now=now, value=4, text="Secret words.")
    GoalFactory.create(program=cohort.program, statement="=1+1")
    page = read(made(cohort, now))
    text = as_csv(page)
    assert "Secret" not in text
    assert "30 days" not in text
    assert "'=1+1" in text
    lines = text.splitlines()
    assert lines[0].startswith("Part,Figure,Value,Unit,Count,Of")
    assert len(lines) == 1 + 1 + sum(len(section.figures) for section in page.sections)
    assert "Mentees with a confirmed match, of those who signed up." in text


def test_f20_the_export_holds_survey_results_with_n_and_date(now: datetime) -> None:
    cohort = running_cohort(pairs=0)
    asked(cohort, 5)
    answer_all(cohort, role="mentee", now=now, value=4)
    line = next(line for line in as_csv(read(made(cohort, now))).splitlines() if "good use of my time" in line)
    assert line.startswith("30 days · Mentees,Our meetings are a good use of my time.,100,%,5,5,57,100,4.0,2026-03-03,")


def test_d19_no_report_claims_causes(now: datetime) -> None:
    text = as_csv(read(made(running_cohort(pairs=1), now))).lower()
    assert not any(word in text for word in ("caused", "roi", "saved"))


def test_p37_a_finding_becomes_a_proposal(now: datetime) -> None:
    report = ReportFactory.create()
    by = coordinator_of(report.cohort.program)
    proposal = reports.propose(report, text=" Meet less. ", finding="Few hours", by=by, now=now)
    assert (proposal.text, proposal.state, proposal.made_by) == ("Meet less.", ProposalState.OPEN, by)
    assert AuditEvent.objects.get(action="proposal.made").details == {"report": report.pk}


def test_a_proposal_says_something_and_comes_from_those_who_manage_the_program(now: datetime) -> None:
    report = ReportFactory.create()
    with pytest.raises(EvaluationError):
        reports.propose(report, text=" ", by=coordinator_of(report.cohort.program), now=now)
    with pytest.raises(PermissionDenied):
        reports.propose(report, text="Meet less.", by=UserFactory.create(), now=now)


def test_p37_proposals_are_taken_into_a_new_version_of_the_guidelines(now: datetime) -> None:
    proposal = ProposalFactory.create()
    program = proposal.report.cohort.program
    by = coordinator_of(program)
    version = reports.take_proposals([proposal], by=by, now=now)
    proposal.refresh_from_db()
    assert (version.version, version.status) == (2, GuidelinesStatus.DRAFT)
    assert (proposal.state, proposal.taken_into, proposal.decided_by) == (ProposalState.TAKEN, version, by)


def test_p37_proposals_are_taken_into_the_version_that_is_being_written(now: datetime) -> None:
    proposal = ProposalFactory.create()
    draft = GuidelinesFactory.create(program=proposal.report.cohort.program, version=2, draft=True)
    assert reports.take_proposals([proposal], by=coordinator_of(draft.program), now=now) == draft
    assert Guidelines.objects.filter(program=draft.program).count() == 2


def test_proposals_are_decided_once_and_of_one_program(now: datetime) -> None:
    proposal, foreign = ProposalFactory.create(), ProposalFactory.create()
    by = coordinator_of(proposal.report.cohort.program)
    with pytest.raises(EvaluationError, match="one program"):
        reports.take_proposals([proposal, foreign], by=by, now=now)
    assert reports.leave_proposals([proposal], by=by, now=now) == 1
    assert reports.leave_proposals([proposal], by=by, now=now) == 0
    with pytest.raises(EvaluationError, match="open recommendations"):
        reports.take_proposals([proposal], by=by, now=now)
    assert Proposal.objects.get(pk=proposal.pk).state == ProposalState.LEFT


def test_nobody_decides_on_another_programs_proposals(now: datetime) -> None:
    proposal = ProposalFactory.create()
    stranger = coordinator_of(ReportFactory.create().cohort.program)
    for decide in (reports.take_proposals, reports.leave_proposals):
        with pytest.raises(PermissionDenied):
            decide([proposal], by=stranger, now=now)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.OPEN
