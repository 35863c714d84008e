"""The answers that a question offers, what a report shows of them, and the levels of Kirkpatrick's model."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Scale:
    """Answers by value. A report shows the share of people who gave one of `counted`, in the words `share`.

    `has_mean` says whether a mean of the values means anything.
    """

    answers: Mapping[int, str | _StrPromise] = field(default_factory=dict)
    counted: frozenset[int] = frozenset()
    share: str | _StrPromise = ""
    has_mean: bool = False


SCALES: dict[str, Scale] = {
    "agree": Scale(
        {
            1: _("Strongly disagree"),
            2: _("Disagree"),
            3: _("Neither agree nor disagree"),
            4: _("Agree"),
            5: _("Strongly agree"),
        },
        frozenset({4, 5}),
        _("agree"),
        has_mean=True,
    ),
    "often": Scale(
        {1: _("Almost never"), 2: _("Seldom"), 3: _("Sometimes"), 4: _("Often"), 5: _("Almost always")},
        frozenset({4, 5}),
        _("often or almost always"),
        has_mean=True,
    ),
    "yes_no": Scale({1: _("Yes"), 0: _("No")}, frozenset({1}), _("yes")),
    "help": Scale({0: _("Yes, I would like help"), 1: _("No, I am fine")}, frozenset({0}), _("want help")),
    "text": Scale(),
}

# From what people think of it to what the organisation gains.
LEVELS: dict[str, str | _StrPromise] = {
    "reaction": _("Reaction: what people think of it"),
    "learning": _("Learning: what they have learnt"),
    "behaviour": _("Behaviour: what they do differently"),
    "result": _("Results: what comes out of it"),
}
