"""Proposing and accepting: what one changed, what the other knew before, and who has said yes to what (P-25, P-26)."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from agreements.errors import AgreementError, StaleDraftError
from agreements.models import AgreementVersion, Section
from agreements.tests.stories import GOAL, confirmed, drafted
from agreements.writing import drafts, review
from people.models import AuditEvent, User
from people.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(now: datetime) -> AgreementVersion:
    return drafts.open_draft(confirmed(), now=now)


def write(version: AgreementVersion, by: User, now: datetime, **fields: object) -> AgreementVersion:
    version.refresh_from_db()
    return drafts.save_draft(version, revision=version.revision, by=by, now=now, **fields)


def changes(version: AgreementVersion, section: Section = Section.TOPICS) -> list[tuple[str, str]]:
    return [(change.kind.value, change.text) for change in review.proposals_of(version)[section].changes]


def waits(version: AgreementVersion, section: Section = Section.TOPICS) -> bool:
    return review.proposals_of(version)[section].is_open


def yes(version: AgreementVersion, by: User, now: datetime) -> None:
    seen = review.mark(version, Section.TOPICS)
    drafts.accept(version, Section.TOPICS, seen=seen, by=by, now=now)


def test_p25_nobody_has_to_accept_what_the_program_suggested(version: AgreementVersion) -> None:
    assert review.proposals_of(version) == {}


def test_p25_a_save_is_a_proposal_with_what_it_changes(version: AgreementVersion, now: datetime) -> None:
    before = version.topics
    saved = write(version, version.match.mentor.user, now, topics="Budgets")

    assert changes(saved) == [("removed", before), ("added", "Budgets")]
    assert waits(saved)
    assert review.proposals_of(saved)[Section.TOPICS].other == version.match.mentee.user


def test_p25_many_saves_of_one_are_one_proposal(version: AgreementVersion, now: datetime) -> None:
    before, mentor = version.topics, version.match.mentor.user
    write(version, mentor, now, topics="Budgets")
    saved = write(version, mentor, now, topics="Budgets\nHiring")

    assert changes(saved) == [("removed", before), ("added", "Budgets"), ("added", "Hiring")]


def test_p25_a_change_that_is_taken_back_waits_for_nobody(version: AgreementVersion, now: datetime) -> None:
    before, mentor = version.topics, version.match.mentor.user
    write(version, mentor, now, topics="Budgets")
    saved = write(version, mentor, now, topics=before)

    assert not waits(saved)
    assert review.remarks(review.proposals_of(saved)) == []


def test_p25_the_other_accepts(version: AgreementVersion, now: datetime) -> None:
    match = version.match
    saved = write(version, match.mentor.user, now, topics="Budgets")

    yes(saved, match.mentee.user, now)

    edit = saved.edits.get(section=Section.TOPICS)
    assert (edit.accepted_by, edit.accepted_at) == (match.mentee.user, now)
    assert not waits(saved)
    assert AuditEvent.objects.filter(action="agreement.part_accepted").count() == 1


def test_p25_a_later_save_has_to_be_accepted_anew_and_counts_from_what_was_accepted(
    version: AgreementVersion, now: datetime
) -> None:
    match = version.match
    saved = write(version, match.mentor.user, now, topics="Budgets")
    yes(saved, match.mentee.user, now)

    again = write(saved, match.mentor.user, now, topics="Budgets\nHiring")

    assert changes(again) == [("added", "Hiring")]
    assert waits(again)


def test_p25_a_save_of_the_other_accepts_what_it_leaves_and_proposes_the_rest(
    version: AgreementVersion, now: datetime
) -> None:
    match = version.match
    saved = write(version, match.mentor.user, now, topics="Budgets\nHiring")

    again = write(saved, match.mentee.user, now, topics="Budgets\nTravel")

    assert changes(again) == [("removed", "Hiring"), ("added", "Travel")]
    assert review.proposals_of(again)[Section.TOPICS].other == match.mentor.user


def test_p25_a_save_of_the_other_that_changes_nothing_is_a_yes(version: AgreementVersion, now: datetime) -> None:
    match = version.match
    saved = write(version, match.mentor.user, now, topics="Budgets")

    write(saved, match.mentee.user, now, topics="Budgets")

    assert not waits(saved)


def test_p25_nobody_accepts_their_own_change(version: AgreementVersion, now: datetime) -> None:
    saved = write(version, version.match.mentor.user, now, topics="Budgets")

    yes(saved, version.match.mentor.user, now)

    assert waits(saved)


def test_p25_what_changed_meanwhile_is_not_accepted_unseen(version: AgreementVersion, now: datetime) -> None:
    match = version.match
    saved = write(version, match.mentor.user, now, topics="Budgets")
    seen = review.mark(saved, Section.TOPICS)
    changed = write(saved, match.mentor.user, now, topics="Salaries")

    with pytest.raises(StaleDraftError, match="Please look at it again"):
        drafts.accept(version, Section.TOPICS, seen=seen, by=match.mentee.user, now=now)

    assert waits(changed)


def test_strangers_accept_nothing(version: AgreementVersion, now: datetime) -> None:
    saved = write(version, version.match.mentor.user, now, topics="Budgets")

    with pytest.raises(AgreementError, match="Only the two of you"):
        yes(saved, UserFactory.create(), now)


def test_p25_goals_are_proposed_and_accepted_like_every_part(now: datetime) -> None:
    version = drafted(now=now)
    match = version.match
    later: drafts.GoalData = {**GOAL, "by_on": date(2026, 7, 31)}

    drafts.set_goals(version, goals=[later], by=match.mentor.user, now=now)

    assert changes(version, Section.GOALS) == [("removed", "By 30 June 2026"), ("added", "By 31 July 2026")]
    drafts.set_goals(version, goals=[later], by=match.mentee.user, now=now)
    assert not waits(version, Section.GOALS)


def test_p25_what_is_not_accepted_is_remarked_and_stops_nothing(now: datetime) -> None:
    version = drafted(now=now)
    said = review.remarks(review.proposals_of(version))

    assert [(finding.text, finding.stops) for finding in said] == [
        ("Jonas Lindqvist has not accepted the last change of “Goals” yet.", False)
    ]
    assert drafts.send_for_signature(version, by=version.match.mentee.user, now=now).text
