"""The options of a question, for the signatures of its two forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import ArrayLike


class ProblemOptions(TypedDict, total=False):
    """See `Question` for what each of them means."""

    mentee_ids: Sequence[Hashable] | None
    mentor_ids: Sequence[Hashable] | None
    locked: ArrayLike
    tiers: ArrayLike
    keep: ArrayLike
    keep_bonus: int
