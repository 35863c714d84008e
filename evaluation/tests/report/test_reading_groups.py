"""E-13: who reads how groups fare, and what page and export hold."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from evaluation.report.export import as_csv
from evaluation.report.reading import read
from evaluation.tests.factories import coordinator_of, running_cohort
from evaluation.tests.groups import made, matched, rows
from people.models import User
from people.policy import Role
from programs.models import Cohort
from programs.tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort() -> Cohort:
    return running_cohort(pairs=0)


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
    assert (
        "Does the program work equally well for all groups?"
        not in client.get(reverse("evaluation:report", args=[report.pk])).content.decode()
    )
    assert client.get(reverse("evaluation:report_csv", args=[report.pk])).status_code == 200
    assert "groups" in made(cohort, now + timedelta(days=1)).figures
