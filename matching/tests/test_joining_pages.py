"""The pages of applying and signing up: one topic each, saved at once, checked before sending (F-11 to F-14)."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from matching.assessing import book
from matching.models import Mentee, MenteeStatus, Mentor, MentorStatus, NotWith
from matching.tests.factories import MenteeFactory, MentorFactory, TopicFactory
from people.models import User
from people.tests.factories import UserFactory
from programs.models import Cohort
from programs.models.taking_part import Say
from programs.tests.factories import CohortFactory, GuidelinesFactory, ProgramFactory, approved_guidelines

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client: Client) -> User:
    """Return somebody who is signed in."""
    person = UserFactory.create()
    client.force_login(person)
    return person


@pytest.fixture
def cohort() -> Cohort:
    """Return a cohort that is open today, whatever day the tests run."""
    return CohortFactory.create(enrol_until=None)


def text(response: Any) -> str:  # noqa: ANN401 - a response of the test client
    """Return what a page says, without its markup."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def title(response: Any) -> str:  # noqa: ANN401 - a response of the test client
    """Return the title of a page."""
    found = re.search(r"<title>(.*?)</title>", response.content.decode(), re.DOTALL)
    assert found
    return html.unescape(found.group(1)).strip()


def step(person: Mentor | Mentee, key: str) -> str:
    """Return the address of a step."""
    return reverse(f"matching:{person._meta.model_name}_step", args=[person.pk, key])


