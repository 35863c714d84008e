"""Clauses from the program's guidelines: what a draft begins with, what nobody changes, what the two choose (P-25)."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements import versions
from agreements.hours import protected_hours
from agreements.hours.appointment import StandingHour
from agreements.models import AgreementVersion
from agreements.signing import consent
from agreements.signing.signers import signers_for
from agreements.tests.stories import GOAL, confirmed, drafted, sent, under
from agreements.text import canonical
from agreements.writing import drafts
from programs.guideline_versions import defaults as program_defaults

HOUR = StandingHour(1, time(10), "Europe/Berlin", 60, "weekly", date(2026, 3, 10), date(2026, 9, 10))


def said(version: AgreementVersion, now: datetime) -> str:
    return canonical.render(version, signers_for(version.match, on=now.date()))


def headings(words: str) -> list[str]:
    return [line.text for line in canonical.parse(words) if line.kind == "heading"]


@pytest.mark.django_db
def test_p25_a_draft_begins_with_the_words_of_the_guidelines(now: datetime) -> None:
    match = under(
        mentor_duties="- Listens.\n- Asks.",
        mentee_duties="Brings questions.",
        expectations="* Respect.",
        ground_rules="We are kind.",
    )
    version = drafts.open_draft(match, now=now)

    assert (version.mentor_duties, version.mentee_duties) == ("Listens.\nAsks.", "Brings questions.")
    assert (version.expectations, version.ground_rules) == ("Respect.", "We are kind.")


@pytest.mark.django_db
def test_p25_where_the_guidelines_are_silent_our_words_stand(now: datetime) -> None:
    version = drafts.open_draft(under(mentor_duties=" \n- \n", ground_rules=""), now=now)

    assert version.mentor_duties == str(program_defaults.MENTOR_DUTIES)
    assert version.expectations == str(program_defaults.EXPECTATIONS)
    assert version.ground_rules.startswith("We repeat nothing outside")


@pytest.mark.django_db
def test_p25_fixed_clauses_stand_in_every_agreement_behind_what_is_ticked_by_number(now: datetime) -> None:
    version = drafts.open_draft(under(fixed_clauses="Ask the coordinator.\n9. Pay nothing.\n\u202eback"), now=now)

    words = said(version, now)

    assert "\n7. Rules of this program\n• Ask the coordinator.\n• 9. Pay nothing.\n• back\n" in words
    assert headings(words)[-1] == "11. Who signs"
    assert not versions.COPIED.count("fixed_clauses")


@pytest.mark.django_db
@pytest.mark.parametrize("clauses", ["", "One rule.", "One.\nTwo.\nThree."])
def test_e20_the_parts_that_are_ticked_have_the_numbers_that_the_ticks_say(now: datetime, clauses: str) -> None:
    found = headings(said(drafts.open_draft(under(fixed_clauses=clauses), now=now), now))

    assert (found[4], found[5]) == ("5. Confidentiality and its limits", "6. What mentoring is not")
    assert "(part 5)" in consent.ACKNOWLEDGEMENTS["confidentiality"]
    assert "(part 6)" in consent.ACKNOWLEDGEMENTS["not_mentoring"]
    assert ("7. Rules of this program" in found) == bool(clauses)


@pytest.mark.django_db
def test_p25_chosen_clauses_stand_among_the_ground_rules(now: datetime) -> None:
    version = drafts.open_draft(under(optional_clauses="We take turns."), now=now)
    by = version.match.mentor.user
    version = drafts.save_draft(
        version, revision=0, by=by, now=now, ground_rules="We are kind.", chosen_clauses="We take turns."
    )

    assert "4. Ground rules\n• We are kind.\n• We take turns.\n\n5. " in said(version, now)


@pytest.mark.django_db
def test_p26_project_and_ways_to_reach_each_other_are_printed_where_they_belong(now: datetime) -> None:
    version = drafts.open_draft(confirmed(), now=now)
    by = version.match.mentor.user
    version = drafts.save_draft(version, revision=0, by=by, now=now, reaching="")
    assert "joint project" not in said(version, now)
    assert "Between meetings" not in said(version, now)

    version = drafts.save_draft(
        version, revision=1, by=by, now=now, joint_project="A guide\n1. Salary", reaching="By chat."
    )

    assert "Our joint project:\n• A guide\n• 1. Salary\n\n8. Our standing appointment\n" in said(version, now)
    assert "Between meetings we reach each other:\n• By chat.\n\n9. Protected time\n" in said(version, now)


@pytest.mark.parametrize(
    ("rhythm", "minutes", "until", "average"),
    [
        ("weekly", 60, date(2026, 9, 10), 60),
        ("fortnightly", 45, date(2026, 9, 10), 23),
        ("monthly", 30, date(2026, 9, 10), 8),
        ("onboarding", 45, date(2026, 9, 10), 30),
        ("onboarding", 60, date(2026, 4, 20), 50),
        ("onboarding", 60, date(2026, 3, 10), 60),
        ("weekly", 60, date(2026, 3, 9), None),
    ],
)
def test_p27_the_protected_week_follows_from_length_and_rhythm(
    rhythm: str, minutes: int, until: date, average: int | None
) -> None:
    hour = StandingHour(**{**HOUR.__dict__, "rhythm": rhythm, "minutes": minutes, "until_on": until})

    assert protected_hours.average(hour) == average


@given(minutes=st.integers(1, 500), weeks=st.integers(1, 52))
def test_p27_an_average_is_never_off_by_more_than_half_a_minute(minutes: int, weeks: int) -> None:
    assert abs(protected_hours.rounded(minutes, weeks) * weeks - minutes) * 2 <= weeks


@pytest.mark.django_db
def test_p27_the_protected_week_is_fixed_when_it_goes_out_and_printed(now: datetime) -> None:
    version = sent(now=now)

    version.refresh_from_db()
    assert version.protected_minutes == 60
    assert "come first: 60 minutes a week until 6 October 2026. Other work" in version.text


@pytest.mark.django_db
def test_p27_where_not_every_week_has_a_meeting_it_is_an_average(now: datetime) -> None:
    version = drafted(now=now)
    by = version.match.mentee.user
    version = drafts.save_draft(version, revision=1, by=by, now=now, rhythm="fortnightly")

    assert (
        "30 minutes a week on average until 6 October 2026" in drafts.send_for_signature(version, by=by, now=now).text
    )


@pytest.mark.django_db
def test_p28_a_longer_time_is_an_amendment_and_the_supervisors_to_say(now: datetime) -> None:
    first = sent(now=now)
    AgreementVersion.objects.filter(pk=first.pk).update(status="in_force", in_force_at=now)
    version = versions.next_draft(AgreementVersion.objects.with_people().get(pk=first.pk), came_back=False, now=now)
    by = version.match.mentee.user
    drafts.set_goals(version, goals=[GOAL], by=by, now=now)

    version = drafts.save_draft(version, revision=0, by=by, now=now, until_on=date(2026, 12, 1))

    assert "until 1 December 2026" in drafts.send_for_signature(version, by=by, now=now).text
