"""How long the matching lab takes from people to an answer: at first, and after a weight was moved.

    .venv/bin/python benchmarks/lab.py [people ...]            # 1000 2000 5000 by default

As many mentees as mentors, made up in memory with sixteen criteria's worth of facts: no database is read. “first” turns
facts into look-up tables, once for a run; “moved” is what a worker does after a slider was moved: new weights, solved
over all pairs. Compiled code is loaded before, as in a worker that has answered once. The median of five.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("WHETSTONE_MODE", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring.settings")

import django  # noqa: E402 - the clone is put on the path first

django.setup()

from matching.engine.warm_up import warm  # noqa: E402
from matching.fit.facts import Roster  # noqa: E402
from matching.fit.question import answer, ask  # noqa: E402
from matching.fit.terms import Terms  # noqa: E402
from matching.tests.facts import mentee, mentor, roster  # noqa: E402
from pool.models import Channel, PersonalGoal, Slot  # noqa: E402

ZONES = (
    "Europe/Berlin", "Europe/London", "America/New_York", "Asia/Kolkata", "Asia/Tokyo", "America/Los_Angeles",
    "Europe/Lisbon", "Australia/Sydney",
)  # fmt: skip
LANGUAGES = ("en", "de", "fr", "es", "ja", "pt")
TOPICS = range(1, 41)
# What a coordinator might move.
MOVES = (
    {"topics": "low"}, {"time": "low"}, {"both_ways": "off"}, {"ranking": "low"}, {"languages": "high"},
)  # fmt: skip


def people(count: int) -> Roster:
    """Make up as many mentees as mentors."""
    chance = random.Random(5)  # noqa: S311 - the same people in every run

    def some(things: Any, least: int, most: int) -> set[Any]:  # noqa: ANN401 - of all kinds
        return set(chance.sample(list(things), chance.randint(least, most)))

    def facts() -> dict[str, Any]:
        return {
            "department": chance.randrange(60),
            "site": chance.randrange(20),
            "step": chance.randrange(7),
            "zone": chance.choice(ZONES),
            "topics": some(TOPICS, 2, 5),
            "topics_back": some(TOPICS, 0, 3),
            "goals": some(PersonalGoal.values, 0, 3),
            "experience": chance.choice([None, 1, 2, 3, 4]),
            "channels": some(Channel.values, 1, 4),
            "languages": {"en"} | some(LANGUAGES, 0, 2),
            "slots": some(Slot.values, 2, 7),
            "department_wish": chance.choice(["same", "different", "either", "either"]),
            "site_wish": chance.choice(["same", "either", "either"]),
        }

    mentors = [mentor(**facts(), places=chance.choice([1, 1, 1, 2])) for _ in range(count)]
    mentees = []
    for _ in range(count):
        choices = chance.sample(mentors, min(count, chance.randint(0, 5)))
        mentees.append(mentee(**facts(), ranks={one.pk: rank for rank, one in enumerate(choices, start=1)}))
    everybody = [*mentees, *mentors]
    chance.shuffle(everybody)
    bosses = {one.user: everybody[place // 8].user for place, one in enumerate(everybody) if place >= 8}
    return roster(mentees, mentors, supervisor_of=bosses, topic_names={number: f"T{number}" for number in TOPICS})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("people", type=int, nargs="*", default=[1000, 2000, 5000])
    warm()
    print(f"{'people':>8} {'first':>8} {'moved':>8} {'solving':>8}   seconds")
    for count in parser.parse_args().people:
        everybody = people(count)
        began = time.perf_counter()
        ask(everybody, Terms())
        first = time.perf_counter() - began
        moved, solving = [], []
        for weights in MOVES:
            began = time.perf_counter()
            answered = answer(everybody, Terms(weights=weights), checked=False)
            moved.append(time.perf_counter() - began)
            solving.append(answered.solution.seconds)
        print(f"{count:>8} {first:>8.2f} {statistics.median(moved):>8.2f} {statistics.median(solving):>8.2f}")


if __name__ == "__main__":
    main()
