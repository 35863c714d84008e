"""Changing an agreement in force (P-28): who signs again, what stays, and what becomes of the version before."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from agreements.errors import AgreementError
from agreements.models import AgreementVersion
from agreements.record import chain
from agreements.signing import decisions
from agreements.standing.status import current_version
from agreements.tests.stories import GOAL, in_force, mails_to, request_of, sign
from agreements.writing import amendments, drafts
from people.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def amended(version: AgreementVersion, *, now: datetime, **fields: object) -> AgreementVersion:
    """The two change something and send it out."""
    mentee = version.match.mentee.user
    draft = amendments.begin(version.agreement, by=mentee, now=now)
    draft = drafts.save_draft(draft, revision=draft.revision, by=mentee, now=now, **fields)
    return drafts.send_for_signature(draft, by=mentee, now=now)


def roles(version: AgreementVersion) -> list[str]:
    return list(version.requests.order_by("pk").values_list("role", flat=True))


def test_p28_words_are_signed_again_by_the_two_alone(now: datetime) -> None:
    version = in_force(now=now)

    change = amended(version, now=now, topics="Speaking in public")

    assert roles(change) == ["mentee", "mentor"]
    for role in roles(change):
        sign(change, role, now=now)
    change.refresh_from_db()
    version.refresh_from_db()
    assert (change.status, version.status) == ("in_force", "superseded")
    assert chain.verify(version.agreement) is None


def test_p28_new_goals_are_signed_again_by_the_two_alone(now: datetime) -> None:
    version = in_force(now=now)
    mentee = version.match.mentee.user
    draft = amendments.begin(version.agreement, by=mentee, now=now)

    drafts.set_goals(draft, goals=[{**GOAL, "what": "Lead two reviews"}], by=mentee, now=now)

    assert roles(drafts.send_for_signature(draft, by=mentee, now=now)) == ["mentee", "mentor"]


@pytest.mark.parametrize(
    "fields",
    [
        {"until_on": date(2026, 8, 20)},
        {"starts_at": time(16)},
        {"minutes": 45},
        {"rhythm": "fortnightly"},
    ],
)
def test_p28_hours_and_dates_are_signed_again_by_supervisors_too(now: datetime, fields: dict[str, object]) -> None:
    version = in_force(now=now)

    change = amended(version, now=now, **fields)

    assert roles(change) == ["mentee", "mentor", "mentee_supervisor", "mentor_supervisor"]


def test_p28_a_later_end_moves_the_relationship_when_all_have_signed(now: datetime) -> None:
    version = in_force(now=now)
    until = version.until_on - timedelta(days=14) if version.until_on else None
    change = amended(version, now=now, until_on=until)

    version.match.refresh_from_db()
    assert version.match.ends_on != until
    for role in roles(change):
        sign(change, role, now=now)

    version.match.refresh_from_db()
    assert version.match.ends_on == until


def test_p28_the_version_in_force_binds_until_the_change_is_signed(now: datetime) -> None:
    version = in_force(now=now)
    change = amended(version, now=now, minutes=45)

    decisions.decline_to_sign(request_of(change, "mentor"), remark="Rather not.", now=now)

    version.refresh_from_db()
    change.refresh_from_db()
    assert (version.status, change.status) == ("in_force", "void")
    draft = version.agreement.versions.open().get()
    assert (draft.amends, draft.came_back) == (version, True)


def test_p28_a_change_is_dropped_and_nothing_is_lost(now: datetime) -> None:
    version = in_force(now=now)
    mentee = version.match.mentee.user
    draft = amendments.begin(version.agreement, by=mentee, now=now)

    amendments.give_up(draft, by=mentee, now=now)

    version.refresh_from_db()
    assert version.status == "in_force"
    assert current_version(version.agreement) == version


def test_p28_begun_twice_it_is_one_draft(now: datetime) -> None:
    version = in_force(now=now)
    match = version.match

    first = amendments.begin(version.agreement, by=match.mentee.user, now=now)

    assert amendments.begin(version.agreement, by=match.mentor.user, now=now) == first


def test_p28_nobody_else_begins_or_drops_a_change(now: datetime) -> None:
    version = in_force(now=now)
    stranger = UserFactory.create()

    with pytest.raises(AgreementError, match="Only the two of you"):
        amendments.begin(version.agreement, by=stranger, now=now)
    draft = amendments.begin(version.agreement, by=version.match.mentee.user, now=now)
    with pytest.raises(AgreementError, match="Only the two of you"):
        amendments.give_up(draft, by=stranger, now=now)


def test_p28_the_mail_to_a_supervisor_says_that_something_changes(now: datetime) -> None:
    version = in_force(now=now)
    change = amended(version, now=now, minutes=45)
    for role in ("mentee", "mentor"):
        sign(change, role, now=now)

    asked = mails_to(request_of(change, "mentee_supervisor").signer, now=now)[-1]

    assert "want to change the hours" in str(asked.body)
