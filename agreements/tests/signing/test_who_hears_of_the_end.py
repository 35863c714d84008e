"""Who hears of the end of a mentoring: those who keep time free for it now, and nobody else (H-19)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from agreements.models import AgreementVersion
from agreements.signing import decisions
from agreements.signing.supervisors import handover
from agreements.tests import stories
from agreements.tests.test_what_ends import end, told
from people.models import User

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def moved_to(user: User, boss: User | None) -> None:
    """Let the directory name another supervisor, or none."""
    User.objects.filter(pk=user.pk).update(supervisor=boss)


def hearers(version: AgreementVersion, *, now: datetime) -> set[str]:
    """End the mentoring and return who gets the mail."""
    match = type(version.match).objects.with_people().get(pk=version.match.pk)
    end(match, "ended", now=now)
    return {address for one in told(now) for address in one.to}


def test_h19_after_a_change_in_the_directory_the_new_supervisor_hears_of_the_end_and_the_earlier_does_not(
    now: datetime,
) -> None:
    version = stories.in_force(now=now)
    mentee, mentor = version.match.mentee.user, version.match.mentor.user
    boss = stories.person("Nora New")
    moved_to(mentee, boss)

    assert hearers(version, now=now + WEEK) == {boss.email, mentor.supervisor.email}


def test_h19_who_supervises_nobody_of_the_two_any_more_hears_nothing(now: datetime) -> None:
    version = stories.in_force(now=now)
    moved_to(version.match.mentee.user, None)

    assert hearers(version, now=now + WEEK) == {version.match.mentor.user.supervisor.email}


def test_h19_a_new_supervisor_of_both_hears_once(now: datetime) -> None:
    version = stories.in_force(now=now)
    boss = stories.person("Nora New")
    for user in (version.match.mentee.user, version.match.mentor.user):
        moved_to(user, boss)

    assert hearers(version, now=now + WEEK) == {boss.email}


@pytest.mark.parametrize("changed", [False, True])
def test_h19_a_deputy_who_signed_hears_until_the_directory_names_another(changed: bool, now: datetime) -> None:
    version = stories.with_supervisors(now=now)
    mentee, mentor = version.match.mentee.user, version.match.mentor.user
    deputy, boss = stories.person("Tess Deputy"), stories.person("Nora New")
    request = stories.request_of(version, "mentee_supervisor")
    by = stories.coordinator_of(version)
    fresh = handover.hand_over(request, to=deputy, reason="Away.", by=by, agreed_by=mentor, now=now)
    decisions.sign(fresh, typed_name=deputy.name, consent=True, now=now)
    stories.sign(version, "mentor_supervisor", now=now)
    if changed:
        moved_to(mentee, boss)

    heard = hearers(version, now=now + WEEK)

    assert heard == {boss.email if changed else deputy.email, mentor.supervisor.email}


@pytest.mark.parametrize("named", [False, True])
def test_h19_who_signed_where_nobody_was_named_hears_until_somebody_is(named: bool, now: datetime) -> None:
    version = stories.in_force(now=now, mentee_user=stories.person("Ada Head", supervisor=None))
    stand_in = version.requests.get(role="mentee_supervisor").signer
    boss = stories.person("Nora New")
    if named:
        moved_to(version.match.mentee.user, boss)

    heard = hearers(version, now=now + WEEK)

    assert heard == {boss.email if named else stand_in.email, version.match.mentor.user.supervisor.email}


def test_h19_who_was_asked_and_has_not_answered_hears_that_nothing_is_left_to_sign(now: datetime) -> None:
    version = stories.with_supervisors(now=now)
    asked = {stories.request_of(version, f"{whose}_supervisor").signer.email for whose in ("mentee", "mentor")}
    moved_to(version.match.mentee.user, stories.person("Nora New"))

    assert hearers(version, now=now) == asked


def test_h19_the_new_supervisor_reads_the_mail_without_a_link_to_what_another_signed(now: datetime) -> None:
    version = stories.in_force(now=now)
    boss = stories.person("Nora New")
    moved_to(version.match.mentee.user, boss)
    end(type(version.match).objects.with_people().get(pk=version.match.pk), "completed", now=now)

    [mail] = [one for one in told(now) if one.to == [boss.email]]

    assert "was completed on 3 March 2026, so no working time is protected for it any more" in mail.body
    assert "/sign/" not in mail.body
