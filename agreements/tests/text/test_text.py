"""The canonical text: the same bytes every time, and nobody writes a line that looks like ours."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

import pytest

from agreements import versions
from agreements.models import AgreementVersion
from agreements.signing.signers import signers_for
from agreements.tests.stories import confirmed, drafted, person, sent
from agreements.text import canonical
from agreements.writing import drafts
from people.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_the_hash_is_that_of_the_stored_bytes(now: datetime) -> None:
    version = sent(now=now)

    assert hashlib.sha256(version.text.encode()).hexdigest() == version.text_hash


def test_rendering_twice_gives_the_same_bytes(now: datetime) -> None:
    version = drafted(now=now)
    signers = signers_for(version.match, on=now.date())

    assert canonical.render(version, signers) == canonical.render(version, signers)


def test_splitting_and_joining_gives_back_the_same_text(now: datetime) -> None:
    version = sent(now=now)

    assert "\n".join(line.text for line in canonical.parse(version.text)) == version.text


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
    version = drafts.save_draft(version, revision=version.revision, by=by, now=now, ground_rules=tricky)

    lines = canonical.parse(canonical.render(version, signers_for(version.match, on=now.date())))

    assert "• 11. Salary" in [line.text for line in lines if line.kind == "point"]
    assert "• backwards bell" in [line.text for line in lines]
    assert "• a dash" in [line.text for line in lines]
    assert [line.text.split(".")[0] for line in lines if line.kind == "heading"] == [str(n) for n in range(1, 11)]


@pytest.mark.parametrize(
    ("mentee", "mentor", "lines"),
    [
        ("Bea Boss", "Ben Boss", ["the supervisor of Amara Okafor", "the supervisor of Jonas Lindqvist"]),
        ("Bea Boss", "Bea Boss", ["the supervisor of both"]),
        (
            None,
            "Ben Boss",
            [
                "for the program, in place of a supervisor of Amara Okafor",
                "the supervisor of Jonas Lindqvist",
            ],
        ),
        (None, None, ["for the program, in place of a supervisor of both"]),
        (
            None,
            "Carla Coordinator",
            ["the supervisor of Jonas Lindqvist, for the program, in place of a supervisor of Amara Okafor"],
        ),
    ],
)
def test_a16_supervisors_stand_in_the_text_by_what_they_are_and_not_by_name(
    now: datetime, mentee: str | None, mentor: str | None, lines: list[str]
) -> None:
    match = confirmed()
    bosses = {name: UserFactory.create(name=name) for name in ("Bea Boss", "Ben Boss")}
    bosses["Carla Coordinator"] = match.cohort.program.memberships.get().user
    for user, name in ((match.mentee.user, mentee), (match.mentor.user, mentor)):
        user.supervisor = bosses[name] if name else None
        user.save()
    version = drafts.open_draft(match, now=now)

    said = canonical.render(version, signers_for(match, on=now.date()))

    assert said.split("Who signs\n")[1].splitlines() == [
        "• Amara Okafor, mentee",
        "• Jonas Lindqvist, mentor",
        *[f"• {line}" for line in lines],
    ]
    assert not [name for name in bosses if name in said]


def test_p28_an_amendment_names_the_version_that_it_replaces(now: datetime) -> None:
    first = sent(now=now)
    AgreementVersion.objects.filter(pk=first.pk).update(status="in_force", in_force_at=now)
    version = versions.next_draft(AgreementVersion.objects.with_people().get(pk=first.pk), came_back=False, now=now)
    pair = signers_for(version.match, on=now.date())[:2]

    said = canonical.render(version, pair)

    assert "Version 2 of this agreement. It replaces version 1.\n" in said
    assert said.endswith("Days, hours and dates stay as the supervisors agreed to them in version 1.\n")
    assert "It replaces" not in first.text


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
    version = drafts.save_draft(version, revision=version.revision, by=by, now=now, starts_on=date(2026, 3, 10))

    said = canonical.render(version, signers_for(version.match, on=now.date()))

    assert "For Jonas Lindqvist that is Tuesday at 12:00 (Africa/Nairobi) on 10 March 2026." in said
    assert "In some weeks it is an hour off" in said
