"""What a finished run was asked and answered, with the proof that no answer is better (M-02)."""

from __future__ import annotations

import hashlib
import io
import json
import zlib
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from matching.engine import Solution, TableProblem
from matching.models.match import Match
from matching.models.match_status import MatchStatus
from matching.models.scenario import Scenario
from people.policy import Action
from programs.models import Program

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from people.models import User
    from people.policy import Role


class MatchingRunQuerySet(models.QuerySet["MatchingRun"]):
    def managed_by(self, user: User) -> Self:
        """Those of the programs where the person runs the matching."""
        allowed = Program.objects.where_allowed(user, Action.RUN_MATCHING)
        return self.filter(scenario__cohort__program__in=allowed)

    def latest_first(self) -> Self:
        """The last run first."""
        return self.order_by("-finished_at", "-pk")

    def replaced_by(self, run: MatchingRun) -> Self:
        """Other runs of the same scenario, but for those whose pairs were published: they stay to be checked."""
        published = Match.objects.filter(scenario=OuterRef("scenario"), created_at=OuterRef("finished_at"))
        others = self.filter(scenario=run.scenario_id).exclude(pk=run.pk)
        return others.exclude(Exists(published.exclude(status=MatchStatus.DRAFT)))


class MatchingRun(models.Model):
    """One finished run of a scenario. Numbers and ids only: the facts about people are not kept.

    problem, solution: arrays, as compressed npz; `mentee_pks[i]` is mentee i of the problem, `mentor_pks[j]` mentor j
    sha256: over the problem, the solution and the figures
    """

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="runs", verbose_name=_("scenario"))
    finished_at = models.DateTimeField(_("finished"))
    terms = models.JSONField(_("asked for"), default=dict)
    problem = models.BinaryField(_("problem"))
    solution = models.BinaryField(_("solution"))
    mentee_pks = ArrayField(models.BigIntegerField(), default=list, verbose_name=_("mentees"))
    mentor_pks = ArrayField(models.BigIntegerField(), default=list, verbose_name=_("mentors"))
    matched = models.PositiveIntegerField(_("matched"))
    total = models.BigIntegerField(_("total, in the engine’s units"))
    certified = models.BooleanField(_("proved best"))
    rounds = models.PositiveIntegerField(_("rounds"), default=0)
    seconds = models.FloatField(_("seconds"), default=0)
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    objects = MatchingRunQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-finished_at", "-pk"]
        verbose_name = _("matching run")

    def __str__(self) -> str:
        return f"{self.scenario} {self.finished_at:%Y-%m-%d %H:%M}"

    def roles_of(self, user: User) -> set[Role]:
        return self.scenario.roles_of(user)

    def load(self) -> tuple[TableProblem, Solution]:
        """Return the question and the answer as the engine knows them. `ValueError` where they cannot be read."""
        asked, answered = _unpack(self.problem), _unpack(self.solution)
        problem = TableProblem(
            *(asked[name] for name in ("capacity", "rows", "start", "row", "weight")),
            corrections=asked["corrections"],
            points=asked["points"],
            locked=asked["locked"],
            tiers=asked["tiers"],
            keep=asked["keep"],
            keep_bonus=int(asked["keep_bonus"]),
            mentee_ids=asked["mentee_ids"].tolist(),
            mentor_ids=asked["mentor_ids"].tolist(),
        )
        solution = Solution(
            mentor_of=answered["mentor_of"],
            u=answered["u"],
            v=answered["v"],
            matched=self.matched,
            total=self.total,
            certified=self.certified,
            rounds=self.rounds,
            seconds=self.seconds,
        )
        return problem, solution

    def fingerprint(self) -> str:
        """Return what `sha256` has to be."""
        figures = [self.terms, self.mentee_pks, self.mentor_pks, self.matched, self.total, self.certified]
        written = json.dumps(figures, sort_keys=True, separators=(",", ":")).encode()
        digest = hashlib.sha256()
        for part in (bytes(self.problem), bytes(self.solution), written):
            digest.update(len(part).to_bytes(8, "big") + part)
        return digest.hexdigest()


def _unpack(packed: bytes | memoryview) -> dict[str, NDArray[Any]]:
    try:
        with np.load(io.BytesIO(zlib.decompress(bytes(packed))), allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except (zlib.error, OSError, EOFError, KeyError) as error:
        raise ValueError("The arrays of this run cannot be read.") from error
