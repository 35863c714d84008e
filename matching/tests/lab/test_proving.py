"""Stored runs: unchanged and proved best, or refused with a sentence (M-02)."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from matching.fit.question import answer
from matching.fit.terms import Terms
from matching.lab.runs import _pack, record_run
from matching.models import MatchingRun
from matching.models.run import _unpack
from matching.tests.factories import ScenarioFactory
from matching.tests.facts import mentee, mentor, roster

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(now: datetime) -> MatchingRun:
    """A run in which two mentees compete for the better of two mentors."""
    good, other = mentor(topics={1}), mentor(topics={2})
    people = roster([mentee(topics={1}), mentee(topics={1, 2}, ranks={good.pk: 1})], [good, other])
    found = answer(
        people, Terms(weights={"topics": "high"}, keep=frozenset({(people.mentees[0].pk, good.pk)}), keep_bonus=2)
    )
    return record_run(ScenarioFactory.create(), found, now=now)


def said(run: MatchingRun) -> str:
    """Run the command and return what it says."""
    out = io.StringIO()
    call_command("check_matching", run.pk, stdout=out)
    return out.getvalue()


def test_m02_a_run_can_be_checked_again(run: MatchingRun) -> None:
    assert run.certified
    assert "holds: 2 matched" in said(run)


def test_m02_a_run_comes_back_as_it_was(run: MatchingRun) -> None:
    problem, solution = MatchingRun.objects.get(pk=run.pk).load()

    assert (problem.mentees, problem.mentors) == (len(run.mentee_pks), len(run.mentor_pks)) == (2, 2)
    assert (solution.matched, solution.total, solution.certified) == (run.matched, run.total, True)
    assert problem.keep_bonus == 80


def change(run: MatchingRun, field: str, name: str, to: Callable[[Any], Any]) -> None:
    """Change one array of what is stored."""
    arrays = _unpack(getattr(run, field))
    arrays[name] = to(arrays[name])
    setattr(run, field, _pack(arrays))


def dearer(prices: Any) -> Any:  # noqa: ANN401 - an array
    return prices + 1


TAMPERED: list[tuple[str, str, Callable[[Any], Any], str]] = [
    ("solution", "mentor_of", lambda found: found[::-1], "proof of this run does not hold"),
    ("solution", "mentor_of", lambda found: np.array([-1, *found[1:]]), "proof of this run does not hold"),
    ("solution", "u", dearer, "do not prove"),
    ("solution", "v", dearer, "do not prove"),
    ("solution", "v", lambda found: found * 0 - 1, "negative"),
    ("problem", "weight", lambda found: found * 0, "does not add up"),
    ("problem", "capacity", lambda found: found * 0, "more mentees than places"),
    ("problem", "rows", lambda found: found[:, :1], "cannot be read"),
    ("problem", "locked", lambda _found: np.array([[0, 7]]), "cannot be read"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "name", "to", "sentence"), TAMPERED)
def test_m02_a_tampered_run_is_refused(
    run: MatchingRun, field: str, name: str, to: Callable[[Any], Any], sentence: str
) -> None:
    """With the old hash by the hash; with a new one by the proof, which nobody can forge."""
    change(run, field, name, to)
    run.save()
    with pytest.raises(CommandError, match="hash no longer matches"):
        said(run)

    run.sha256 = run.fingerprint()
    run.save()
    with pytest.raises(CommandError, match=sentence):
        said(run)


@pytest.mark.parametrize(("field", "value"), [("matched", 1), ("total", 7), ("certified", False)])
def test_m02_changed_figures_are_refused(run: MatchingRun, field: str, value: int) -> None:
    setattr(run, field, value)
    run.save()
    with pytest.raises(CommandError, match="hash no longer matches"):
        said(run)

    run.sha256 = run.fingerprint()
    run.save()
    with pytest.raises(CommandError, match="does not hold|no proof"):
        said(run)


def test_m02_a_changed_hash_and_broken_arrays_are_refused(run: MatchingRun) -> None:
    run.sha256 = "0" * 64
    run.save()
    with pytest.raises(CommandError, match="hash no longer matches"):
        said(run)

    run.problem = zlib.compress(b"nothing")
    run.sha256 = run.fingerprint()
    run.save()
    with pytest.raises(CommandError, match="cannot be read"):
        said(run)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["999999"], "There is no run 999999"),
        (["{gone}"], "Run {gone} is gone. Kept are the last run of each scenario"),
        (["{run}", "--scenario=0"], "Run {run} belongs to another scenario than 0"),
        (["--scenario=0"], "No run of scenario 0 is stored"),
    ],
)
def test_a_run_that_is_not_there_is_a_sentence(run: MatchingRun, arguments: list[str], sentence: str) -> None:
    gone, run.pk = run.pk, None
    MatchingRun.objects.all().delete()
    run.save()
    numbers = {"gone": gone, "run": run.pk}

    with pytest.raises(CommandError, match=sentence.format(**numbers)):
        call_command("check_matching", *(one.format(**numbers) for one in arguments))


def test_without_any_run_there_is_nothing_to_check() -> None:
    with pytest.raises(CommandError, match="No run is stored yet"):
        call_command("check_matching")
