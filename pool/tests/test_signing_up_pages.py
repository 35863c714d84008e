"""The pages of signing up, ranking and “not with” (F-06, F-11, F-14)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from people.models import User
from people.tests.factories import UserFactory
from pool.models import Mentee, MenteeStatus, Mentor, NotWith
from pool.tests.factories import MenteeFactory, MentorFactory, TopicFactory
from pool.tests.pages import step, text
from programs.models import Cohort, Program
from programs.models.program import Format
from programs.models.taking_part import Say
from programs.tests.factories import CohortFactory, GuidelinesFactory, ProgramFactory

pytestmark = pytest.mark.django_db


class TestSigningUp:
    """Someone signs up through the pages."""

    def test_f11_somebody_signs_up_step_by_step(self, client: Client, user: User, cohort: Cohort) -> None:
        topic = TopicFactory.create()
        start = reverse("pool:sign_up", args=[cohort.pk])
        client.get(start)
        url = client.post(start).headers["Location"]
        mentee = Mentee.objects.get(user=user)
        steps = [
            ("wants", {"wants": "Planning", "why": "A project"}),
            ("topics", {"topics": [topic.pk]}),
            ("aims", {"goals": ["step", "skill"], "experience": "1"}),
            ("back", {"topics_back": [topic.pk]}),
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
        sent = client.post(reverse("pool:mentee_send", args=[mentee.pk]), follow=True)

        mentee.refresh_from_db()
        assert (mentee.status, mentee.department_wish, mentee.site_wish) == (MenteeStatus.ENROLLED, "different", "same")
        assert (mentee.goals, mentee.experience, list(mentee.topics_back.all())) == (["step", "skill"], 1, [topic])
        assert f"Your reference is ME-{mentee.pk:05}" in text(sent)

    def test_someone_who_looks_for_a_buddy_reads_of_no_mentor(self, client: Client, user: User) -> None:
        cohort = CohortFactory.create(program__format=Format.ONBOARDING, always_on=True, enrol_until=None)

        page = text(client.get(reverse("pool:sign_up", args=[cohort.pk])))
        signed = text(client.get(MenteeFactory.create(user=user, cohort__program=cohort.program).status_url))

        assert "looks for a buddy for you" in page
        assert "The coordinator is looking for a buddy for you." in signed
        assert "for a mentor" not in page + signed

    def test_a_topic_that_is_removed_from_the_forms_stays_with_who_chose_it(
        self, client: Client, user: User, cohort: Cohort
    ) -> None:
        chess, other = TopicFactory.create(name="Chess openings"), TopicFactory.create()
        mentee = MenteeFactory.create(user=user, cohort=cohort, draft=True, topics=[chess])
        late = MenteeFactory.create(user=user, cohort=CohortFactory.create(program=cohort.program), draft=True)
        chess.is_active = False
        chess.save()

        assert "Chess openings" in text(client.get(step(mentee, "topics")))
        client.post(step(mentee, "topics"), {"topics": [chess.pk, other.pk]})
        client.post(step(late, "topics"), {"topics": [chess.pk]})

        assert set(mentee.topics.all()) == {chess, other}
        assert not late.topics.filter(pk=chess.pk).exists()
        assert "Chess openings" not in text(client.get(step(late, "topics")))

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
        assert "No mentor matches your search" in text(client.get(url + "?q=zzz"))

    def test_p21_who_is_kept_apart_is_not_in_the_pool_and_cannot_be_added(
        self, client: Client, user: User, cohort: Cohort
    ) -> None:
        mentee = MenteeFactory.create(user=user, cohort=cohort, draft=True)
        boss = UserFactory.create(name="Bea Boss")
        user.supervisor = boss
        user.save()
        hidden = [MentorFactory.create(program=cohort.program, user=boss), MentorFactory.create(program=cohort.program)]
        client.post(reverse("pool:apart_add", args=[mentee.pk, hidden[1].user_id]))

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
        client.post(reverse("pool:apart_add", args=[mentee.pk, other.pk]))
        assert "1 person, visible only to you" in text(client.get(step(mentee, "check")))
        client.post(reverse("pool:apart_remove", args=[mentee.pk, other.pk]))
        assert not NotWith.objects.exists()

    def test_enrolment_that_is_not_open_says_so(self, client: Client, user: User) -> None:
        cohort = CohortFactory.create(status="matching")

        page = client.get(reverse("pool:sign_up", args=[cohort.pk]))

        assert "Enrolment for this cohort is not open." in text(page)
        assert not Mentee.objects.exists()

    def test_in_an_onboarding_program_the_page_and_its_title_say_buddy(
        self, client: Client, user: User, cohort: Cohort
    ) -> None:
        Program.objects.filter(pk=cohort.program_id).update(format=Format.ONBOARDING)

        page = client.get(reverse("pool:sign_up", args=[cohort.pk]))

        assert "Find a buddy" in text(page).partition("Skip to the content")[0]
        assert "Find a mentor" not in text(page)

    def test_a_mentee_can_leave_after_a_page_that_says_what_that_means(
        self, client: Client, user: User, cohort: Cohort
    ) -> None:
        mentee = MenteeFactory.create(user=user, cohort=cohort)
        url = reverse("pool:mentee_withdraw", args=[mentee.pk])

        assert "We do not ask why" in text(client.get(url))
        assert Mentee.objects.get().status == MenteeStatus.ENROLLED
        client.post(url)
        assert Mentee.objects.get().status == MenteeStatus.WITHDRAWN

    def test_a_get_never_changes_anything(self, client: Client, user: User, cohort: Cohort) -> None:
        client.get(reverse("pool:apply", args=[cohort.program.slug]))
        client.get(reverse("pool:sign_up", args=[cohort.pk]))

        assert not Mentor.objects.exists()
        assert not Mentee.objects.exists()

    def test_e27_how_often_one_meets_is_what_the_guidelines_say(self, client: Client, user: User) -> None:
        guidelines = GuidelinesFactory.create(frequency="fortnightly", meeting_minutes=45)
        cohort = CohortFactory.create(program=guidelines.program, guidelines=guidelines)

        pages = [
            client.get(reverse("pool:apply", args=[cohort.program.slug])),
            client.get(reverse("pool:sign_up", args=[cohort.pk])),
        ]

        assert [("You meet every two weeks, 45 minutes each time." in text(page)) for page in pages] == [True, True]
        assert ["hour a week" in text(page) for page in pages] == [False, False]
