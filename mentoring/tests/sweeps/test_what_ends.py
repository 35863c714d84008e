"""Every page, task, mail and sweep that speaks of a match, asked with a match in every status (H-19, L-19)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast

import pytest
from django.core import mail

from agreements.signing import reminders as reminding
from evaluation.survey import surveys
from matching.models import Match, MatchStatus
from matching.models.match_status import OPEN, OVER
from matching.pairs import proposals
from meetings.schedule import recording, reminders
from mentoring.desk.dashboard import desk_items_for
from mentoring.pages.home import todos_for
from mentoring.tests.sweeps.test_pages import every_page
from mentoring.tests.sweeps.world import one
from notifications.models import Message
from notifications.transport.delivery import deliver_due
from pool.models import Mentee, MenteeStatus
from pool.tests.pages import text

if TYPE_CHECKING:
    from django.test import Client

    from mentoring.tests.sweeps.world import World

pytestmark = pytest.mark.django_db
CAME_TO_AN_END = [status for status in MatchStatus if status not in {*OPEN, MatchStatus.DRAFT}]
ENDED_AT = datetime(2026, 3, 20, 9, tzinfo=UTC)
# What is true of a pair that goes on, and of no other.
OF_A_RUNNING_PAIR = (
    "In force since",
    "protected working time.",
    "On track",
    "Needs a check-in",
    "Too early to tell",
    "the meetings begin on or after",
    "Change the agreement",
    "protected until today",
    "End this relationship",
    "Next meeting with",
    "Your next meeting",
)
# What is true of someone who waits; not of one who has completed.
OF_SOMEBODY_WHO_WAITS = ("Waits for the matching", "Waits for a suitable place", "is looking for a mentor for you")
# A proposal that came to nothing has no agreement and no meetings.
OF_RELATIONSHIPS = ("agreements:", "meetings:", "evaluation:", "admin:agreements", "admin:meetings")
# Where pages speak of pairs.
ROOMS = ("home", "matching:", "agreements:", "meetings:", "evaluation:", "admin:matching", "admin:agreements", "admin:meetings")  # fmt: skip
# The coordinator's own lists and filters name states that a pair may be in.
NAMES_OF_STATES = ("changelist", "admin:index", "_add")


def become(world: World, status: MatchStatus) -> Match:
    """Put the pair of the sweeps into a status, as its process would leave it."""
    match = cast("Match", one(world.own, "matching.match"))
    ended_at = None if status in OPEN else ENDED_AT
    Match.objects.filter(pk=match.pk).update(status=status, ended_at=ended_at)
    if status == MatchStatus.COMPLETED:
        Mentee.objects.filter(pk=match.mentee_id).update(status=MenteeStatus.COMPLETED)
    return Match.objects.with_people().get(pk=match.pk)


def said(world: World, client: Client, role: str, status: MatchStatus) -> dict[str, list[str]]:
    """Return which pages that the person can open say something of a running pair, and what."""
    client.force_login(world.people[role])
    client.raise_request_exception = False
    found = {}
    looked_for = OF_A_RUNNING_PAIR + (OF_SOMEBODY_WHO_WAITS if status == MatchStatus.COMPLETED else ())
    left_out = NAMES_OF_STATES + (OF_RELATIONSHIPS if status not in {*OPEN, *OVER} else ())
    for name, page in every_page(world):
        if not name.startswith(ROOMS) or any(part in name for part in left_out):
            continue
        answer = client.get(page)
        if answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith("text/html"):
            words = [words for words in looked_for if words in text(answer)]
            if words:
                found[name] = words
    return found


@pytest.mark.parametrize("status", CAME_TO_AN_END)
@pytest.mark.parametrize("role", ["participant", "partner", "coordinator", "facilitator"])
def test_h19_no_page_speaks_of_a_pair_that_is_over_as_of_one_that_goes_on(
    role: str, status: MatchStatus, world: World, client: Client
) -> None:
    become(world, status)

    assert said(world, client, role, status) == {}


def test_the_words_are_those_that_pages_say_of_a_running_pair(world: World, client: Client) -> None:
    """Else the sweep above would find nothing, whatever pages say."""
    become(world, MatchStatus.ACTIVE)

    found = {words for page in said(world, client, "participant", MatchStatus.ACTIVE).values() for words in page}

    assert {
        "In force since",
        "protected until today",
        "Change the agreement",
        "End this relationship",
    } <= found


@pytest.mark.parametrize("status", CAME_TO_AN_END)
@pytest.mark.parametrize("role", ["participant", "partner"])
def test_h19_no_task_asks_for_what_only_a_running_pair_does(role: str, status: MatchStatus, world: World) -> None:
    match = become(world, status)

    tasks = [task for task in todos_for(world.people[role], now=ENDED_AT) if task.key.startswith(("matching.match", "agreements", "meetings.next", "meetings.unplaced"))]  # fmt: skip

    name = match.other(world.people[role]).name
    said = {
        MatchStatus.COMPLETED: [f"Your mentoring with {name} was completed on 20 March 2026"],
        MatchStatus.ENDED: [f"Your mentoring with {name} ended on 20 March 2026"],
    }
    assert [task.title for task in tasks] == said.get(status, [])
    waits = [
        task
        for task in todos_for(world.people[role], now=ENDED_AT)
        if task.waits_for in {"the matching", "a suitable place"}
    ]
    assert len(waits) == (0 if status == MatchStatus.COMPLETED or role == "partner" else 1)


@pytest.mark.parametrize("status", OVER)
def test_h19_the_desk_counts_no_pair_that_is_over(status: MatchStatus, world: World) -> None:
    become(world, status)

    keys = {item.key for item in desk_items_for(world.people["coordinator"], now=ENDED_AT + timedelta(days=60))}

    assert not keys & {"meetings.check_in", "matching.silent", "agreements.unsigned", "agreements.returned"}


@pytest.mark.parametrize("status", CAME_TO_AN_END)
def test_h19_sweeps_write_to_nobody_about_a_pair_that_is_over(status: MatchStatus, world: World) -> None:
    """But for what belongs to an end: whether the last meeting took place, and the closing survey."""
    match = become(world, status)
    Message.objects.all().delete()

    for day in range(40):
        now = ENDED_AT + timedelta(days=day)
        reminders.queue_reminders(now=now)
        reminders.queue_check_ins(now=now)
        recording.close_unrecorded(now=now)
        reminding.remind_signers(now=now)
        proposals.remind_unanswered(now=now)
        surveys.open_surveys(now=now)
    people = [match.mentor.user, match.mentee.user]

    kinds = set(Message.objects.filter(recipient__in=people).values_list("kind", flat=True))

    belongs = {"meetings.did_you_meet"} if status in OVER else set()
    if status == MatchStatus.COMPLETED:
        belongs |= {"evaluation.survey_opened", "evaluation.survey_reminder"}
    assert kinds - belongs == set()


@pytest.mark.parametrize("status", CAME_TO_AN_END)
def test_l14_no_mail_that_waits_in_the_outbox_speaks_of_a_running_pair(status: MatchStatus, world: World) -> None:
    """What was queued while the two were a pair is asked about again when it is sent (B-06)."""
    match = become(world, MatchStatus.ACTIVE)
    Message.objects.all().delete()
    for day in range(20):
        now = ENDED_AT + timedelta(days=day - 20)
        reminders.queue_reminders(now=now)
        reminders.queue_check_ins(now=now)
    become(world, status)
    mail.outbox.clear()

    deliver_due(now=ENDED_AT + timedelta(days=4))

    both = {match.mentor.user.email, match.mentee.user.email}
    subjects = {one.subject for one in mail.outbox if set(one.to) & both and not one.subject.startswith("Say whether")}
    assert not [subject for subject in subjects if "meet" in subject.lower() or "agreement" in subject.lower()]
