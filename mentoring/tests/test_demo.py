"""The demo: built once for this module, by the command that `run.py` calls, and then walked through as its people."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import timedelta
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse
from django.utils import timezone

from agreements.models import AgreementVersion, SignatureRequest
from evaluation.models import Report
from matching.models import Match, MatchStatus, Scenario
from matching.models.scenario import ScenarioStatus
from meetings.models import Meeting
from mentoring.demo import mail
from mentoring.demo.cast import read_cast
from mentoring.demo.organisation import directory_csv, invent
from mentoring.tests.marked_language import marked_language
from mentoring.tests.test_nothing_rendered import unexpected
from notifications.models import Message, Status
from people.models import AuditEvent, Department, Level, Site, User
from pool.models import Mentee, Mentor
from pool.models.mentor import MentorStatus
from programs.models import Approval, Cohort
from programs.models.approval import Decision
from programs.models.cohort import CohortStatus
from programs.models.program import Format

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TWICE = 2


@pytest.fixture(scope="module", autouse=True)
def demo(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """Build the demo in a transaction that is rolled back in the end, and return the folder of its mail."""
    folder = tmp_path_factory.mktemp("demo")
    files = {"DEMO_MAIL_DIR": str(folder / "mail"), "DEMO_ACCOUNTS": str(folder / "accounts.json")}
    with django_db_blocker.unblock(), override_settings(**files), transaction.atomic():
        # A test that commits has emptied every table since, the topics of a new installation too.
        import_module("pool.migrations.0003_first_topics").add_topics(apps, None)
        # In a language that marks every text of ours, so that a stored one is found; nobody reads the marks.
        with marked_language():
            call_command("demo", stdout=StringIO())
        yield folder
        transaction.set_rollback(True)


def cohort_of(kind: Format) -> Cohort:
    """Return the one cohort of the program with this format."""
    return Cohort.objects.select_related("program").get(program__format=kind)


def signed_in(user: User) -> Client:
    """Return a browser in which somebody was chosen on the sign-in page of the demo."""
    client = Client()
    answer = client.post(reverse("demo:sign_in_as", args=[user.pk]))
    assert answer.headers["Location"] == reverse("home")
    return client


def test_the_mail_that_it_writes_is_a_maildir_for_one_account_alone(demo: Path) -> None:
    """The letters hold links that sign; and a sink that finds half a Maildir must have nothing to complete."""
    maildir = demo / "mail"
    folders = {path.name: path.stat().st_mode & 0o777 for path in (maildir, *maildir.iterdir())}

    assert folders == dict.fromkeys(("mail", "tmp", "new", "cur"), 0o700)
    assert {path.stat().st_mode & 0o777 for path in (maildir / "new").iterdir()} == {0o600}
    assert list((maildir / "tmp").iterdir()) == []


def test_seven_weeks_of_work_store_no_words_of_ours() -> None:
    """The most rows of all kinds that any test makes, by the processes that people use (HOUSE)."""
    assert unexpected() == {}


def test_300_people_work_on_six_levels_at_four_sites_in_three_time_zones() -> None:
    assert User.objects.filter(is_organization_administrator=False).count() == 300
    assert Level.objects.count() == 6
    assert Site.objects.count() == 4
    assert len(set(Site.objects.values_list("time_zone", flat=True))) == 3
    assert Department.objects.count() == 8


def test_everybody_but_the_top_has_a_supervisor_who_leads_to_the_top() -> None:
    employed = User.objects.filter(is_organization_administrator=False)
    above = {pk: supervisor for pk, supervisor in employed.values_list("pk", "supervisor") if supervisor}
    tops = set(employed.values_list("pk", flat=True)) - above.keys()

    for start in above:
        person, passed = start, set[int]()
        while person not in tops:
            assert person not in passed
            passed.add(person)
            person = above[person]
    assert len(tops) < Department.objects.count()


def test_the_same_seed_invents_the_same_people_and_another_seed_others() -> None:
    today = timezone.localdate()

    first, again, other = (directory_csv(invent(seed=seed, today=today, size=300)) for seed in (7, 7, 8))

    assert first == again
    assert first != other


def test_the_peer_program_is_in_week_7_and_its_pairs_meet() -> None:
    cohort = cohort_of(Format.PEER)
    assert cohort.starts_on
    week = (timezone.localdate() - cohort.starts_on).days // 7 + 1

    assert cohort.status == CohortStatus.RUNNING
    assert week == 7
    assert Match.objects.filter(cohort=cohort, status=MatchStatus.ACTIVE).count() >= 10
    assert Meeting.objects.held().filter(match__cohort=cohort).count() >= 40
    assert Meeting.objects.upcoming(timezone.now()).filter(match__cohort=cohort).exists()


def test_the_reverse_program_is_matching_with_two_runs_to_compare() -> None:
    cohort = cohort_of(Format.REVERSE)

    assert cohort.status == CohortStatus.MATCHING
    assert [scenario.status for scenario in Scenario.objects.filter(cohort=cohort)] == [ScenarioStatus.READY] * TWICE
    assert Match.objects.filter(cohort=cohort, status=MatchStatus.DRAFT).exists()


def test_the_onboarding_program_is_open_and_its_next_guidelines_wait_for_the_committee() -> None:
    cohort = cohort_of(Format.ONBOARDING)

    assert cohort.status == CohortStatus.ENROLLING
    assert Mentee.objects.filter(cohort=cohort).exists()
    assert Approval.objects.filter(guidelines__program=cohort.program, decision=Decision.ASKED).exists()


def test_there_is_something_left_to_do_for_everybody() -> None:
    assert Mentor.objects.filter(status=MentorStatus.APPLIED).exists()
    assert Mentor.objects.filter(status=MentorStatus.DRAFT).exists()
    assert SignatureRequest.objects.awaiting().filter(role__contains="supervisor").exists()
    assert SignatureRequest.objects.awaiting().exclude(version__amends=None).exists()
    assert AgreementVersion.objects.filter(status="superseded").exists()
    assert Match.objects.filter(status=MatchStatus.CONFIRMED).exists()
    assert Report.objects.filter(cohort=cohort_of(Format.PEER)).exists()


def test_every_process_left_its_trace_in_the_audit_trail() -> None:
    """Rows written past the processes would leave none."""
    counted = Counter(AuditEvent.objects.values_list("action", flat=True))

    assert counted["meeting.held"] == Meeting.objects.held().count()
    assert counted["match.active"] == Match.objects.exclude(active_at=None).count()
    assert counted["agreement.amending"] == AgreementVersion.objects.exclude(amends=None).count() == 2
    assert counted["signature.handed_over"] == SignatureRequest.objects.filter(status="handed_over").count() == 1
    assert counted["signature.signed"] == SignatureRequest.objects.filter(status="signed").count()


def test_every_mail_left_the_outbox_and_lies_in_the_sink() -> None:
    sent = Counter(Message.objects.filter(status=Status.SENT).values_list("recipient__email", flat=True))

    assert Counter(letter.to for letter in mail.letters()) == sent
    assert not Message.objects.filter(status=Status.DEAD).exists()
    assert not Message.objects.filter(status=Status.QUEUED, due_at__lt=timezone.now() - timedelta(hours=3)).exists()


def test_every_mail_carries_the_day_on_which_it_was_sent() -> None:
    dates = [letter.at for letter in mail.letters()]
    first = timezone.now() - timedelta(weeks=16)

    assert min(dates) < timezone.now() - timedelta(weeks=14)
    assert all(first < date <= timezone.now() for date in dates)


def test_the_mail_page_lists_the_mail_of_one_person_with_links_that_work() -> None:
    user = Match.objects.filter(status=MatchStatus.ACTIVE).select_related("mentee__user").earliest("pk").mentee.user
    client = signed_in(user)
    page = client.get(reverse("demo:mail"), {"to": user.email}).content.decode()
    letters = mail.letters(to=user.email)

    assert letters
    assert f"{len(letters)} " in page
    for letter in letters:
        opened = mail.open_letter(letter.key)
        assert opened
        assert client.get(reverse("demo:letter", args=[letter.key])).status_code == 200
        assert client.get(reverse("demo:letter_html", args=[letter.key])).status_code == 200
        for link in opened.links:
            assert client.get(urlsplit(link).path, follow=True).status_code == 200, link


def test_a_supervisor_reads_the_agreement_from_the_newest_mail_without_an_account() -> None:
    supervisor = next(user for part, user in read_cast() if part.role == "Supervisor")
    request = SignatureRequest.objects.awaiting().filter(signer=supervisor).latest("asked_at")
    asked_for = f"agreement of {request.version.match.mentee.user.first_name}"
    opened = mail.open_letter(
        next(letter.key for letter in mail.letters(to=supervisor.email) if asked_for in letter.subject)
    )
    assert opened
    link = next(link for link in opened.links if "/sign/" in link)

    page = Client().get(urlsplit(link).path)

    assert page.status_code == 200
    assert request.version.match.cohort.program.name in page.content.decode()


def test_each_of_the_cast_signs_in_with_one_click_and_finds_a_page_of_their_own(demo: Path) -> None:
    cast = read_cast()

    assert len(cast) == len(json.loads((demo / "accounts.json").read_text())) >= 10
    for part, user in cast:
        page = signed_in(user).get(reverse("home"))
        assert page.status_code == 200, part.role
        assert re.search(r"<h1[^>]*>", page.content.decode())


def test_the_coordinator_reads_the_desk_and_the_report() -> None:
    coordinator = next(user for part, user in read_cast() if part.role == "Coordinator")
    client = Client()
    client.post(reverse("demo:sign_in_as", args=[coordinator.pk]), {"to": "desk"})
    report = Report.objects.latest("pk")

    assert client.get(reverse("admin:index")).status_code == 200
    assert client.get(reverse("evaluation:report", args=[report.pk])).status_code == 200


@pytest.mark.parametrize("name", ["demo:sign_in", "demo:mail"])
def test_outside_the_demo_these_pages_do_not_exist(name: str) -> None:
    with override_settings(DEMO=False):
        assert Client().get(reverse(name)).status_code == 404


def test_outside_the_demo_nobody_signs_in_by_a_click() -> None:
    user = User.objects.earliest("pk")

    with override_settings(DEMO=False):
        client = Client()
        assert client.post(reverse("demo:sign_in_as", args=[user.pk])).status_code == 404
    assert "_auth_user_id" not in client.session


def test_a_database_with_people_in_it_is_left_alone() -> None:
    before = User.objects.count()

    call_command("demo", "--if-empty", stdout=StringIO())
    with pytest.raises(CommandError, match="There are people in this database already"):
        call_command("demo", stdout=StringIO())

    assert User.objects.count() == before


def test_outside_the_demo_the_command_refuses() -> None:
    with override_settings(DEMO=False), pytest.raises(CommandError, match="WHETSTONE_MODE=demo only"):
        call_command("demo", stdout=StringIO())
