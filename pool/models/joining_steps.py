"""The steps of joining that mentors and mentees both go through, and what a step is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class JoiningStep:
    """One page of joining; `optional` ones never keep anybody from sending. The forms are in `pool.forms.by_step`."""

    key: str
    title: _StrPromise
    done: Callable[[Any], bool]
    optional: bool = False


def has(*names: str) -> Callable[[Any], bool]:
    """Return whether all of these fields are filled."""
    return lambda person: all(bool(getattr(person, name)) for name in names)


def always(_person: object) -> bool:
    """Nothing is needed here."""
    return True


def _has_topics(person: Any) -> bool:  # noqa: ANN401 - a participant, which this module is below of
    return bool(person.topics.exists())


TOPICS = JoiningStep("topics", _("Topics"), _has_topics)
AIMS = JoiningStep("aims", _("What it is for"), always, optional=True)
# In peer programs both teach and both learn (M-06).
IN_RETURN = JoiningStep("back", _("What you’d like in return"), always, optional=True)
TO_OFFER = JoiningStep("back", _("What you can offer"), always, optional=True)
TALK = JoiningStep("talk", _("Ways to talk"), has("channels", "languages"))
NEEDS = JoiningStep("needs", _("What you need"), always, optional=True)
RULES = JoiningStep("rules", _("What mentoring is, and is not"), has("acknowledged_id"))
CHECK = "check"
