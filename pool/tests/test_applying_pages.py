"""The pages of applying: one topic each, saved at once, checked before sending (F-11 to F-14)."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from people.models import User
from people.tests.factories import UserFactory
from pool.joining.self_assessment import book
from pool.models import Mentor, MentorStatus
from pool.tests.factories import MentorFactory, TopicFactory
from pool.tests.pages import step, text, title
from programs.models import Cohort
from programs.tests.factories import ProgramFactory, approved_guidelines

pytestmark = pytest.mark.django_db


class TestApplying:
    """A volunteer applies through the pages."""

    def test_f11_somebody_applies_step_by_step(self, client: Client, user: User, cohort: Cohort) -> None:
        topic = TopicFactory.create()
        start = reverse("pool:apply", args=[cohort.program.slug])
        client.get(start)
        first = client.post(start)
        mentor = Mentor.objects.get(user=user)
        steps = [
            ("offer", {"offers": "Planning"}),
            ("topics", {"topics": [topic.pk]}),
            ("aims", {"goals": [], "experience": ""}),
            ("back", {"topics_back": [topic.pk]}),
            ("wishes", {"department_wish": "different", "site_wish": "either"}),
            ("talk", {"channels": ["video"], "languages": ["en"], "another": "ja"}),
            ("time", {"slots": ["mon-am"], "capacity": "2"}),
            ("needs", {"accessibility": "Captions"}),
        ]
        url = first.headers["Location"]
        for key, answers in steps:
            assert url == step(mentor, key)
            url = client.post(url, answers).headers["Location"]

        assert url == step(mentor, "assessment")
        url = client.post(reverse("pool:assessment_begin", args=[mentor.pk])).headers["Location"]
        for _ in book().criteria:
            url = client.post(url, {"score": "4"}).headers["Location"]
        assert client.post(url).headers["Location"] == reverse("pool:assessment", args=[mentor.pk])
        client.post(step(mentor, "rules"), {"read": "on"})
        assert "These steps still need an answer" not in text(client.get(step(mentor, "check")))
        sent = client.post(reverse("pool:mentor_send", args=[mentor.pk]), follow=True)

        mentor.refresh_from_db()
        assert (mentor.status, mentor.languages, mentor.capacity) == (MentorStatus.APPLIED, ["en", "ja"], 2)
        assert f"Your reference is MR-{mentor.pk:05}" in text(sent)
        assert client.get(reverse("pool:mentor_sent", args=[mentor.pk])).status_code == 200

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

        assert response.headers["Location"] == reverse("pool:mentor", args=[mentor.pk])
        assert Mentor.objects.get().offers == "Feedback"

    def test_what_is_missing_cannot_be_sent_and_is_named(self, client: Client, user: User, cohort: Cohort) -> None:
        approved_guidelines(cohort.program)
        mentor = MentorFactory.create(draft=True, user=user, program=cohort.program, offers="")

        response = client.post(reverse("pool:mentor_send", args=[mentor.pk]))

        assert (response.status_code, Mentor.objects.get().status) == (409, MentorStatus.DRAFT)
        assert "Say what you offer." in text(response)

    def test_a_mentor_in_the_pool_can_change_what_they_offer(self, client: Client, user: User) -> None:
        mentor = MentorFactory.create(user=user, topics=[TopicFactory.create()])

        response = client.post(step(mentor, "offer"), {"offers": "Something new"})

        assert response.headers["Location"] == reverse("pool:mentor", args=[mentor.pk])
        assert Mentor.objects.get().offers == "Something new"

    def test_an_application_that_waits_is_not_changed(self, client: Client, user: User) -> None:
        mentor = MentorFactory.create(applied=True, user=user)

        assert client.post(step(mentor, "offer"), {"offers": "No"}).headers["Location"] == reverse(
            "pool:mentor", args=[mentor.pk]
        )
        assert Mentor.objects.get().offers != "No"

    def test_d32_the_reason_of_a_decline_is_read_and_one_can_apply_again(self, client: Client, user: User) -> None:
        program = approved_guidelines(ProgramFactory.create()).program
        MentorFactory.create(
            user=user, program=program, status=MentorStatus.DECLINED, decision_reason="Let us talk about time."
        )

        page = text(client.get(reverse("pool:mentor", args=[Mentor.objects.get().pk])))

        assert "Let us talk about time." in page
        assert "Apply again" in page

    @pytest.mark.parametrize(("deed", "status"), [("pause", MentorStatus.PAUSED), ("withdraw", MentorStatus.WITHDRAWN)])
    def test_a_mentor_can_pause_and_leave(self, client: Client, user: User, deed: str, status: str) -> None:
        mentor = MentorFactory.create(user=user)

        client.post(reverse(f"pool:mentor_{deed}", args=[mentor.pk]))

        assert Mentor.objects.get().status == status

    def test_p16_a_supervisor_names_somebody_and_the_person_says_yes_or_no(
        self, client: Client, user: User, cohort: Cohort
    ) -> None:
        approved_guidelines(cohort.program)
        report = UserFactory.create(supervisor=user)
        url = reverse("pool:nominate", args=[cohort.program.slug])
        assert report.name in text(client.get(url))
        client.post(url, {"person": report.pk})
        mentor = Mentor.objects.get(user=report)

        client.force_login(report)
        assert "It is up to you" in text(client.get(reverse("pool:apply", args=[cohort.program.slug])))
        client.post(reverse("pool:mentor_turn_down", args=[mentor.pk]))

        assert Mentor.objects.get().status == MentorStatus.WITHDRAWN

    def test_only_own_reports_are_offered_for_nomination(self, client: Client, user: User, cohort: Cohort) -> None:
        approved_guidelines(cohort.program)
        stranger = UserFactory.create()

        response = client.post(reverse("pool:nominate", args=[cohort.program.slug]), {"person": stranger.pk})

        assert title(response).startswith("Error:")
        assert not Mentor.objects.exists()

    def test_d28_a_question_shows_no_score_so_far(self, client: Client, user: User) -> None:
        mentor = MentorFactory.create(draft=True, user=user)
        url = client.post(reverse("pool:assessment_begin", args=[mentor.pk])).headers["Location"]
        following = client.post(url, {"score": "3"}).headers["Location"]

        page = text(client.get(following))

        assert "Question 2 of 18" in page
        assert not re.search(r"average|total|points|score so far", page, re.IGNORECASE)

    def test_d28_an_example_is_asked_for_at_both_ends(self, client: Client, user: User) -> None:
        mentor = MentorFactory.create(draft=True, user=user)
        url = client.post(reverse("pool:assessment_begin", args=[mentor.pk])).headers["Location"]

        response = client.post(url, {"score": "5", "example": ""})

        assert title(response).startswith("Error:")
        assert "Give one short example" in text(response)
