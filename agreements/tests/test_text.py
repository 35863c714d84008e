"""The canonical text: the same bytes every time, and nobody writes a line that looks like ours."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

import pytest

from agreements import drafting, text
from agreements.signers import signers_for
from agreements.tests.stories import drafted, person, sent

pytestmark = pytest.mark.django_db


def test_the_hash_is_that_of_the_stored_bytes(now: datetime) -> None:
    version = sent(now=now)

    assert hashlib.sha256(version.text.encode()).hexdigest() == version.text_hash


def test_rendering_twice_gives_the_same_bytes(now: datetime) -> None:
    version = drafted(now=now)
    signers = signers_for(version.match, on=now.date())

    assert text.render(version, signers) == text.render(version, signers)


def test_splitting_and_joining_gives_back_the_same_text(now: datetime) -> None:
    version = sent(now=now)

    assert "\n".join(line.text for line in text.parse(version.text)) == version.text


def test_e20_the_limits_and_what_mentoring_is_not_stand_in_every_text(now: datetime) -> None:
    said = sent(now=now).text

    for words in (
        "in danger",
        "something illegal",
        "a court or the law",
        "not counselling",
        "not coaching",
        "not a performance review",
    ):
        assert words in said


def test_people_write_points_and_never_headings(now: datetime) -> None:
    version = drafted(now=now)
    by = version.match.mentee.user
    tricky = "11. Salary\n\n  indented\n- a dash\n\u202ebackwards\u202c\x07 bell\u200b"
    version = drafting.save_draft(version, revision=version.revision, by=by, now=now, ground_rules=tricky)

    lines = text.parse(text.render(version, signers_for(version.match, on=now.date())))

    assert "• 11. Salary" in [line.text for line in lines if line.kind == "point"]
    assert "• backwards bell" in [line.text for line in lines]
    assert "• a dash" in [line.text for line in lines]
    assert [line.text.split(".")[0] for line in lines if line.kind == "heading"] == [str(n) for n in range(1, 11)]


def test_both_local_times_are_shown_where_zones_differ(now: datetime) -> None:
    version = sent(
        now=now,
        mentee_user=person("Amara Okafor", time_zone="Europe/Berlin"),
        mentor_user=person("Jonas Lindqvist", time_zone="Europe/Lisbon"),
    )

    assert "For Jonas Lindqvist that is Tuesday at 09:00 (Europe/Lisbon) on 7 April 2026.\n" in version.text
    assert "For Amara" not in version.text


def test_clocks_that_change_on_other_dates_are_mentioned(now: datetime) -> None:
    version = drafted(
        now=now,
        mentee_user=person("Amara Okafor", time_zone="Europe/Berlin"),
        mentor_user=person("Jonas Lindqvist", time_zone="Africa/Nairobi"),
    )
    by = version.match.mentee.user
    version = drafting.save_draft(version, revision=version.revision, by=by, now=now, starts_on=date(2026, 3, 10))

    said = text.render(version, signers_for(version.match, on=now.date()))

    assert "For Jonas Lindqvist that is Tuesday at 12:00 (Africa/Nairobi) on 10 March 2026." in said
    assert "In some weeks it is an hour off" in said
