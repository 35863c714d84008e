"""Keeps answers apart from people (D-02). The only module that writes `AnswerSheet`.

A row in a table tells more than its columns. PostgreSQL keeps with each row the transaction that wrote it (`xmin`)
and its place in the file (`ctid`); keys that count upwards tell the order. The invitation that was just marked as
answered has such marks too. If a sheet were simply inserted, sheet and invitation of one person would carry the
same transaction, and both tables, read in order, would pair up.

So each new sheet is shuffled in: all sheets of its group (cohort, point, role) are taken out and put back in random
order, with new random keys, in the transaction that marks the invitation. After it, every sheet of the group carries
one and the same transaction, the order of rows is a fresh permutation drawn from the system's randomness, and the
keys say nothing. What anyone can find out from the columns is who answered last, and on which day each of the
others did; not which sheet is whose. `test_linkage` checks that.

What this cannot hide: the one sheet of a group of one, what people tell about themselves in their own words, and
the difference between two copies of the whole database that were made shortly after one another. The first two are
why nothing is shown under 5 answers and no comments under 10; the third is why `docs/operating.md` says who may
read backups.
"""

from __future__ import annotations

from random import SystemRandom
from typing import TYPE_CHECKING

from evaluation.models import AnswerSheet
from programs.models import Cohort

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet


def group_of(cohort_id: int, point: str, role: str) -> QuerySet[AnswerSheet]:
    """The sheets of one group."""
    return AnswerSheet.objects.filter(cohort_id=cohort_id, point=point, role=role)


def lock(cohort_id: int) -> None:
    """Let one sheet at a time into the groups of a cohort, and nobody count meanwhile; until the transaction ends."""
    # Without its key: sign-ups and matches that point to the cohort go on meanwhile.
    Cohort.objects.select_for_update(no_key=True).values_list("pk").get(pk=cohort_id)


def shuffle_in(cohort_id: int, point: str, role: str, *, answers: Mapping[str, int | str]) -> None:
    """Add one sheet to its group and give every sheet of the group a new key and place. Needs a transaction."""
    lock(cohort_id)
    group = group_of(cohort_id, point, role)
    contents = [*group.values_list("answers", flat=True), dict(answers)]
    group.delete()
    SystemRandom().shuffle(contents)
    AnswerSheet.objects.bulk_create(
        AnswerSheet(cohort_id=cohort_id, point=point, role=role, answers=content) for content in contents
    )
