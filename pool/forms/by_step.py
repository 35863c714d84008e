"""Which form asks what a step of joining asks; a step without one is a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pool.forms import aims
from pool.forms import step_forms as steps

if TYPE_CHECKING:
    from pool.models.participant import Participant

BOTH: dict[str, type[steps.StepForm]] = {
    "topics": steps.TopicsForm,
    "aims": aims.AimsForm,
    "back": aims.BackForm,
    "talk": steps.TalkForm,
    "needs": steps.NeedsForm,
    "rules": steps.RulesForm,
}
OF_MENTORS = BOTH | {"offer": steps.OfferForm, "wishes": aims.MenteeWishesForm, "time": steps.TimeAndPlacesForm}
OF_MENTEES = BOTH | {"wants": steps.WantsForm, "wishes": steps.WishesForm, "time": steps.TimeForm}


def form_of(person: Participant, key: str) -> type[steps.StepForm] | None:
    """Return the form of a step."""
    return (OF_MENTORS if person.is_mentor else OF_MENTEES).get(key)
