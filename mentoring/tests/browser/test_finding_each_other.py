"""Mentees and mentors find each other: in stages, by a next choice, by asking, and from the waiting list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from matching.models import Match, MatchStatus, MentorRequest, RequestStatus
from matching.pairs import proposals
from matching.pairs.waiting import offers
from matching.tests.factories import MatchFactory
from people.tests.factories import UserFactory
from pool.models import Mentee, Mentor, NotWith
from pool.tests.factories import MenteeFactory, MentorFactory, TopicFactory
from programs.models import Cohort
from programs.models.taking_part import Say
from programs.tests.factories import CohortFactory, GuidelinesFactory, ProgramFactory

if TYPE_CHECKING:
    from mentoring.tests.browser.person import Visitor
    from people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def cohort_where(say: Say, coordinator: User | None = None) -> Cohort:
    """Return a cohort that is always on."""
    program = ProgramFactory.create(name="Peer Mentoring", coordinator=coordinator)
    guidelines = GuidelinesFactory.create(program=program, mentee_say=say)
    cohort: Cohort = CohortFactory.create(program=program, guidelines=guidelines, always_on=True, enrol_until=None)
    return cohort


def mentee_named(cohort: Cohort, name: str) -> Mentee:
    """Return someone who waits."""
    mentee: Mentee = MenteeFactory.create(
        cohort=cohort, user=UserFactory.create(name=name), topics=[TopicFactory.create(name=f"What {name} wants")]
    )
    return mentee


def mentor_named(cohort: Cohort, name: str, mentee: Mentee) -> Mentor:
    """Return someone in the pool who offers what this mentee wants."""
    mentor: Mentor = MentorFactory.create(
        program=cohort.program, user=UserFactory.create(name=name), topics=list(mentee.topics.all())
    )
    return mentor


def test_p22_m13_the_mentor_is_asked_first_and_after_the_mentees_no_the_next(visitor: Visitor) -> None:
    cohort = cohort_where(Say.NONE)
    jonas = mentee_named(cohort, "Jonas Lindqvist")
    amara, bea = mentor_named(cohort, "Amara Okafor", jonas), mentor_named(cohort, "Bea Boss", jonas)
    draft = MatchFactory.create(draft=True, cohort=cohort, mentee=jonas, mentor=amara)
    match = proposals.propose(draft, staged=True, now=timezone.now())

    visitor.become(jonas.user)
    visitor.open("/", "/matches/", reverse("pool:mentee", args=[jonas.pk]))
    assert "You are number 1 of 1 on the waiting list" in visitor.main.inner_text()
    visitor.become(amara.user)
    visitor.open(reverse("matching:match", args=[match.pk]))
    visitor.press("Yes")
    assert "now Jonas is asked" in visitor.main.inner_text()
    visitor.become(jonas.user)
    visitor.open("/")
    visitor.follow("Read and answer")
    assert "Amara has already said yes." in visitor.main.inner_text()
    visitor.follow("No")
    visitor.tick("Never match me with Amara, in any program")
    visitor.press("No, I decline")
    visitor.open(reverse("pool:not_with"))
    assert "Amara Okafor" in visitor.main.inner_text()
    visitor.press("Remove")

    assert not NotWith.objects.exists()
    assert Match.objects.get(status=MatchStatus.PROPOSED).mentor == bea
    visitor.become(bea.user)
    visitor.open("/", reverse("matching:match", args=[Match.objects.get(status=MatchStatus.PROPOSED).pk]))
    assert visitor.inspection.findings == [], visitor.inspection.report()


def test_p09_a_mentee_asks_and_the_first_yes_makes_the_match(visitor: Visitor) -> None:
    cohort = cohort_where(Say.SELF)
    nora = mentee_named(cohort, "Nora Berg")
    amara, bea = mentor_named(cohort, "Amara Okafor", nora), mentor_named(cohort, "Bea Boss", nora)

    visitor.become(nora.user)
    visitor.open("/")
    visitor.follow("See who would be a good fit")
    visitor.press("Ask Amara")
    visitor.press("Ask Bea")
    assert "Nobody else to ask just now" in visitor.main.inner_text()
    visitor.open("/", reverse("pool:mentee", args=[nora.pk]))
    visitor.become(bea.user)
    visitor.open("/matches/", reverse("pool:mentor", args=[bea.pk]))
    visitor.follow("Nora Berg")
    visitor.follow("No")
    visitor.press("No")
    visitor.become(amara.user)
    visitor.open("/")
    visitor.follow("Read and answer")
    visitor.press("Yes")

    assert Match.objects.get().status == MatchStatus.CONFIRMED
    visitor.become(bea.user)
    visitor.open(reverse("matching:request", args=[MentorRequest.objects.get(status=RequestStatus.DECLINED).pk]))
    assert "no longer open" in visitor.main.inner_text()
    assert visitor.inspection.findings == [], visitor.inspection.report()


def test_m13_a_coordinator_sends_one_offer_and_holds_another_back(visitor: Visitor) -> None:
    coordinator = UserFactory.create(name="Carla Coordinator")
    cohort = cohort_where(Say.NONE, coordinator)
    for name in ("Jonas Lindqvist", "Nora Berg"):
        mentor_named(cohort, f"Mentor of {name}", mentee_named(cohort, name))
    offers.offer_places(cohort, now=timezone.now())
    coordinator.refresh_from_db()

    visitor.become(coordinator)
    visitor.open("/admin/", reverse("admin:matching_match_offers"))
    visitor.press("Send the proposal")
    visitor.press("Withhold")

    assert "No place offers" in visitor.main.inner_text()
    assert Match.objects.filter(status=MatchStatus.PROPOSED).count() == 1
    assert Match.objects.filter(held_back_at__isnull=False).count() == 1
    assert visitor.inspection.findings == [], visitor.inspection.report()