class TestApplying:
    """A volunteer applies through the pages."""

    def test_f11_somebody_applies_step_by_step(self, client: Client, user: User, cohort: Cohort) -> None:
        topic = TopicFactory.create()
        start = reverse("matching:apply", args=[cohort.program.slug])
        client.get(start)
        first = client.post(start)
        mentor = Mentor.objects.get(user=user)
        steps = [
            ("offer", {"offers": "Planning"}),
            ("topics", {"topics": [topic.pk]}),
            ("talk", {"channels": ["video"], "languages": ["en"], "another": "ja"}),
            ("time", {"slots": ["mon-am"], "capacity": "2"}),
            ("needs", {"accessibility": "Captions"}),
        ]
        url = first.headers["Location"]
        for key, answers in steps:
            assert url == step(mentor, key)
            url = client.post(url, answers).headers["Location"]

        assert url == step(mentor, "assessment")
        url = client.post(reverse("matching:assessment_begin", args=[mentor.pk])).headers["Location"]
        for _ in book().criteria:
            url = client.post(url, {"score": "4"}).headers["Location"]
        assert client.post(url).headers["Location"] == reverse("matching:assessment", args=[mentor.pk])
        client.post(step(mentor, "rules"), {"read": "on"})
        assert "These pages still need an answer" not in text(client.get(step(mentor, "check")))
        sent = client.post(reverse("matching:mentor_send", args=[mentor.pk]), follow=True)

        mentor.refresh_from_db()
        assert (mentor.status, mentor.languages, mentor.capacity) == (MentorStatus.APPLIED, ["en", "ja"], 2)
        assert f"Your reference is MR-{mentor.pk:05}" in text(sent)
        assert client.get(reverse("matching:mentor_sent", args=[mentor.pk])).status_code == 200

    @pytest.mark.parametrize(
        ("key", "answers", "sentence"),
        [
            ("offer", {}, "Say what you can pass on."),
            ("topics", {}, "Choose at least one topic."),
            ("talk", {"languages": ["en"]}, "Choose at least one way to talk."),
            ("talk", {"channels": ["video"]}, "Choose at least one language."),
            ("time", {"capacity": "1"}, "Choose at least one time to meet."),
            ("time", {"slots": ["mon-am"]}, "Choose a number from 1 to 5."),
            ("rules", {}, "Read the text, then tick the box."),
        ],
    )
    def test_f13_a_wrong_step_is_shown_again_with_its_sentence(
        self, client: Client, user: User, cohort: Cohort, key: str, answers: dict[str, str], sentence: str
    ) -> None:
        mentor = MentorFactory.create(draft=True, user=user, program=approved_guidelines(cohort.program).program)

        response = client.post(step(mentor, key), answers)

        assert title(response).startswith("Error:")
        assert text(response).count(sentence) >= 2  # in the summary on top, and at the field

    def test_f12_a_change_from_the_check_page_leads_back_to_it(
        self, client: Client, user: User, cohort: Cohort
    ) -> None:
        mentor = MentorFactory.create(draft=True, user=user, program=cohort.program)
        page = client.get(step(mentor, "check")).content.decode()
        change = f"{step(mentor, 'offer')}?from=check"

        assert change in page
        response = client.post(change, {"offers": "Feedback"})

        assert response.headers["Location"] == step(mentor, "check")

    def test_f11_save_and_stop_here_leads_to_where_one_stands(self, client: Client, user: User, cohort: Cohort) -> None:
        mentor = MentorFactory.create(draft=True, user=user, program=cohort.program)

        response = client.post(step(mentor, "offer"), {"offers": "Feedback", "later": "1"})

        assert response.headers["Location"] == reverse("matching:mentor", args=[mentor.pk])
        assert Mentor.objects.get().offers == "Feedback"

    def test_what_is_missing_cannot_be_sent_and_is_named(self, client: Client, user: User, cohort: Cohort) -> None:
        approved_guidelines(cohort.program)
        mentor = MentorFactory.create(draft=True, user=user, program=cohort.program, offers="")

        response = client.post(reverse("matching:mentor_send", args=[mentor.pk]))

        assert (response.status_code, Mentor.objects.get().status) == (409, MentorStatus.DRAFT)
        assert "Say what you offer." in text(response)

    def test_a_mentor_in_the_pool_can_change_what_they_offer(self, client: Client, user: User) -> None:
        mentor = MentorFactory.create(user=user, topics=[TopicFactory.create()])

        response = client.post(step(mentor, "offer"), {"offers": "Something new"})

        assert response.headers["Location"] == reverse("matching:mentor", args=[mentor.pk])
        assert Mentor.objects.get().offers == "Something new"

    def test_an_application_that_waits_is_not_changed(self, client: Client, user: User) -> None:
        mentor = MentorFactory.create(applied=True, user=user)

        assert client.post(step(mentor, "offer"), {"offers": "No"}).headers["Location"] == reverse(
            "matching:mentor", args=[mentor.pk]
        )
        assert Mentor.objects.get().offers != "No"

    def test_d32_the_reason_of_a_decline_is_read_and_one_can_apply_again(self, client: Client, user: User) -> None:
        program = approved_guidelines(ProgramFactory.create()).program
        MentorFactory.create(
            user=user, program=program, status=MentorStatus.DECLINED, decision_reason="Let us talk about time."
        )

        page = text(client.get(reverse("matching:mentor", args=[Mentor.objects.get().pk])))

        assert "Let us talk about time." in page
        assert "Apply again" in page

    @pytest.mark.parametrize(("deed", "status"), [("pause", MentorStatus.PAUSED), ("withdraw", MentorStatus.WITHDRAWN)])
    def test_a_mentor_can_pause_and_leave(self, client: Client, user: User, deed: str, status: str) -> None:
        mentor = MentorFactory.create(user=user)

        client.post(reverse(f"matching:mentor_{deed}", args=[mentor.pk]))

        assert Mentor.objects.get().status == status

    def test_p16_a_supervisor_names_somebody_and_the_person_says_yes_or_no(
        self, client: Client, user: User, cohort: Cohort
    ) -> None:
        approved_guidelines(cohort.program)
        report = UserFactory.create(supervisor=user)
        url = reverse("matching:nominate", args=[cohort.program.slug])
        assert report.name in text(client.get(url))
        client.post(url, {"person": report.pk})
        mentor = Mentor.objects.get(user=report)

        client.force_login(report)
        assert "It is up to you" in text(client.get(reverse("matching:apply", args=[cohort.program.slug])))
        client.post(reverse("matching:mentor_turn_down", args=[mentor.pk]))

        assert Mentor.objects.get().status == MentorStatus.WITHDRAWN

    def test_only_own_reports_are_offered_for_nomination(self, client: Client, user: User, cohort: Cohort) -> None:
        approved_guidelines(cohort.program)
        stranger = UserFactory.create()

        response = client.post(reverse("matching:nominate", args=[cohort.program.slug]), {"person": stranger.pk})

        assert title(response).startswith("Error:")
        assert not Mentor.objects.exists()

    def test_d28_a_question_shows_no_score_so_far(self, client: Client, user: User) -> None:
        mentor = MentorFactory.create(draft=True, user=user)
        url = client.post(reverse("matching:assessment_begin", args=[mentor.pk])).headers["Location"]
        following = client.post(url, {"score": "3"}).headers["Location"]

        page = text(client.get(following))

        assert "Question 2 of 18" in page
        assert not re.search(r"average|total|points|score so far", page, re.IGNORECASE)

    def test_d28_an_example_is_asked_for_at_both_ends(self, client: Client, user: User) -> None:
        mentor = MentorFactory.create(draft=True, user=user)
        url = client.post(reverse("matching:assessment_begin", args=[mentor.pk])).headers["Location"]

        response = client.post(url, {"score": "5", "example": ""})

        assert title(response).startswith("Error:")
        assert "Give one short example" in text(response)


