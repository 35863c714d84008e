"""The steps of joining: their order, their forms, and which of them still wait for an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from pool.forms import aims
from pool.forms import step_forms as forms
from pool.joining.self_assessment import latest
from pool.models import Mentee, Mentor
from programs.models.program import Format
from programs.models.taking_part import Say

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class JoiningStep:
    """One page. Without a form it is a page of its own; `optional` ones never keep anybody from sending."""

    key: str
    title: _StrPromise
    done: Callable[[Mentor | Mentee], bool]
    form: type[forms.StepForm] | None = None
    optional: bool = False


def has(*names: str) -> Callable[[Mentor | Mentee], bool]:
    """Return whether all of these fields are filled."""
    return lambda person: all(bool(getattr(person, name)) for name in names)


def has_topics(person: Mentor | Mentee) -> bool:
    """Whether at least one topic is chosen."""
    return person.topics.exists()


def has_assessed(person: Mentor | Mentee) -> bool:
    """Whether a self-assessment is finished."""
    return isinstance(person, Mentor) and latest(person) is not None


def always(_person: Mentor | Mentee) -> bool:
    """Nothing is needed here."""
    return True


TOPICS = JoiningStep("topics", _("Topics"), has_topics, forms.TopicsForm)
AIMS = JoiningStep("aims", _("What it is for"), always, aims.AimsForm, optional=True)
# In peer programs both teach and both learn (M-06).
IN_RETURN = JoiningStep("back", _("What you’d like in return"), always, aims.BackForm, optional=True)
TO_OFFER = JoiningStep("back", _("What you can offer"), always, aims.BackForm, optional=True)
TALK = JoiningStep("talk", _("Ways to talk"), has("channels", "languages"), forms.TalkForm)
NEEDS = JoiningStep("needs", _("What you need"), always, forms.NeedsForm, optional=True)
RULES = JoiningStep("rules", _("What mentoring is, and is not"), has("acknowledged_id"), forms.RulesForm)

MENTOR_STEPS: tuple[JoiningStep, ...] = (
    JoiningStep("offer", _("What you offer"), has("offers"), forms.OfferForm),
    TOPICS,
    AIMS,
    IN_RETURN,
    JoiningStep("wishes", _("Your wishes"), always, aims.MenteeWishesForm, optional=True),
    TALK,
    JoiningStep("time", _("Time and places"), has("slots"), forms.TimeAndPlacesForm),
    NEEDS,
    JoiningStep("assessment", _("Self-assessment"), has_assessed),
    RULES,
)
MENTEE_STEPS: tuple[JoiningStep, ...] = (
    JoiningStep("wants", _("What you want to learn"), has("wants", "why"), forms.WantsForm),
    TOPICS,
    AIMS,
    TO_OFFER,
    JoiningStep("wishes", _("Your wishes"), always, forms.WishesForm),
    TALK,
    JoiningStep("time", _("Time to meet"), has("slots"), forms.TimeForm),
    NEEDS,
    JoiningStep("apart", _("People you’d rather not be matched with"), always, optional=True),
    JoiningStep("mentors", _("Mentors you would like"), always, optional=True),
    RULES,
)


def steps_of(person: Mentor | Mentee) -> list[JoiningStep]:
    """Return the steps that this person goes through."""
    left_out = set() if person.program.format == Format.PEER else {IN_RETURN.key}
    if isinstance(person, Mentor):
        return [step for step in MENTOR_STEPS if step.key not in left_out]
    guidelines = person.cohort.guidelines
    if guidelines is None or guidelines.mentee_say != Say.RANKED:
        left_out.add("mentors")
    return [step for step in MENTEE_STEPS if step.key not in left_out]


def following(person: Mentor | Mentee, key: str) -> str:
    """Return the step after this one; the last leads to the check page."""
    keys = [step.key for step in steps_of(person)]
    index = keys.index(key) + 1
    return keys[index] if index < len(keys) else "check"


def first_open(person: Mentor | Mentee) -> str:
    """Return the first step that still needs an answer, or the check page."""
    return next((step.key for step in steps_of(person) if not step.done(person)), "check")
