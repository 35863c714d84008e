"""Writing together: what a draft begins with, who may change it, and two who write at once (P-25, P-26)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from agreements.errors import AgreementError, StaleDraftError
from agreements.models import AgreementVersion, Section, VersionStatus
from agreements.tests.stories import GOAL, confirmed, drafted, person, sent
from agreements.writing import completeness, drafts
from matching.tests.factories import MatchFactory
from people.tests.factories import SiteFactory, UserFactory
from programs.models.program import Format

pytestmark = pytest.mark.django_db


def open_for(now: datetime, **fields: object) -> AgreementVersion:
    return drafts.open_draft(confirmed(**fields), now=now)


def test_p25_a_draft_is_half_filled_already(now: datetime) -> None:
    version = open_for(now)

    assert "Listens first" in version.mentor_duties
    assert "Sets the goals" in version.mentee_duties
    assert version.ground_rules.startswith("We treat each other with respect")
    assert version.topics == version.match.mentee.topics.get().name
    assert completeness.problems(version, now=now) == [
        completeness.Finding(Section.GOALS, "Write at least one goal."),
    ]


def test_p26_day_and_hour_come_from_the_slots_that_both_named(now: datetime) -> None:
    version = open_for(now)

    assert (version.weekday, version.starts_at, version.minutes, version.rhythm) == (1, time(10), 60, "weekly")


def test_p26_the_languages_that_both_chose_are_suggested(now: datetime) -> None:
    match = confirmed()
    match.mentee.languages, match.mentor.languages = ["de", "en", "fr"], ["en", "de"]
    match.mentee.save()
    match.mentor.save()

    assert drafts.open_draft(match, now=now).reaching == "By email or chat, in German or English."


def test_p26_slots_are_compared_on_both_clocks(now: datetime) -> None:
    match = confirmed(
        mentee_user=person("Amara Okafor", time_zone="Europe/Berlin"),
        mentor_user=person("Jonas Lindqvist", time_zone="Asia/Kolkata"),
    )
    match.mentee.slots, match.mentor.slots = ["wed-am"], ["wed-pm"]
    match.mentee.save()
    match.mentor.save()

    version = drafts.open_draft(match, now=now)

    # 10:00 in Berlin is half past one (later half past two) in Kolkata.
    assert (version.weekday, version.starts_at, version.time_zone) == (2, time(10), "Europe/Berlin")


def test_p26_without_a_common_slot_the_working_day_of_both_is_suggested(now: datetime) -> None:
    match = confirmed()
    match.mentee.slots, match.mentor.slots = ["mon-am"], ["fri-pm"]
    match.mentee.save()
    match.mentor.save()

    assert drafts.open_draft(match, now=now).weekday == 1


def test_p26_people_at_one_site_who_like_it_meet_in_person(now: datetime) -> None:
    leeds = SiteFactory.create(name="Leeds")
    match = confirmed(mentee_user=person("Amara Okafor", site=leeds), mentor_user=person("Jonas Lind", site=leeds))
    match.mentee.channels = ["video", "in_person"]
    match.mentee.save()

    version = drafts.open_draft(match, now=now)

    assert (version.channel, version.place) == ("in_person", "Leeds")


def test_a_mentor_of_two_is_not_given_the_same_hour_twice(now: datetime) -> None:
    mentor = person("Jonas Lindqvist")
    first = open_for(now, mentor_user=mentor)
    second = MatchFactory.create(mentor=first.match.mentor, cohort=first.match.cohort, mentee_user=person("Lea Brandt"))

    version = drafts.open_draft(second, now=now)

    assert (version.weekday, version.starts_at) != (first.weekday, first.starts_at)


def test_dates_leave_a_week_to_sign_and_follow_the_guidelines(now: datetime) -> None:
    version = open_for(now)

    assert (version.starts_on, version.until_on) == (date(2026, 4, 7), date(2026, 10, 6))
    late = drafts.open_draft(confirmed(), now=now + timedelta(days=60))
    assert late.starts_on == date(2026, 5, 9)


def test_a_reverse_program_has_its_own_words(now: datetime) -> None:
    match = confirmed()
    match.cohort.program.format = Format.REVERSE
    match.cohort.program.save()

    assert "whatever the levels" in drafts.open_draft(match, now=now).mentor_duties


def test_saving_counts_and_says_who_changed_what_part(now: datetime) -> None:
    version = open_for(now)
    mentor = version.match.mentor.user

    saved = drafts.save_draft(version, revision=0, by=mentor, now=now, topics="Budgets", place="Room 4")

    assert (saved.revision, saved.edited_by, saved.edited_at) == (1, mentor, now)
    assert {edit.section: edit.edited_by for edit in saved.edits.all()} == {"topics": mentor, "meetings": mentor}


def test_saving_what_stands_there_already_changes_nothing(now: datetime) -> None:
    version = open_for(now)

    saved = drafts.save_draft(version, revision=0, by=version.match.mentor.user, now=now, topics=version.topics)

    assert (saved.revision, saved.edits.count()) == (0, 0)


def test_two_edits_at_once_do_not_overwrite_each_other(now: datetime) -> None:
    version = open_for(now)
    match = version.match
    drafts.save_draft(version, revision=0, by=match.mentor.user, now=now, topics="Budgets")

    with pytest.raises(StaleDraftError):
        drafts.save_draft(version, revision=0, by=match.mentee.user, now=now, topics="Careers")

    version.refresh_from_db()
    assert version.topics == "Budgets"


@pytest.mark.parametrize("who", ["colleague", "supervisor", "coordinator"])
def test_only_the_two_write(now: datetime, who: str) -> None:
    version = open_for(now)
    match = version.match
    people: dict[str, Any] = {
        "colleague": UserFactory.create(),
        "supervisor": match.mentee.user.supervisor,
        "coordinator": match.cohort.program.memberships.get().user,
    }

    with pytest.raises(AgreementError, match="Only the two of you"):
        drafts.save_draft(version, revision=0, by=people[who], now=now, topics="Mine")


def test_nothing_changes_once_it_is_out_for_signature(now: datetime) -> None:
    version = sent(now=now)

    with pytest.raises(AgreementError, match="only while it is being written"):
        drafts.set_goals(version, goals=[GOAL], by=version.match.mentee.user, now=now)


def test_goals_are_replaced_as_a_whole(now: datetime) -> None:
    version = drafted(now=now)

    drafts.set_goals(version, goals=[{**GOAL, "what": "Another"}], by=version.match.mentor.user, now=now)

    assert [goal.what for goal in version.goals.all()] == ["Another"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"weekday": None}, "Choose the day"),
        ({"channel": ""}, "how you meet"),
        ({"place": " "}, "where to find the link"),
        ({"until_on": date(2027, 9, 1)}, "guidelines allow mentoring until 7 October 2026"),
        ({"starts_on": None}, "the first and last day"),
        ({"topics": "\n - \n"}, "at least one topic"),
        ({"mentor_duties": ""}, "what the mentor does"),
        ({"cancelling": ""}, "cancel or move"),
        ({"starts_on": date(2026, 3, 18), "until_on": date(2026, 3, 20)}, "No meeting falls"),
    ],
)
def test_what_is_missing_or_impossible_is_said_before_it_goes_out(
    now: datetime, fields: dict[str, object], sentence: str
) -> None:
    version = drafted(now=now)
    by = version.match.mentee.user
    version = drafts.save_draft(version, revision=version.revision, by=by, now=now, **fields)

    with pytest.raises(AgreementError, match=sentence):
        drafts.send_for_signature(version, by=by, now=now)

    version.refresh_from_db()
    assert version.status == VersionStatus.DRAFT


def test_an_end_before_the_beginning_is_refused_at_once(now: datetime) -> None:
    version = open_for(now)

    with pytest.raises(AgreementError, match="after the first day"):
        drafts.save_draft(version, revision=0, by=version.match.mentee.user, now=now, until_on=date(2026, 3, 1))


def test_an_hour_that_one_of_them_has_given_away_is_refused_with_a_sentence(now: datetime) -> None:
    mentor = person("Jonas Lindqvist")
    first = sent(now=now, mentor_user=mentor)
    second = MatchFactory.create(mentor=first.match.mentor, cohort=first.match.cohort, mentee_user=person("Lea Brandt"))
    version = drafts.open_draft(second, now=now)
    by = second.mentee.user
    drafts.set_goals(version, goals=[GOAL], by=by, now=now)
    version = drafts.save_draft(
        version, revision=1, by=by, now=now, weekday=first.weekday, starts_at=time(10, 30), topics="Budgets"
    )

    with pytest.raises(AgreementError, match="Jonas Lindqvist has another mentoring meeting at this hour"):
        drafts.send_for_signature(version, by=by, now=now)


def test_an_hour_outside_the_working_day_is_only_remarked(now: datetime) -> None:
    version = drafted(now=now)
    by = version.match.mentee.user
    version = drafts.save_draft(version, revision=version.revision, by=by, now=now, starts_at=time(19))

    remarks = [finding.text for finding in completeness.findings(version, now=now) if not finding.stops]
    assert [text for text in remarks if "outside the usual working day" in text]
    assert drafts.send_for_signature(version, by=by, now=now).status == VersionStatus.SIGNING
