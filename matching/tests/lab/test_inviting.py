"""Those whom a run left out: colleagues who could help are found, and invited once."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client

from matching.errors import MatchingError
from matching.lab import scenarios
from matching.lab.left_out import invitations
from matching.models import Scenario
from matching.tests.lab.conftest import Contest
from matching.tests.lab.test_lab_pages import place
from notifications.models import Message
from notifications.transport.delivery import deliver_due
from people.models import User
from people.tests.factories import DepartmentFactory, UserFactory
from pool.models import Mentor, MentorStatus
from pool.tests.factories import MenteeFactory, MentorFactory
from pool.tests.pages import text
from programs.tests.factories import GuidelinesFactory

pytestmark = pytest.mark.django_db


class TestInviting:
    """A colleague is asked to become a mentor."""

    @pytest.fixture(autouse=True)
    def guidelines(self, contest: Contest) -> None:
        """Let people apply."""
        if not contest.scenario.cohort.program.guidelines.exists():
            GuidelinesFactory.create(program=contest.scenario.cohort.program)

    def test_m10_who_offers_a_wanted_topic_elsewhere_or_works_where_somebody_wishes(
        self, contest: Contest, now: datetime
    ) -> None:
        department = DepartmentFactory.create()
        User.objects.filter(pk=contest.third.user_id).update(department=department)
        contest.third.department_wish = "same"
        contest.third.save()
        near = UserFactory.create(name="Nora Near", department=department)
        expert = MentorFactory.create(user__name="Emil Expert", topics=contest.wanted.topics.all())
        MentorFactory.create(user__name="Dora Draft", draft=True, topics=contest.wanted.topics.all())
        UserFactory.create(name="Gone Gert", department=department, left_on=now.date())

        found = invitations.who_could(contest.scenario.cohort, [contest.third.pk], now=now)

        assert [one.person for one in found] == [expert.user, near]
        assert (found[0].topics, found[1].wanted_department) == (["Planning"], True)

    def test_m10_a_topic_that_too_few_offer_leads_to_those_who_offer_it(
        self, client: Client, contest: Contest, now: datetime
    ) -> None:
        topic = contest.wanted.topics.get()
        MentorFactory.create(user__name="Emil Expert", topics=[topic])
        department = DepartmentFactory.create()
        User.objects.filter(pk=contest.third.user_id).update(department=department)
        contest.third.department_wish = "same"
        contest.third.save()
        UserFactory.create(name="Nora Near", department=department)
        scenarios.run_scenario(Scenario.objects.get(pk=contest.scenario.pk), now=now)
        url = place("left", contest.scenario.pk)

        everybody = client.get(url)
        assert f'href="?topic={topic.pk}#invite"' in everybody.content.decode()
        assert "Too few offer: Planning" in text(everybody)
        assert "Nora Near" in text(everybody)
        chosen = text(client.get(f"{url}?topic={topic.pk}"))
        assert ("Emil Expert" in chosen, "Nora Near" in chosen) == (True, False)
        Mentor.objects.filter(user__name="Emil Expert").update(status=MentorStatus.PAUSED)
        MenteeFactory.create(cohort=contest.scenario.cohort, languages=["fr"], topics=[topic])
        scenarios.run_scenario(Scenario.objects.get(pk=contest.scenario.pk), now=now)
        assert "Invite someone who offers “Planning”" in text(client.get(url))
        assert "Nobody who meets the rules offers “Planning” in another program." in text(
            client.get(f"{url}?topic={topic.pk}")
        )
        assert client.get(f"{url}?topic=x").status_code == 200

    def test_an_invitation_goes_out_once(
        self, client: Client, contest: Contest, coordinator: User, now: datetime
    ) -> None:
        expert = MentorFactory.create(user__name="Emil Expert", topics=contest.wanted.topics.all()).user
        page = client.post(place("invite", contest.scenario.pk, expert.pk), follow=True)
        assert "Emil Expert is asked by email." in text(page)

        again = client.post(place("invite", contest.scenario.pk, expert.pk), follow=True)

        assert "already been asked" in text(again)
        assert Message.objects.filter(kind="pool.mentor_wanted", recipient=expert).count() == 1
        deliver_due(now=now.replace(year=2027))
        assert any("would you like to be a mentor" in sent.subject for sent in mail.outbox)

    def test_who_is_in_the_pool_or_has_left_is_not_invited(
        self, contest: Contest, coordinator: User, now: datetime
    ) -> None:
        cohort = contest.scenario.cohort
        program, left = cohort.program, [contest.third.pk]
        for person in (contest.wanted.user, UserFactory.create(left_on=now.date())):
            with pytest.raises(MatchingError):
                invitations.invite_to_pool(cohort, mentees=left, user=person, by=coordinator, now=now)
        with pytest.raises(PermissionDenied):
            invitations.invite_to_pool(
                cohort, mentees=left, user=UserFactory.create(), by=UserFactory.create(), now=now
            )
        assert Mentor.objects.filter(status=MentorStatus.ACCEPTED, program=program).count() == 2
