"""An organisation in which every text that people write carries a mark of its own, and everyone who can look at it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from agreements.models import AgreementVersion, LearningGoal
from agreements.signing import signers
from agreements.tests.stories import drafted, with_supervisors
from agreements.text import canonical
from matching.models import DraftChange, Unmatched
from matching.tests.factories import MatchFactory, MentorRequestFactory
from meetings.tests.factories import GoalProgressFactory, PairLetterFactory, PairNoteFactory, PrivateNoteFactory
from mentoring.tests.browser.organisation import an_organisation
from mentoring.tests.marked_decisions import Page, decisions
from notifications.tests.factories import MessageFactory
from people import audit
from people.directory import importing
from people.models import DirectoryImport, User
from people.models.marked import Marked, mark_anew
from people.policy import Role
from people.tests.owning import owner_without_triggers
from pool.models import CriterionRating, Mentee, Mentor, SelfAssessment
from programs.tests.factories import ApprovalFactory, MembershipFactory

if TYPE_CHECKING:
    from datetime import datetime

    from agreements.models import SignatureRequest
    from matching.models import Match, Scenario

ROOMS = ("people", "notifications", "programs", "pool", "matching", "agreements", "meetings", "evaluation")
# Raw in a page it is an element; in an address, a template or a script it would break out too. 40 characters hold it.
RAW = re.compile(r"<(?:img src=x onerror|i id)=a\((\d+)\)", re.IGNORECASE)
SHOWN = re.compile(r"(?:onerror|id)=a\((\d+)\)")
# On a line of its own in a calendar or in the head of a mail it would be an entry.
INJECTED = "X-INJECTED:yes"
ONE_LINE = 200
# Texts of the database that no person writes, by model and field, with the reason.
NOT_TYPED = {
    "people.User.password": "a hash",
    "people.User.email": "an address, held to its form",
    "people.AddressChange.old": "an address, held to its form",
    "people.AddressChange.new": "an address, held to its form",
    "notifications.Message.to_address": "an address, held to its form",
    "notifications.MailServer.last_error": "codes of ours (notifications.transport.failures)",
    "people.AuditEvent.action": "a code",
    "people.AuditEvent.object_type": "a name of ours",
    "people.AuditEvent.object_id": "a number",
    "people.ColumnMapping.headers_key": "a hash",
    "people.ColumnMapping.date_form": "a code",
    "people.DirectoryImport.date_form": "a code",
    "notifications.Message.kind": "a code",
    "notifications.Message.key": "codes and numbers",
    "notifications.Message.subject_id": "a number",
    "notifications.Message.claimed_by": "the name of a worker",
    "notifications.Message.last_error": "codes of ours (notifications.transport.failures)",
    "programs.Program.slug": "held to its form",
    "programs.Training.url": "a link, held to its form on its way into the row (web.fields.texts.LinkField)",
    "programs.Resource.url": "a link, held to its form",
    "programs.SupportContact.url": "a link, held to its form",
    "agreements.AgreementVersion.text": "rendered from the fields, below",
    "agreements.AgreementVersion.text_hash": "a hash",
    "agreements.SignatureRequest.reference": "a random number",
    "agreements.SignatureRequest.consent_version": "a code",
    "agreements.SignatureRequest.consent_hash": "a hash",
    "agreements.SigningToken.digest": "a hash",
    "agreements.SigningSession.digest": "a hash",
    "agreements.SigningToken.bound": "a hash",
    "agreements.SigningSession.bound": "a hash",
    "agreements.SignatureEvent.kind": "a code",
    "agreements.SignatureEvent.previous_hash": "a hash",
    "agreements.SignatureEvent.hash": "a hash",
    "agreements.SealingCertificate.fingerprint": "a hash",
    "agreements.SealingCertificate.pem": "of the server",
    "agreements.Document.sha256": "a hash",
    "agreements.Verification.head": "a hash",
    "matching.MatchingRun.sha256": "a hash",
    "matching.Unmatched.code": "a code",
    "meetings.Appointment.uid": "a random number",
    "meetings.Meeting.uid": "a random number",
}


# Sums of a chain, and of a row ("mark", people.models.Marked), and the names of the keys they were made with.
OF_A_CHAIN = ("mac", "hash", "key", "digest", "sum")


def mark(number: int, most: int | None = None) -> str:
    """Return the text that stands in a field; a short one in a short field."""
    whole = f"\"><img src=x onerror=a({number})>'{{{{7*7}}}}"
    if most is None or most > ONE_LINE:
        return f"{whole}\r\n{INJECTED}"
    return whole if len(whole) <= most else f"<i id=a({number})>"


@dataclass
class World:
    """Who looks, and which field each mark was put in."""

    roles: dict[str, User | None]
    link: SignatureRequest
    program: Any
    cohort: Any
    upload: DirectoryImport
    pages: list[Page]
    certified: AgreementVersion
    fields: dict[int, str] = field(default_factory=dict)


def texts(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the fields of a model in which people write."""
    found: list[models.Field[Any, Any]] = []
    for column in model._meta.local_fields:
        name = f"{model._meta.label}.{column.name}"
        if isinstance(column, (models.CharField, models.TextField)) and not column.choices and name not in NOT_TYPED:
            if column.name in {"time_zone", "mark"} or column.name.endswith(OF_A_CHAIN):
                continue
            found.append(column)
    return found


