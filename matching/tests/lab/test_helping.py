"""Those whom a run left out: one more place, a rule less, and what is told of them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from matching.fit.terms import Terms
from matching.lab import scenarios
from matching.lab.left_out.groups import in_words
from matching.lab.left_out.reasons import label_of, relaxed
from matching.models import Scenario
from matching.tests.lab.conftest import Contest
from matching.tests.lab.test_lab_pages import place
from notifications.transport.delivery import deliver_due
from people.models import User
from people.tests.factories import UserFactory
from pool import extra_places
from pool.errors import PoolError
from pool.models import ExtraPlaceRequest, Mentee, MenteeStatus, Mentor, PlaceReply
from pool.tests.factories import MenteeFactory, MentorFactory
from pool.tests.pages import text

pytestmark = pytest.mark.django_db


class TestAsking:
    """A mentor is asked for one more place."""

    def test_m10_a_yes_gives_one_more_place(
        self, client: Client, contest: Contest, coordinator: User, now: datetime
    ) -> None:
        page = client.post(place("ask", contest.scenario.pk, contest.wanted.pk), follow=True)
        assert "Wanda Wanted is asked by email." in text(page)
        asked = ExtraPlaceRequest.objects.get()
        client.force_login(contest.wanted.user)
        assert "Could you take one more mentee in" in text(client.get(reverse("home")))

        assert "Could you take one more mentee?" in text(client.get(reverse("pool:place", args=[asked.pk])))
        client.post(reverse("pool:place_yes", args=[asked.pk]))
        answered = text(client.get(reverse("pool:place", args=[asked.pk])))
        assert ("You were asked to take one more mentee" in answered, "has no mentor yet" in answered) == (True, False)

        asked.refresh_from_db()
        assert (asked.reply, Mentor.objects.get(pk=contest.wanted.pk).capacity) == (PlaceReply.YES, 2)
        again = scenarios.run_scenario(Scenario.objects.get(pk=contest.scenario.pk), now=now)
        assert again.matched == 3

    def test_m10_a_mentor_who_has_given_a_place_since_the_run_is_not_asked_again_before_the_next(
        self, client: Client, contest: Contest, coordinator: User, now: datetime
    ) -> None:
        ask, left = place("ask", contest.scenario.pk, contest.wanted.pk), place("left", contest.scenario.pk)
        client.post(ask)
        extra_places.give_place(ExtraPlaceRequest.objects.get(), by=contest.wanted.user, now=now + timedelta(minutes=5))

        assert "has given one more place since this scenario ran" in text(client.post(ask, follow=True))
        assert ExtraPlaceRequest.objects.count() == 1
        assert ask not in client.get(left).content.decode()

        MenteeFactory.create(cohort=contest.scenario.cohort, topics=contest.wanted.topics.all())
        scenarios.run_scenario(Scenario.objects.get(pk=contest.scenario.pk), now=now + timedelta(hours=1))
        assert ask in client.get(left).content.decode()
        assert "is asked by email" in text(client.post(ask, follow=True))

    def test_m10_nobody_is_asked_for_a_place_for_people_who_have_a_mentor_or_have_left_since(
        self, client: Client, contest: Contest, coordinator: User, now: datetime
    ) -> None:
        ask, left = place("ask", contest.scenario.pk, contest.wanted.pk), place("left", contest.scenario.pk)
        assert ask in client.get(left).content.decode()

        Mentee.objects.exclude(pk=contest.keen.pk).update(status=MenteeStatus.WITHDRAWN)

        assert ask not in client.get(left).content.decode()
        assert "Nobody who is waiting now would be helped by one more place" in text(client.post(ask, follow=True))
        assert not ExtraPlaceRequest.objects.exists()

    def test_the_mail_has_one_button(self, contest: Contest, coordinator: User, now: datetime) -> None:
        asked = extra_places.ask_for_place(contest.scenario.cohort, mentor=contest.wanted, by=coordinator, now=now)
        deliver_due(now=now + timedelta(minutes=1))

        (sent,) = mail.outbox
        assert sent.to == [contest.wanted.user.email]
        assert reverse("pool:place", args=[asked.pk]) in sent.body
        assert not any(person.user.name in sent.body for person in (contest.keen, contest.second, contest.third))

    def test_a_no_needs_no_reason_changes_nothing_and_is_not_asked_again(
        self, client: Client, contest: Contest, coordinator: User, now: datetime
    ) -> None:
        asked = extra_places.ask_for_place(contest.scenario.cohort, mentor=contest.wanted, by=coordinator, now=now)
        client.force_login(contest.wanted.user)
        client.post(reverse("pool:place_no", args=[asked.pk]))
        late = client.post(reverse("pool:place_yes", args=[asked.pk]), follow=True)

        assert "already answered" in text(late)
        assert Mentor.objects.get(pk=contest.wanted.pk).capacity == 1
        with pytest.raises(PoolError, match="too much"):
            extra_places.ask_for_place(contest.scenario.cohort, mentor=contest.wanted, by=coordinator, now=now)

    def test_nobody_is_asked_twice_or_beyond_what_is_possible(
        self, contest: Contest, coordinator: User, now: datetime
    ) -> None:
        cohort = contest.scenario.cohort
        extra_places.ask_for_place(cohort, mentor=contest.wanted, by=coordinator, now=now)
        with pytest.raises(PoolError, match="already been asked"):
            extra_places.ask_for_place(cohort, mentor=contest.wanted, by=coordinator, now=now)
        for odd in (
            MentorFactory.create(program=cohort.program, capacity=5),
            MentorFactory.create(program=cohort.program, applied=True),
            MentorFactory.create(),
        ):
            with pytest.raises(PoolError):
                extra_places.ask_for_place(cohort, mentor=odd, by=coordinator, now=now)

    def test_e03_only_the_mentor_answers_and_only_a_coordinator_asks(
        self, client: Client, contest: Contest, coordinator: User, now: datetime
    ) -> None:
        asked = extra_places.ask_for_place(contest.scenario.cohort, mentor=contest.wanted, by=coordinator, now=now)

        assert client.get(reverse("pool:place", args=[asked.pk])).status_code == 404
        assert client.post(reverse("pool:place_yes", args=[asked.pk])).status_code == 404
        for deed in (extra_places.give_place, extra_places.keep_places):
            with pytest.raises(PermissionDenied):
                deed(asked, by=coordinator, now=now)
        with pytest.raises(PermissionDenied):
            extra_places.ask_for_place(contest.scenario.cohort, mentor=contest.other, by=UserFactory.create(), now=now)


class TestRelaxing:
    """Trying without a rule."""

    def test_m10_a_rule_is_left_out_in_another_scenario(self, client: Client, contest: Contest) -> None:
        response = client.post(place("without", contest.scenario.pk, "language"))

        new = Scenario.objects.exclude(pk=contest.scenario.pk).get()
        assert response.headers["Location"] == place("change", new.pk)
        assert (new.rules["language"], new.status) == (False, "queued")
        assert Scenario.objects.get(pk=contest.scenario.pk).rules.get("language", True)

    def test_the_page_offers_the_rules_that_would_help(
        self, client: Client, contest: Contest, coordinator: User, now: datetime
    ) -> None:
        MenteeFactory.create(cohort=contest.scenario.cohort, languages=["fr"])
        Mentor.objects.update(capacity=3)
        done = scenarios.run_scenario(Scenario.objects.get(pk=contest.scenario.pk), now=now)

        page = text(client.get(place("left", done.pk)))

        assert "Common language Without it, 1 more mentee could have a mentor" in page

    def test_m10_hours_are_relaxed_by_as_little_as_helps(
        self, client: Client, contest: Contest, coordinator: User, now: datetime
    ) -> None:
        """One shares two hours with the mentors, one shares none: a number is offered for each."""
        Mentor.objects.update(capacity=3, slots=["tue-am"])
        for mentee, zone, slot in (
            (contest.keen, "UTC", "tue-am"), (contest.second, "Africa/Lagos", "tue-am"), (contest.third, "UTC", "fri-pm")
        ):  # fmt: skip
            mentee.slots = [slot]
            mentee.save()
            User.objects.filter(pk=mentee.user_id).update(time_zone=zone)
        User.objects.filter(mentorships__program=contest.scenario.cohort.program).update(time_zone="UTC")
        asked = Terms.of(contest.scenario).but(min_hours=3)
        strict = scenarios.create_scenario(
            contest.scenario.cohort, name="Three hours", options=asked, by=coordinator, now=now
        )
        done = scenarios.run_scenario(strict, now=now)

        page = text(client.get(place("left", done.pk)))
        assert "2 hours a week that suit both, instead of 3 Enough for 1 more mentee Try with 2 hours" in page
        assert "No hours required, instead of 3 a week that suit both Enough for 2 more mentees" in page
        client.post(place("without", done.pk, "hours"), {"hours": "2"})

        new = Scenario.objects.get(name="Three hours with 2 hours")
        assert new.min_hours == 2
        assert scenarios.run_scenario(new, now=now).matched == done.matched + 1

    @pytest.mark.parametrize("hours", ["3", "99", "-1", "x", ""])
    def test_more_hours_are_no_help_and_nonsense_asks_for_none(
        self, hours: str, client: Client, contest: Contest
    ) -> None:
        Scenario.objects.update(min_hours=3)

        client.post(place("without", contest.scenario.pk, "hours"), {"hours": hours})

        made = Scenario.objects.exclude(pk=contest.scenario.pk)
        assert list(made.values_list("min_hours", flat=True)) == ([] if hours in {"3", "99"} else [0])

    @pytest.mark.parametrize("rule", ["reporting_line", "not_with", "oneself", "nonsense", "required_nonsense"])
    def test_what_always_holds_is_not_left_out(self, rule: str, client: Client, contest: Contest) -> None:
        client.post(place("without", contest.scenario.pk, rule))

        assert Scenario.objects.count() == 1

    def test_a_required_wish_and_hours_are_relaxed_too(self) -> None:
        options = Terms(weights={"topics": "required"}, min_hours=3)

        assert relaxed(options, "required_topics") == options.but(weights={"topics": "high"})
        assert relaxed(options, "hours") == options.but(min_hours=0)
        assert relaxed(options, "hours", hours=2) == options.but(min_hours=2)
        assert relaxed(options, "hours", hours=3) is None
        assert label_of("required_topics").startswith("Required: ")
        assert label_of("not_with") == "Another reason"


class TestGroups:
    """Those who compete for too few places, together."""

    def test_m11_a_group_is_shown_with_its_shortage_its_mentors_and_what_it_shares(
        self, client: Client, contest: Contest
    ) -> None:
        found = contest.scenario.findings
        assert found is not None
        (group,) = found["groups"]
        people = {contest.keen.pk, contest.second.pk, contest.third.pk}
        assert (set(group["mentees"]), set(group["mentors"])) == (people, {contest.wanted.pk, contest.other.pk})
        assert (group["places"], group["missing"]) == (2, 1)
        assert group["shared"][0] == {"what": "topic", "name": "Planning", "count": 3, "of": 3}
        assert [in_words(shared) for shared in group["shared"]] == [
            "All of them want “Planning”.",
            "All of them speak only English.",
        ]

        page = text(client.get(place("left", contest.scenario.pk)))

        assert "3 mentees for 2 places" in page
        assert "1 place missing" in page
        assert "One more place would help with:" in page

    def test_m10_the_mentors_named_would_let_one_more_be_matched(self, contest: Contest, now: datetime) -> None:
        assert contest.scenario.findings is not None
        (left,) = contest.scenario.findings["left"]
        assert {mentor for mentor, _gain in left["helpers"]} == {contest.wanted.pk, contest.other.pk}

        Mentor.objects.filter(pk=left["helpers"][0][0]).update(capacity=2)
        again = scenarios.run_scenario(Scenario.objects.get(pk=contest.scenario.pk), now=now)

        assert (contest.scenario.matched, again.matched) == (2, 3)
        assert again.total - contest.scenario.total == left["helpers"][0][1]


class TestManyLeftOut:
    """Hundreds without a mentor: page by page, with a filter, and everything that helps still counted for all."""

    def test_they_are_shown_page_by_page_and_found_by_name_and_reason(
        self, client: Client, contest: Contest, now: datetime
    ) -> None:
        scenario, url = contest.scenario, place("left", contest.scenario.pk)
        for number in range(59):
            mentee = MenteeFactory.create(cohort=scenario.cohort, user__name=f"Many {number:02}")
            code = "language" if number < 55 else "places"
            scenario.unmatched.create(mentee=mentee, code=code, details={})

        def shown(query: str = "") -> int:
            return len(client.get(f"{url}{query}").context["rows"])

        page = text(client.get(url))
        assert ("60 mentees without a mentor" in page, "Page 1 of 2" in page) == (True, True)
        assert "Common language (55)" in page
        assert [shown(), shown("?page=2"), shown("?why=places"), shown("?q=many+1")] == [50, 10, 5, 10]
        assert [shown("?why=language&page=2"), shown("?q=nobody"), shown("?why=nonsense")] == [5, 0, 50]
        assert "5 of them fit. Show all" in text(client.get(f"{url}?why=places"))

    def test_the_groups_in_which_most_are_missing_are_shown_and_the_others_counted(
        self, client: Client, contest: Contest
    ) -> None:
        findings = contest.scenario.findings
        assert findings is not None
        (group,) = findings["groups"]
        Scenario.objects.update(findings={**findings, "groups": [group] * 15})

        page = client.get(place("left", contest.scenario.pk))

        assert len(page.context["groups"]) == 12
        assert "and 3 more groups that are missing no more places than these" in text(page)