class TestSigningUp:
    """Somebody signs up through the pages."""

    def test_f11_somebody_signs_up_step_by_step(self, client: Client, user: User, cohort: Cohort) -> None:
        topic = TopicFactory.create()
        start = reverse("matching:sign_up", args=[cohort.pk])
        client.get(start)
        url = client.post(start).headers["Location"]
        mentee = Mentee.objects.get(user=user)
        steps = [
            ("wants", {"wants": "Planning", "why": "A project"}),
            ("topics", {"topics": [topic.pk]}),
            ("wishes", {"department_wish": "different", "site_wish": "same"}),
            ("talk", {"channels": ["video"], "languages": ["en"]}),
            ("time", {"slots": ["mon-am"]}),
            ("needs", {}),
        ]
        for key, answers in steps:
            assert url == step(mentee, key)
            url = client.post(url, answers).headers["Location"]
        for key in ("apart", "mentors"):
            assert url == step(mentee, key)
            page = client.get(url)
            assert page.status_code == 200
            url = page.context["next"]
        client.post(step(mentee, "rules"), {"read": "on"})
        sent = client.post(reverse("matching:mentee_send", args=[mentee.pk]), follow=True)

        mentee.refresh_from_db()
        assert (mentee.status, mentee.department_wish, mentee.site_wish) == (MenteeStatus.ENROLLED, "different", "same")
        assert f"Your reference is ME-{mentee.pk:05}" in text(sent)

    def test_p22_mentors_are_ranked_with_buttons(self, client: Client, user: User, cohort: Cohort) -> None:
        mentee = MenteeFactory.create(user=user, cohort=cohort, draft=True)
        one, two = (MentorFactory.create(program=cohort.program) for _ in range(2))
        for mentor in (one, two):
            client.post(reverse("matching:rank_add", args=[mentee.pk, mentor.pk]))

        client.post(reverse("matching:rank_up", args=[mentee.pk, two.pk]))
        assert list(mentee.preferences.values_list("mentor", flat=True)) == [two.pk, one.pk]
        client.post(reverse("matching:rank_remove", args=[mentee.pk, two.pk]))
        assert list(mentee.preferences.values_list("mentor", "rank")) == [(one.pk, 1)]

    def test_the_pool_can_be_searched_and_a_search_is_kept(self, client: Client, user: User, cohort: Cohort) -> None:
        mentee = MenteeFactory.create(user=user, cohort=cohort, draft=True)
        topic = TopicFactory.create(name="Chess openings")
        wanted = MentorFactory.create(
            program=cohort.program, topics=[topic], user=UserFactory.create(name="Wanda Wanted")
        )
        MentorFactory.create(program=cohort.program, user=UserFactory.create(name="Otto Other"))
        url = step(mentee, "mentors")

        for query in ("?q=chess", "?q=wanda", f"?topic={topic.pk}"):
            page = text(client.get(url + query))
            assert "Wanda Wanted" in page
            assert "Otto Other" not in page
        added = client.post(reverse("matching:rank_add", args=[mentee.pk, wanted.pk]) + "?q=wanda")
        assert added.headers["Location"] == url + "?q=wanda"
        assert "Nobody fits this search" in text(client.get(url + "?q=zzz"))

    def test_p21_who_is_kept_apart_is_not_in_the_pool_and_cannot_be_added(
        self, client: Client, user: User, cohort: Cohort
    ) -> None:
        mentee = MenteeFactory.create(user=user, cohort=cohort, draft=True)
        boss = UserFactory.create(name="Bea Boss")
        user.supervisor = boss
        user.save()
        hidden = [MentorFactory.create(program=cohort.program, user=boss), MentorFactory.create(program=cohort.program)]
        client.post(reverse("matching:apart_add", args=[mentee.pk, hidden[1].user_id]))

        page = text(client.get(step(mentee, "mentors")))

        assert "No mentor to choose yet" in page
        for mentor in hidden:
            assert client.post(reverse("matching:rank_add", args=[mentee.pk, mentor.pk])).status_code == 404

    def test_p09_without_a_say_there_is_no_ranking(self, client: Client, user: User) -> None:
        program = ProgramFactory.create()
        GuidelinesFactory.create(program=program, mentee_say=Say.NONE)
        mentee = MenteeFactory.create(user=user, cohort=CohortFactory.create(program=program), draft=True)

        assert client.get(step(mentee, "mentors")).status_code == 404

    def test_not_with_is_found_by_name_added_and_taken_back(self, client: Client, user: User, cohort: Cohort) -> None:
        mentee = MenteeFactory.create(user=user, cohort=cohort, draft=True)
        other = UserFactory.create(name="Otto Other")
        url = step(mentee, "apart")

        assert "Type at least two letters" in text(client.get(url + "?q=o"))
        assert "Otto Other" in text(client.get(url + "?q=otto"))
        client.post(reverse("matching:apart_add", args=[mentee.pk, other.pk]))
        assert "1 person, known to you alone" in text(client.get(step(mentee, "check")))
        client.post(reverse("matching:apart_remove", args=[mentee.pk, other.pk]))
        assert not NotWith.objects.exists()

    def test_enrolment_that_is_not_open_says_so(self, client: Client, user: User) -> None:
        cohort = CohortFactory.create(status="matching")

        page = client.get(reverse("matching:sign_up", args=[cohort.pk]))

        assert "The enrolment of this cohort is not open." in text(page)
        assert not Mentee.objects.exists()

    def test_a_mentee_can_leave_after_a_page_that_says_what_that_means(
        self, client: Client, user: User, cohort: Cohort
    ) -> None:
        mentee = MenteeFactory.create(user=user, cohort=cohort)
        url = reverse("matching:mentee_withdraw", args=[mentee.pk])

        assert "Nobody asks why" in text(client.get(url))
        assert Mentee.objects.get().status == MenteeStatus.ENROLLED
        client.post(url)
        assert Mentee.objects.get().status == MenteeStatus.WITHDRAWN

    def test_a_get_never_changes_anything(self, client: Client, user: User, cohort: Cohort) -> None:
        client.get(reverse("matching:apply", args=[cohort.program.slug]))
        client.get(reverse("matching:sign_up", args=[cohort.pk]))

        assert not Mentor.objects.exists()
        assert not Mentee.objects.exists()