def room_in(column: models.Field[Any, Any]) -> int | None:
    """Return how much a field holds; an address is held to one line by its form."""
    return ONE_LINE if isinstance(column, (models.EmailField, models.URLField)) else column.max_length


def build() -> World:
    """Make the organisation, and mark it."""
    now = timezone.now()
    organisation = an_organisation(now)
    program, cohort = organisation.cohort.program, organisation.cohort
    committee = MembershipFactory.create(program=program, role=Role.COMMITTEE).user
    coordinator = MembershipFactory.create(program=program, role=Role.COORDINATOR, desk=True).user
    ApprovalFactory.create(guidelines__program=program, guidelines__version=2, member=committee)
    audit.record("program.founded", program, by=organisation.administrator, now=now)
    MessageFactory.create(recipient=organisation.administrator, status="sent", sent_at=now)
    MentorRequestFactory.create(mentee__cohort=cohort)
    proposed: Match = MatchFactory.create(cohort=cohort, proposed=True)
    signed: AgreementVersion = with_supervisors(now=now - timedelta(hours=2))
    MembershipFactory.create(program=signed.match.cohort.program, user=organisation.administrator)
    draft = drafted(now=now - timedelta(hours=2))
    PrivateNoteFactory.create(meeting=organisation.held, owner=organisation.match.mentee.user)
    PairNoteFactory.create(match=organisation.match, author=coordinator)
    PairLetterFactory.create(match=organisation.match, author=coordinator)
    add_work_of_the_lab(organisation.cohort.scenarios.get(), by=coordinator, now=now)
    goal = LearningGoal.objects.filter(version__agreement__match=organisation.match)[0]
    GoalProgressFactory.create(goal=goal)
    cells = ",".join(f'"{mark(950_000 + number)}"'.replace('"">', '""">') for number in range(4))
    upload = importing.upload(
        f"Name,Email,Job title,Department,{mark(950_009).strip(chr(34))}\n{cells},x\n".encode(),
        file_name="staff.csv", by=organisation.administrator, now=now,
    )  # fmt: skip
    pages, certified = decisions(administrator=organisation.administrator, now=now - timedelta(hours=2))
    requests = {request.role: request for request in signed.requests.all()}
    world = World(
        roles={
            "visitor": None,
            "administrator": organisation.administrator,
            "coordinator": coordinator,
            "committee": committee,
            "mentor": organisation.match.mentor.user,
            "mentee": organisation.match.mentee.user,
            "asked mentee": proposed.mentee.user,
            "drafting mentee": draft.match.mentee.user,
            "signing mentor": signed.match.mentor.user,
        },
        link=requests["mentee_supervisor"],
        program=program,
        cohort=cohort,
        upload=upload,
        pages=pages,
        certified=certified,
    )
    put_marks(world)
    return world


def add_work_of_the_lab(scenario: Scenario, *, by: User, now: datetime) -> None:
    """Leave a mentee out, change a pair by hand, and rate a mentor."""
    mentee = Mentee.objects.filter(cohort=scenario.cohort).order_by("pk")[0]
    mentor = Mentor.objects.filter(program=scenario.cohort.program).order_by("pk")[0]
    Unmatched.objects.create(scenario=scenario, mentee=mentee, code="tenure")
    DraftChange.objects.create(
        scenario=scenario, deed="swap", mentee=mentee, mentor=mentor, reason="by hand", made_at=now, made_by=by
    )
    assessment = SelfAssessment.objects.create(mentor=mentor, begun_at=now)
    CriterionRating.objects.create(assessment=assessment, criterion=1, score=3, example="once")


def put_marks(world: World) -> None:
    """Write a mark into every text of every row, whatever forms and triggers say; then what is made of those texts."""
    number = 10_000
    with owner_without_triggers():
        for room in ROOMS:
            for model in apps.get_app_config(room).get_models():
                if model._meta.proxy or not (columns := texts(model)):
                    continue
                pks = list(model._default_manager.values_list("pk", flat=True))
                for row in pks:
                    marks = {}
                    for column in columns:
                        number += 1
                        world.fields[number] = f"{model._meta.label}.{column.name}"
                        marks[column.attname] = mark(number, room_in(column))
                    write(model, row, marks)
                if issubclass(model, Marked):
                    mark_anew(model, pks)
        for version in AgreementVersion.objects.exclude(text=""):
            people = signers.signers_of(version, on=timezone.localdate())
            written = canonical.render(version, people)
            AgreementVersion.objects.filter(pk=version.pk).update(text=written, text_hash=canonical.digest(written))
    User.objects.update(time_zone="", languages=["en"])


def write(model: type[models.Model], row: int | str | UUID, texts: dict[str, str]) -> None:
    """Write texts past the fields, which would clean or refuse them: what stands in a row may be older than they are."""
    columns = ", ".join(f'"{column}" = %s' for column in texts)
    key = model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{model._meta.db_table}" SET {columns} WHERE "{key}" = %s',  # noqa: S608 - names of ours
            [*texts.values(), str(row) if isinstance(row, UUID) else row],
        )
