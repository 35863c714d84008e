"""Each row of the matrix, tried as every role: a mark in what it is about, looked for on every page they can open (E-01, E-27)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.models import AgreementVersion, LinkPurpose, SignatureRequest
from agreements.signing.links import signing_links
from agreements.tests.factories import AgreementVersionFactory, LearningGoalFactory, SignatureRequestFactory
from matching.models import DraftChange
from matching.tests.factories import MatchFactory, MentorRequestFactory
from meetings.models import PrivateNote
from meetings.private_notes.sealing import seal
from meetings.tests.factories import GoalProgressFactory
from mentoring.tests.sweeps.test_pages import addresses, every_page
from mentoring.who_sees_what import Seen, matrix
from people.tests.factories import UserFactory
from people.tests.owning import owner_without_triggers
from pool.models import CriterionRating, SelfAssessment
from pool.tests.factories import MenteeFactory, MentorFactory
from programs.tests.factories import ApprovalFactory, CohortFactory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model
    from pytest_django import DjangoDbBlocker

    from mentoring.tests.sweeps.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ROWS = [row for row in matrix().sees if row.fields]
# Everyone in the world of the sweeps, as the matrix calls them where the pair's own things are concerned.
ROLES = {
    "owner": "participant",
    "partner": "partner",
    "asked": "asked",
    "mentees": "mentee",
    "coordinator": "coordinator",
    "facilitator": "facilitator",
    "committee": "committee",
    "administrator": "administrator",
    "another program’s coordinator": "coordinator of another",
    "own supervisor, signed in": "supervisor",
    "colleague": "colleague",
}


@dataclass
class Marked:
    """What everyone saw: their pages in one text. `names` are those of the marks, by field."""

    seen: dict[str, str]
    names: dict[str, str]


def put(row: Model, **fields: object) -> None:
    """Write past forms and triggers."""
    with owner_without_triggers():
        type(row)._default_manager.filter(pk=row.pk).update(**fields)


def plant(world: World, names: dict[str, str]) -> None:
    """Put a mark into each field of the matrix, in rows of the pair; those of a draft into rows of their own."""
    match: Any = apps.get_model("matching.Match").objects.get(pk=world.own["meetings.pair"][0].pk)
    program, cohort = match.cohort.program, match.cohort
    version = AgreementVersion.objects.get(agreement__match=match)
    meeting: Any = world.own["meetings.meeting"][0]
    goal = LearningGoalFactory.create(version=version)
    # Someone else is asked to sign: the supervisor of this world has nothing but the directory's word.
    put(SignatureRequest.objects.get(version=version), signer=UserFactory.create())
    mentor, mentee = match.mentor, match.mentee
    note = PrivateNote.objects.get(meeting=meeting, owner=mentee.user)
    note.sealed = seal(names["meetings.PrivateNote.sealed"], owner=note.owner_id, meeting=meeting.pk)
    note.save(update_fields=["sealed"])
    put(meeting, agenda=names["meetings.Meeting.agenda"])
    put(GoalProgressFactory.create(goal=goal, by=mentee.user), note=names["meetings.GoalProgress.note"])
    put(
        version,
        text=f"# 1. {names['agreements.AgreementVersion.text']}\n- {names['agreements.AgreementVersion.text']}\n",
    )
    put(world.own["evaluation.summary"][0], learnt=names["evaluation.Summary.learnt"])
    put(
        mentor,
        **{name: names[f"pool.Mentor.{name}"] for name in ("offers", "wants_to_learn", "motivation", "accessibility")},
    )
    put(mentee, **{name: names[f"pool.Mentee.{name}"] for name in ("wants", "why", "accessibility")})
    assessment = SelfAssessment.objects.create(
        mentor=mentor, begun_at=timezone.now(), finished_at=timezone.now(), band="ready"
    )
    CriterionRating.objects.create(
        assessment=assessment, criterion=1, score=3, example=names["pool.CriterionRating.example"]
    )
    scenario: Any = world.own["matching.scenario"][0]
    change = DraftChange.objects.create(
        scenario=scenario, deed="swap", mentee=mentee, mentor=mentor, reason="by hand", made_at=timezone.now(), made_by=world.people["coordinator"]
    )  # fmt: skip
    put(change, reason=names["matching.DraftChange.reason"])
    approval = ApprovalFactory.create(guidelines=world.own["programs.guidelines"][0], member=world.people["committee"])
    put(approval, remarks=names["programs.Approval.remarks"])
    # Of the same two people, in drafts that they have not sent.
    later, last = CohortFactory.create_batch(2, program=program)
    other: Any = MatchFactory.create(confirmed=True, cohort=later, mentor=mentor, mentee_user=mentee.user)
    draft = AgreementVersionFactory.create(agreement__match=other, draft=True)
    put(LearningGoalFactory.create(version=draft), what=names["agreements.LearningGoal.what (draft)"])
    begun = MentorFactory.create(draft=True, program=program, user=mentee.user)
    put(begun, offers=names["pool.Mentor.offers (draft)"])
    signing_up = MenteeFactory.create(draft=True, cohort=last, user=mentee.user)
    put(signing_up, wants=names["pool.Mentee.wants (draft)"])
    # Someone who looks for a mentor in the same program, one whom the mentee asks, and one who has nothing to do with it.
    looking = MenteeFactory.create(cohort=cohort)
    world.people["mentee"] = looking.user
    asked = MentorFactory.create(program=program)
    world.own["matching.mentorrequest"] = [MentorRequestFactory.create(mentee=mentee, mentor=asked)]
    world.people["asked"] = asked.user
    world.people["colleague"] = MentorFactory.create().user
    world.own["pool.mentor"] = [mentor]
    world.own["pool.mentee"] = [mentee]
    drafts = {
        "matching.match": [other],
        "pool.mentor": [begun],
        "pool.mentee": [signing_up],
        "agreements.agreement": [draft.agreement],
    }
    world.more = [drafts, {"pool.mentee": [looking]}]  # type: ignore[attr-defined]
    world.named = [  # type: ignore[attr-defined]
        reverse("programs:program", args=[program.slug]),
        *(reverse("programs:guidelines", args=[program.slug, one.version]) for one in program.guidelines.all()),
    ]


def pages(world: World, who: str) -> str:
    """Open everything as someone, and return all that they read."""
    client = Client(raise_request_exception=False)
    client.force_login(world.people[ROLES[who]])
    read: list[str] = []
    opened = [page for _name, page in every_page(world)] + world.named  # type: ignore[attr-defined]
    opened += [page for rows in world.more for _name, page, _nobodys in addresses(rows)]  # type: ignore[attr-defined]
    for page in dict.fromkeys(opened):
        with transaction.atomic():
            answer = client.get(page)
            if answer.status_code == HTTPStatus.OK and not answer.streaming:
                read.append(answer.content.decode(errors="replace"))
    return "\n".join(read)


def by_link(world: World) -> str:
    """Read as a supervisor without an account: the text, the receipt, and how it goes."""
    match = world.own["meetings.pair"][0]
    version = AgreementVersion.objects.get(agreement__match=match.pk)
    signed = SignatureRequestFactory.create(
        version=version,
        # The mentee's supervisor is asked already, and has not answered.
        role="mentor_supervisor",
        status="signed",
        decided_at=timezone.now(),
        typed_name="Sasha Supervisor",
        consent_version="1",
        consent_hash="0" * 64,
        signer=world.people["supervisor"],
    )
    client, read = Client(), []
    link = reverse(
        "agreements:sign_link", args=[signing_links.mint(signed, purpose=LinkPurpose.RECEIPT, now=timezone.now())]
    )
    client.post(link, {"mine": "on"})
    for name in ("sign_receipt", "sign_progress", "sign_not_me"):
        page = client.get(reverse(f"agreements:{name}", args=[signed.reference]))
        assert page.status_code == 200, name
        read.append(page.content.decode())
    return "\n".join(read)


@pytest.fixture(scope="module")
def marked(world: World, django_db_blocker: DjangoDbBlocker) -> Iterator[Marked]:
    """Plant and look once; the world is undone with its module."""
    names = {
        field: f"Zz{number}mark" for number, field in enumerate(sorted({field for row in ROWS for field in row.fields}))
    }
    with django_db_blocker.unblock():
        plant(world, names)
        seen = {who: pages(world, who) for who in ROLES}
        seen["supervisors"] = by_link(world)
        yield Marked(seen, names)


# What is the mentor's own: there “you” are the mentor, and the mentee is the partner.
THE_MENTORS = ("pool.Mentor.", "pool.CriterionRating.")


# Whom the rules of the matching may keep from the page, and who are shown to see it by a test that the row names.
ELSEWHERE = {"offer": {"mentees"}}


def readers_of(row: Seen, field: str) -> set[str]:
    """Return who sees a field, as the people of this world are called."""
    swapped = {"owner": "partner", "partner": "owner"}
    mentors = field.startswith(THE_MENTORS) and "(draft)" not in field
    return {swapped.get(reader, reader) if mentors else reader for reader in row.readers}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
def test_e01_e27_those_whom_the_matrix_names_see_it_and_nobody_else(marked: Marked, row: Seen) -> None:
    for field in row.fields:
        saw = {who for who, read in marked.seen.items() if re.search(rf"{marked.names[field]}\b", read)}

        assert (field, saw | ELSEWHERE.get(row.key, set())) == (field, readers_of(row, field))
