"""Becoming a mentee."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from notifications.models import Message
from people.tests.factories import UserFactory
from pool.errors import PoolError
from pool.joining import mentees
from pool.models import Mentee, MenteeStatus, NotWith
from pool.tests.factories import MenteeFactory, MentorFactory, TopicFactory
from programs.models import Cohort
from programs.models.cohort import CohortStatus
from programs.models.taking_part import Say
from programs.tests.factories import CohortFactory, GuidelinesFactory, ProgramFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort() -> Cohort:
    """Return an open cohort."""
    return CohortFactory.create()


def filled(cohort: Cohort, now: datetime) -> Mentee:
    """Return a sign-up in which nothing is missing."""
    user = UserFactory.create()
    mentee = mentees.begin_sign_up(cohort, user=user, now=now)
    mentees.save_sign_up(
        mentee, by=user, now=now, topics=[TopicFactory.create()], wants="Planning.", why="A project in May.",
        department_wish="different", channels=["video"], slots=["mon-am"],
    )  # fmt: skip
    assert cohort.guidelines
    return mentees.acknowledge(mentee, guidelines=cohort.guidelines, by=user, now=now)


def test_p19_somebody_says_what_they_want_and_signs_up(cohort: Cohort, now: datetime) -> None:
    mentee = filled(cohort, now)

    signed = mentees.sign_up(mentee, by=mentee.user, now=now)

    assert (signed.status, signed.enrolled_at) == (MenteeStatus.ENROLLED, now)
    assert Message.objects.get(kind="pool.signed_up").recipient == mentee.user


def test_what_is_missing_is_said_in_sentences(cohort: Cohort, now: datetime) -> None:
    user = UserFactory.create(languages=[])
    mentee = mentees.begin_sign_up(cohort, user=user, now=now)

    with pytest.raises(PoolError) as refusal:
        mentees.sign_up(mentee, by=user, now=now)

    assert str(refusal.value) == (
        "Say what you want to learn. Say why you want to learn it. Choose at least one topic. Choose at least one "
        "way to talk. Choose at least one language. Choose at least one time to meet. Read what mentoring is and is "
        "not, then tick the box."
    )


def test_after_signing_up_answers_can_change_but_not_go_missing(cohort: Cohort, now: datetime) -> None:
    mentee = filled(cohort, now)
    mentees.sign_up(mentee, by=mentee.user, now=now)

    assert mentees.save_sign_up(mentee, by=mentee.user, now=now, wants="Feedback.").wants == "Feedback."
    with pytest.raises(PoolError, match="at least one time"):
        mentees.save_sign_up(mentee, by=mentee.user, now=now, slots=[])
    assert Mentee.objects.get().slots == ["mon-am"]


@pytest.mark.parametrize("status", [CohortStatus.MATCHING, CohortStatus.RUNNING, CohortStatus.CLOSED])
def test_nobody_signs_up_to_a_cohort_whose_enrolment_is_not_open(status: CohortStatus, now: datetime) -> None:
    with pytest.raises(PoolError):
        mentees.begin_sign_up(CohortFactory.create(status=status), user=UserFactory.create(), now=now)


def test_p07_the_rules_of_the_guidelines_hold(now: datetime) -> None:
    program = ProgramFactory.create()
    GuidelinesFactory.create(program=program, mentee_max_tenure_months=3)
    cohort = CohortFactory.create(program=program)

    with pytest.raises(PoolError, match="first 3 months"):
        mentees.begin_sign_up(cohort, user=UserFactory.create(hired_on=date(2020, 1, 1)), now=now)


def test_p23_a_mentor_can_be_a_mentee_too(cohort: Cohort, now: datetime) -> None:
    mentor = MentorFactory.create(program=cohort.program)

    assert mentees.begin_sign_up(cohort, user=mentor.user, now=now).status == MenteeStatus.DRAFT


def test_only_the_person_changes_their_sign_up(cohort: Cohort, now: datetime) -> None:
    mentee = filled(cohort, now)

    for attempt in (
        lambda: mentees.save_sign_up(mentee, by=UserFactory.create(), now=now, wants="Mine"),
        lambda: mentees.sign_up(mentee, by=UserFactory.create(), now=now),
        lambda: mentees.rank_mentors(mentee, mentors=[], by=UserFactory.create(), now=now),
        lambda: mentees.withdraw_mentee(mentee, by=UserFactory.create(), now=now),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


class TestRanking:
    """P-22: mentees rank the mentors whom they would like."""

    def test_p22_the_first_is_the_first_choice_and_a_new_ranking_replaces_the_old(
        self, cohort: Cohort, now: datetime
    ) -> None:
        mentee = MenteeFactory.create(cohort=cohort)
        one, two, three = (MentorFactory.create(program=cohort.program) for _ in range(3))
        mentees.rank_mentors(mentee, mentors=[one, two], by=mentee.user, now=now)

        mentees.rank_mentors(mentee, mentors=[two, three, one], by=mentee.user, now=now)

        assert list(mentee.preferences.values_list("rank", "mentor")) == [(1, two.pk), (2, three.pk), (3, one.pk)]

    def test_p09_no_more_than_the_guidelines_allow(self, now: datetime) -> None:
        program = ProgramFactory.create()
        GuidelinesFactory.create(program=program, preferences_max=1)
        mentee = MenteeFactory.create(cohort=CohortFactory.create(program=program))
        mentors = [MentorFactory.create(program=program) for _ in range(2)]

        with pytest.raises(PoolError, match="up to 1"):
            mentees.rank_mentors(mentee, mentors=mentors, by=mentee.user, now=now)

    def test_p09_not_at_all_where_the_coordinator_proposes(self, now: datetime) -> None:
        program = ProgramFactory.create()
        GuidelinesFactory.create(program=program, mentee_say=Say.NONE)
        mentee = MenteeFactory.create(cohort=CohortFactory.create(program=program))

        with pytest.raises(PoolError):
            mentees.rank_mentors(mentee, mentors=[MentorFactory.create(program=program)], by=mentee.user, now=now)

    def test_only_others_from_the_pool_and_each_once(self, cohort: Cohort, now: datetime) -> None:
        mentee = MenteeFactory.create(cohort=cohort)
        good = MentorFactory.create(program=cohort.program)

        for mentors in (
            [good, good],
            [MentorFactory.create()],
            [MentorFactory.create(program=cohort.program, applied=True)],
            [MentorFactory.create(program=cohort.program, user=mentee.user)],
        ):
            with pytest.raises(PoolError):
                mentees.rank_mentors(mentee, mentors=mentors, by=mentee.user, now=now)


class TestLeaving:
    """Changing one's mind."""

    def test_somebody_who_leaves_can_sign_up_again_and_finds_the_answers(self, cohort: Cohort, now: datetime) -> None:
        mentee = filled(cohort, now)
        mentees.sign_up(mentee, by=mentee.user, now=now)
        mentees.withdraw_mentee(mentee, by=mentee.user, now=now)

        again = mentees.begin_sign_up(cohort, user=mentee.user, now=now)

        assert (again.pk, again.status, again.wants) == (mentee.pk, MenteeStatus.DRAFT, "Planning.")


class TestNotWith:
    """P-21: private to the person."""

    def test_it_is_kept_once_and_can_be_taken_back(self, now: datetime) -> None:
        user, other = UserFactory.create(), UserFactory.create()
        for _ in range(2):
            mentees.keep_apart(user, other=other, now=now)

        assert list(NotWith.objects.visible_to(user).values_list("other", flat=True)) == [other.pk]
        assert not NotWith.objects.visible_to(other).exists()
        mentees.stop_keeping_apart(user, other=other)
        assert not NotWith.objects.exists()

    def test_nobody_is_kept_apart_from_themselves(self, now: datetime) -> None:
        user = UserFactory.create()

        with pytest.raises(PoolError):
            mentees.keep_apart(user, other=user, now=now)
