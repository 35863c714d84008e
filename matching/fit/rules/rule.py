"""What every constraint is: which pairs it forbids, and what is told of them.

A rule that is `private` is never named to anyone: it comes from what people said in confidence. Like criteria, rules
look at kinds of mentees and at single pairs, never at all pairs one by one.
"""

from __future__ import annotations

from abc import ABC
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from django.utils.functional import _StrPromise
    from numpy.typing import NDArray

    from matching.fit.facts import MenteeFacts, MentorFacts, Roster

    Mask = NDArray[np.bool_]

# What people are told of a pair that a private rule forbids.
NOT_TOGETHER = _("These two cannot be paired.")


class Rule(ABC):
    """One constraint. `sentence` is what is told of a pair that it forbids.

    switchable: whether a coordinator may do without it
    A rule writes `kind` and `forbids`, or `pairs`.
    """

    code: ClassVar[str]
    label: ClassVar[_StrPromise]
    sentence: ClassVar[_StrPromise]
    private: ClassVar[bool] = False
    switchable: ClassVar[bool] = True

    @property
    def key(self) -> str:
        """What tells this rule from others in what has been worked out about people."""
        return self.code

    def kind(self, roster: Roster, mentee: MenteeFacts) -> Hashable | None:
        """Return what about this mentee decides; None where the rule forbids nobody."""
        return None

    def forbids(self, roster: Roster, kind: Hashable, mentor: MentorFacts) -> bool:
        """Say whether a mentee of this kind and this mentor may not be paired. Enough where `rows` is not written."""
        raise NotImplementedError

    def rows(self, roster: Roster, kinds: Sequence[Hashable]) -> Mask:
        """Return which mentors are forbidden to each kind, bool [kinds, mentors]."""
        found = [[self.forbids(roster, kind, mentor) for mentor in roster.mentors] for kind in kinds]
        return np.array(found, dtype=bool).reshape(len(kinds), len(roster.mentors))

    def pairs(self, roster: Roster) -> Iterable[tuple[int, int]]:
        """Return single pairs that are forbidden, as (user of the mentee, user of the mentor)."""
        return ()
