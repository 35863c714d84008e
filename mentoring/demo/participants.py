"""Applies, signs up, answers and signs as the people of the demo do."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from mentoring.demo import texts
from pool.joining import mentees, mentors, self_assessment
from pool.models import Channel, Mentee, Mentor, PersonalGoal, Slot, Topic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentoring.demo.clock import Clock
    from people.models import User
    from programs.models import Cohort

CRITERIA = range(1, 19)


class Crowd:
    """Draws what people say, by seed."""

    def __init__(self, seed: int, clock: Clock) -> None:
        self.random = random.Random(seed)  # noqa: S311 - a demo, no secret
        self.clock = clock
        self.topics = list(Topic.objects.offered().order_by("pk"))

    def logistics(self, user: User) -> dict[str, Any]:
        """When and how someone can meet."""
        channels = [
            Channel.VIDEO.value,
            *self.random.sample([Channel.IN_PERSON.value, Channel.PHONE.value, Channel.CHAT.value], 2),
        ]
        return {"channels": channels, "languages": list(user.languages), "slots": self.random.sample(Slot.values, 5)}

    def some_topics(self) -> list[Topic]:
        """Two to four topics, the first of the list more often: wishes cluster."""
        weights = [3 if number < 8 else 1 for number in range(len(self.topics))]  # noqa: PLR2004
        drawn = self.random.choices(self.topics, weights, k=self.random.randint(2, 4))
        return list(dict.fromkeys(drawn))

    def aims(self) -> dict[str, Any]:
        """What it is for, and what could come back."""
        return {
            "goals": self.random.sample(PersonalGoal.values, self.random.randint(1, 3)),
            "topics_back": self.some_topics() if self.random.random() < 0.7 else [],  # noqa: PLR2004 - most say something
        }

    def apply(self, cohort: Cohort, user: User, *, capacity: int = 1) -> Mentor:
        """Apply as mentor, self-assessment included."""
        now = self.clock.minutes(self.random.randint(3, 20))
        mentor = mentors.begin_application(cohort.program, user=user, now=now)
        mentor = mentors.save_application(
            mentor, by=user, now=now, topics=self.some_topics(), capacity=capacity,
            offers=self.random.choice(texts.OFFERS), motivation=self.random.choice(texts.MOTIVES),
            wants_to_learn=self.random.choice(texts.LEARN_BACK), experience=self.random.choice([2, 3, 3, 4]),
            department_wish=self.random.choice(["different", "either", "either", "either"]),
            **self.aims(), **self.logistics(user),
        )  # fmt: skip
        self.assess(mentor)
        if cohort.guidelines:
            mentors.acknowledge(mentor, guidelines=cohort.guidelines, by=user, now=now)
        return mentors.send_application(mentor, by=user, now=self.clock.minutes(2))

    def assess(self, mentor: Mentor) -> None:
        """Go through the eighteen criteria."""
        assessment = self_assessment.begin_assessment(mentor, now=self.clock.now)
        scores = self.random.choices([2, 3, 4, 5, None], [1, 4, 6, 2, 1], k=len(CRITERIA))
        answers = {
            criterion: (score, "I kept the team together when our supplier failed." if score == 5 else "")  # noqa: PLR2004
            for criterion, score in zip(CRITERIA, scores, strict=True)
        }
        self_assessment.rate_all(assessment, answers=answers, now=self.clock.now)
        self_assessment.finish(assessment, now=self.clock.now)

    def sign_up(self, cohort: Cohort, user: User, *, wish_for: Sequence[Mentor] = ()) -> Mentee:
        """Sign up as mentee and rank up to three mentors."""
        now = self.clock.minutes(self.random.randint(3, 20))
        mentee = mentees.begin_sign_up(cohort, user=user, now=now)
        mentee = mentees.save_sign_up(
            mentee, by=user, now=now, topics=self.some_topics(), wants=self.random.choice(texts.WANTS),
            why=self.random.choice(texts.WHYS), department_wish=self.random.choice(["different", "either", "either"]),
            experience=self.random.choice([1, 1, 2, 2, 3]), **self.aims(), **self.logistics(user),
        )  # fmt: skip
        if wish_for:
            mentees.rank_mentors(mentee, mentors=list(wish_for), by=user, now=now)
        if cohort.guidelines:
            mentors.acknowledge(mentee, guidelines=cohort.guidelines, by=user, now=now)
        return mentees.sign_up(mentee, by=user, now=self.clock.minutes(2))
