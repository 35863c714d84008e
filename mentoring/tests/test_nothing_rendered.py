"""Nothing rendered is stored: reasons, findings and causes are codes and numbers, said in the reader's language (HOUSE).

The processes run while every text of ours carries a mark (`mentoring.tests.marked_language`); then no row holds one, but
for the columns below. `test_demo` asks the same of the seven weeks of the demo.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from django.apps import apps
from django.db.models import JSONField
from django.utils.translation import gettext as _

from agreements.models import AgreementVersion, VoidCause
from agreements.signing import lapsing
from agreements.tests.stories import drafted, in_force, with_supervisors
from agreements.writing import amendments
from matching.lab import scenarios
from matching.models import Match, MatchStatus
from matching.pairs import proposals, relationships
from matching.tests.factories import ScenarioFactory
from mentoring.tests.marked_decisions import decisions
from mentoring.tests.marked_language import MARK, marked_columns, marked_language
from notifications.transport.delivery import deliver_due
from people.directory import importing
from people.tests.factories import UserFactory
from pool.models import Mentee
from pool.tests.factories import MenteeFactory, MentorFactory, TopicFactory
from programs.guideline_versions.guidelines import TEXT
from programs.tests.factories import CohortFactory, ProgramFactory

pytestmark = pytest.mark.django_db

ROOMS = ("people", "notifications", "programs", "pool", "matching", "agreements", "meetings", "evaluation")
# Where a text of ours may stand in a row, and why.
MAY_BE_MARKED = {
    "notifications.Message.subject_line": "the subject as it went out, in its reader's language, to be found in a mailbox",
    "agreements.AgreementVersion.text": "what is signed: it stays as it was read, in the one language of agreements",
    "meetings.Appointment.place": "where the two meet, as they agreed and signed it",
    "meetings.Meeting.place": "the same, until they move a meeting",
    "agreements.SectionEdit.before": "the text of a part of that agreement, to hold against what it says now",
    **{
        f"agreements.AgreementVersion.{name}": "words that a pair begins with, theirs to change, and then signed"
        for name in (
            "mentor_duties",
            "mentee_duties",
            "expectations",
            "ground_rules",
            "out_of_bounds",
            "cancelling",
            "reaching",
            "place",
        )
    },
    **{
        f"programs.Guidelines.{name}": "words that an organisation begins with, its own to change and to approve"
        for name in TEXT
    },
}

# What stands in columns that take anything: codes and numbers, unless it says words.
IN_JSON = {
    "people.AuditEvent.details": "ids and codes",
    "people.DirectoryImport.content": "the words of the uploaded file",
    "people.DirectoryImport.mapping": "the file's headers, and codes of fields",
    "people.ColumnMapping.mapping": "a file's headers, and codes of fields",
    "notifications.Message.context": "ids and codes",
    "matching.Match.reasons": "codes, points, and details with the names of topics (`matching.fit.criteria`)",
    "matching.MentorRequest.reasons": "the same",
    "matching.Unmatched.details": "numbers and codes (`matching.fit.without_a_mentor`)",
    "matching.Scenario.weights": "codes",
    "matching.Scenario.rules": "codes",
    "matching.Scenario.curves": "numbers, and the name that a coordinator gave to another scenario",
    "matching.Scenario.findings": "numbers, codes, and names of topics, sites, departments and levels",
    "matching.MatchingRun.terms": "codes and numbers",
    "matching.Trial.asked": "ids and numbers",
    "matching.Trial.answer": "ids and numbers",
    "agreements.SignatureEvent.data": "ids, codes, times and hashes",
    "agreements.SectionEdit.before": "the words of a draft",
    "agreements.Verification.problems": "words of a record under seal, in the one language of the code, like a log",
    "agreements.Verification.seen": "hashes and numbers",
    "evaluation.Report.figures": "codes and numbers, the questions as they were asked, and comments of people",
    "evaluation.AnswerSheet.answers": "numbers, and the words of the person",
    "evaluation.SurveyResult.tallies": "numbers",
    "evaluation.SurveyResult.comments": "the words of people",
}


def unexpected() -> dict[str, str]:
    """Return the columns with a marked text in which none may be."""
    return {name: text for name, text in marked_columns().items() if name not in MAY_BE_MARKED}


def test_a_text_that_is_stored_would_be_found() -> None:
    """The language marks, the look into the rows finds, and afterwards all is as before."""
    with marked_language():
        UserFactory.create(job_title=_("Somebody"))
        assert list(marked_columns()) == ["people.User.job_title"]

    assert MARK not in _("Somebody")


def test_every_column_that_takes_anything_says_what_stands_in_it() -> None:
    assert set(IN_JSON) == {
        f"{model._meta.label}.{column.name}"
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        for column in model._meta.local_fields
        if isinstance(column, JSONField)
    }


def test_matching_stores_no_words(now: datetime) -> None:
    """Why people are paired, why others are left out, what changed before publishing, what was asked of a mentor."""
    with marked_language():
        by, topic = UserFactory.create(), TopicFactory.create()
        cohort = CohortFactory.create(program=ProgramFactory.create(coordinator=by))
        scenario = ScenarioFactory.create(cohort=cohort, status="queued")
        mentors = MentorFactory.create_batch(2, program=cohort.program, topics=[topic])
        MenteeFactory.create_batch(4, cohort=cohort, topics=[topic], goals=["job"])
        MenteeFactory.create(cohort=cohort, languages=["fr"])
        scenario = scenarios.run_scenario(scenario, now=now)
        gone: Match = scenario.matches.all()[0]
        Mentee.objects.filter(pk=gone.mentee_id).update(status="withdrawn")
        scenarios.publish(scenario, by=by, now=now)
        scenarios.fail_scenario(ScenarioFactory.create(cohort=cohort, status="queued"), now=now)
        match = Match.objects.filter(status=MatchStatus.PROPOSED, mentor__in=mentors)[0]
        proposals.decline_match(match, by=match.mentor.user, now=now)

        assert {left.code for left in scenario.unmatched.all()} == {"language", "places", "changed"}
        assert scenario.findings
        assert unexpected() == {}


def test_agreements_store_no_words_but_their_own(now: datetime) -> None:
    """Void because it ended, lapsed or was dropped; handed over, disputed, taken back; with the mails of all that."""
    with marked_language():
        decisions(administrator=UserFactory.create(is_organization_administrator=True), now=now)
        signed = in_force(now=now)
        mentee = signed.match.mentee.user
        change = amendments.begin(signed.agreement, by=mentee, now=now)
        amendments.give_up(change, by=mentee, now=now)
        over = drafted(now=now)
        relationships.end_early(over.match, by=over.match.mentee.user, now=now)
        late = with_supervisors(now=now)
        assert late.until_on is not None
        lapsing.return_outdated(now=datetime.combine(late.until_on, time(), UTC) + timedelta(days=1, hours=9))
        deliver_due(now=now + timedelta(hours=1))

        causes = set(AgreementVersion.objects.exclude(void_cause="").values_list("void_cause", flat=True))
        assert causes == set(VoidCause.values)
        assert unexpected() == {}


def test_the_directory_and_mail_store_no_words(now: datetime) -> None:
    """A file with every kind of mistake, and a mail that cannot be delivered."""
    with marked_language():
        by = UserFactory.create(is_organization_administrator=True)
        lines = ["Name,Email,Supervisor email", "Ada,ada@example.org,nobody@example.org", "Bo,not an address,", ",,"]
        upload = importing.upload("\n".join(lines).encode(), file_name="staff.csv", by=by, now=now)
        importing.preview(upload)
        deliver_due(now=now)

        assert unexpected() == {}
