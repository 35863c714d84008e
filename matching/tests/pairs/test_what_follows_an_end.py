"""What comes next after an end or a no is said as it is: nobody waits in a closed cohort (E-27, H-19)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.urls import reverse

from matching.models import Match, RequestStatus
from matching.pairs import proposals, relationships
from matching.pairs.choosing import mentor_requests
from matching.tests.factories import MatchFactory, MentorRequestFactory
from notifications.transport.delivery import deliver_due
from pool.models import Mentor
from programs.models import Cohort
from programs.models.taking_part import Say
from programs.tests.factories import CohortFactory, GuidelinesFactory

if TYPE_CHECKING:
    from datetime import datetime

    from django.test import Client

    from people.models import User

pytestmark = pytest.mark.django_db

WAITS = "still on the list"
CHOOSES = "You can ask another mentor"
NOTHING = "There will be no other proposal in this cohort."


def self_match() -> Cohort:
    cohort: Cohort = CohortFactory.create(guidelines=GuidelinesFactory.create(mentee_say=Say.SELF))
    return cohort


def mail_to(user: User, *, now: datetime) -> str:
    """What matching writes; the apps above write about calendars and agreements."""
    mail.outbox.clear()
    deliver_due(now=now)
    mails = [f"{one.subject}\n{one.body}" for one in mail.outbox if one.to == [user.email]]
    (found,) = [one for one in mails if "calendar. If your email" not in one and "agreement" not in one.split("\n")[0]]
    return found


@pytest.mark.parametrize("chooses", [False, True])
@pytest.mark.parametrize("status", ["running", "closed"])
def test_e27_the_mail_about_an_end_promises_the_mentee_only_what_can_follow(
    now: datetime, status: str, *, chooses: bool
) -> None:
    cohort = self_match() if chooses else CohortFactory.create()
    match = MatchFactory.create(active=True, cohort=cohort)
    Cohort.objects.filter(pk=cohort.pk).update(status=status)
    relationships.end_early(match, by=match.mentor.user, now=now)

    text = mail_to(match.mentee.user, now=now)

    expected = NOTHING if status == "closed" else CHOOSES if chooses else WAITS
    assert [said for said in (WAITS, CHOOSES, NOTHING) if said in text] == [expected]


@pytest.mark.parametrize(("change", "is_free"), [({}, True), ({"status": "paused"}, False)])
def test_e27_a_mentor_is_told_of_a_free_place_only_where_there_is_one(
    now: datetime, change: dict[str, str], *, is_free: bool
) -> None:
    ended, declined = MatchFactory.create(active=True), MatchFactory.create(proposed=True)
    relationships.end_early(ended, by=ended.mentee.user, now=now)
    proposals.decline_match(declined, by=declined.mentee.user, now=now)
    Mentor.objects.update(**change)

    mail.outbox.clear()
    deliver_due(now=now)

    for match in (ended, declined):
        (text,) = [
            str(one.body)
            for one in mail.outbox
            if one.to == [match.mentor.user.email] and "It says nothing about you" in str(one.body)
        ]
        assert ("Your place is free" in text) == is_free


@pytest.mark.parametrize("status", ["running", "closed"])
def test_e27_the_page_before_an_end_promises_only_what_can_follow(client: Client, status: str) -> None:
    match = MatchFactory.create(active=True)
    Cohort.objects.filter(pk=match.cohort_id).update(status=status)
    client.force_login(match.mentee.user)

    text = client.get(reverse("matching:end", args=[match.pk])).content.decode()

    assert (WAITS in text) == (status != "closed")
    assert (NOTHING in text) == (status == "closed")


@pytest.mark.parametrize("status", ["running", "closed"])
@pytest.mark.parametrize("outcome", ["ended", "declined"])
def test_e27_where_mentees_choose_the_page_of_a_past_match_sends_nobody_to_wait(
    client: Client, now: datetime, outcome: str, status: str
) -> None:
    match = MatchFactory.create(active=True, cohort=self_match(), status=outcome, ended_at=now)
    Cohort.objects.filter(pk=match.cohort_id).update(status=status)
    client.force_login(match.mentee.user)

    text = client.get(reverse("matching:match", args=[match.pk])).content.decode()

    assert "on the list" not in text
    assert (reverse("matching:suggestions", args=[match.mentee_id]) in text) == (status != "closed")


@pytest.mark.parametrize("status", ["running", "closed"])
def test_e27_a_no_to_a_question_sends_nobody_to_ask_in_a_closed_cohort(now: datetime, status: str) -> None:
    request = MentorRequestFactory.create()
    mentor_requests.say_no(request, by=request.mentor.user, now=now)
    assert request.__class__.objects.get().status == RequestStatus.DECLINED
    Cohort.objects.filter(pk=request.mentee.cohort_id).update(status=status)

    text = mail_to(request.mentee.user, now=now)

    assert ("You can ask someone else right away" in text) == (status != "closed")
    assert ("Choose again" in text) == (status != "closed")
    assert (reverse("matching:suggestions", args=[request.mentee_id]) in text) == (status != "closed")


def test_e27_a_mentee_whose_cohort_closes_before_the_mail_goes_is_not_told_to_wait(now: datetime) -> None:
    match: Match = MatchFactory.create(proposed=True)
    proposals.decline_match(match, by=match.mentor.user, now=now)
    Cohort.objects.update(status="closed")

    text = mail_to(match.mentee.user, now=now)

    assert "on the list" not in text
    assert NOTHING in text
