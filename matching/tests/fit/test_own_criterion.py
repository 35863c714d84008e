"""An organisation's own criterion, in one file (docs/criteria.md)."""

from __future__ import annotations

import sys
from collections.abc import Hashable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from matching.fit.criteria import BY_CODE, CRITERIA, add, usual_weights
from matching.fit.criteria.criterion import HIGH, OFF, Criterion, Details, everywhere
from matching.fit.criteria.own import criteria_named
from matching.fit.facts import MenteeFacts, MentorFacts, Roster
from matching.fit.question import answer, ask
from matching.fit.terms import Terms
from matching.tests.facts import mentee, mentor, roster


class SameStep(Criterion):
    """Counts people on the very same level, and needs half of it where it is required."""

    code = "same_step"
    label = _("The very same level")
    about = _("Whether both stand on one level.")
    usual = everywhere(OFF)
    needed = 0.5

    def wishes(self, roster: Roster, mentee: MenteeFacts) -> Sequence[Hashable]:
        return () if mentee.step is None else (mentee.step,)

    def grade(self, roster: Roster, wish: Hashable, mentor: MentorFacts) -> float:
        return {0: 1.0, 1: 0.4}.get(abs((mentor.step or 0) - int(str(wish))), 0.0)

    def details(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> Details:
        return {"one": mentee.step == mentor.step}

    def words(self, details: Mapping[str, Any]) -> str:
        return "One level." if details["one"] else "Two levels."


@pytest.fixture
def own() -> Iterator[None]:
    """Have it count for the length of a test."""
    add(SameStep())
    yield
    CRITERIA.remove(BY_CODE.pop("same_step"))


ONLY = {criterion.code: "off" for criterion in CRITERIA}


@pytest.mark.usefixtures("own")
def test_a_criterion_of_ones_own_counts_explains_and_can_be_required() -> None:
    people = roster([mentee(step=2)], [mentor(step=2), mentor(step=3)])

    high = ask(people, Terms(weights=ONLY | {"same_step": HIGH.value}))
    required = ask(people, Terms(weights=ONLY | {"same_step": "required"}))

    assert usual_weights("peer")["same_step"] == "off"
    assert [high.points(0, column) for column in range(2)] == [100, 40]
    assert high.reasons(0, 1) == [{"code": "same_step", "points": 40, "of": 100, "details": {"one": False}}]
    assert high.sentence(0, 0) == "Raised most by “The very same level”; nothing lowered it."
    assert [bool(allowed) for allowed in required.allowed(0)] == [True, False]
    assert required.against(0, 1).code == "required_same_step"
    assert list(answer(people, Terms(weights=ONLY | {"same_step": "required"})).pairs()) == [(0, 0)]


@pytest.mark.usefixtures("own")
def test_two_criteria_cannot_have_one_code() -> None:
    with pytest.raises(ValueError, match="two criteria with the code same_step"):
        add(SameStep())


@pytest.mark.usefixtures("own")
def test_a_grade_outside_0_to_1_is_refused() -> None:
    class TooMuch(SameStep):
        def grade(self, roster: Roster, wish: Hashable, mentor: MentorFacts) -> float:
            return 1.5

    BY_CODE["same_step"] = CRITERIA[-1] = TooMuch()
    with pytest.raises(ValueError, match="from 0 to 1"):
        ask(roster([mentee()], [mentor()]), Terms(weights={"same_step": "high"}))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("elders", "OWN_CRITERIA names elders, which cannot be imported"),
        ("matching.fit.criteria.own.Elders", "which cannot be imported"),
        ("matching.fit.criteria.own.criteria_named", "which is no class made from Criterion"),
        ("matching.fit.criteria.criterion.Criterion", "in which these are still missing: "),
    ],
)
def test_a_name_that_leads_to_no_criterion_stops_the_start_with_a_sentence(name: str, words: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=words):
        list(criteria_named([name]))


def test_the_example_of_the_docs_is_found_and_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = Path("docs/criteria.md").read_text()
    code = text.split("```python\n")[1].split("```")[0]
    folder = tmp_path / "criteria_of_a_test"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "elders.py").write_text(code)
    monkeypatch.syspath_prepend(tmp_path)

    [criterion] = criteria_named(["criteria_of_a_test.elders.Elders"])
    person, elder = mentee(department=4), mentor(department=4, years=9)

    assert criterion.wishes(roster([], []), person) == (4,)
    assert criterion.grade(roster([], []), 4, elder) == 1.0
    assert criterion.grade(roster([], []), 4, mentor(department=4, years=None)) == 0.0
    details = criterion.details(roster([], []), person, elder)
    assert str(criterion.words(details)) == "Knows the mentee’s department well."
    for name in [name for name in sys.modules if name.startswith("criteria_of_a_test")]:
        del sys.modules[name]
