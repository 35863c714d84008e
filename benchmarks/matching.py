"""The matching engine and dense scipy side by side: time, memory, matched, total (M-14, M-16).

    .venv/bin/python benchmarks/matching.py                     # 500 to 10,000 mentees, with scipy
    .venv/bin/python benchmarks/matching.py 100000 --alone      # the engine alone
    .venv/bin/python benchmarks/matching.py 5000 --tiers        # with thresholds for poor and weak matches

The people are made up: skills, goals, levels, languages, time zones, wishes, five ranked choices, reporting lines.
Each measurement has a process of its own, in which compiled code is loaded before. `matched` and
`total` must be the same on both sides. Memory is the peak of the whole process, scipy's with the matrix of values that
it needs and nothing else.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from matching.engine import EXCLUDED, TableProblem, check, solve  # noqa: E402
from matching.engine.warm_up import warm  # noqa: E402

LEVELS, ZONES, LANGUAGES, DEPARTMENTS, SITES, SKILLS, GOALS = 8, 12, 10, 24, 30, 240, 16
TIERS = [1200, 1800]


class CollectedRows:
    """Look-up rows being collected, and the lists of the mentees."""

    def __init__(self, mentees: int) -> None:
        self.rows: list[NDArray[Any]] = []
        self.lists: list[list[tuple[int, int]]] = [[] for _ in range(mentees)]

    def keep(self, rows: list[NDArray[Any]]) -> int:
        """Take up some rows; return the number of the first."""
        self.rows.extend(row.astype(np.int16) for row in rows)
        return len(self.rows) - len(rows)

    def add(self, classes: NDArray[Any], rows: list[NDArray[Any]] | int, weight: NDArray[Any] | int) -> None:
        """Give each mentee the row of its class, with a weight; `rows` are new, or the number of the first of them."""
        base = rows if isinstance(rows, int) else self.keep(rows)
        weights = np.broadcast_to(weight, len(classes)).tolist()
        for own, kind, factor in zip(self.lists, classes.tolist(), weights, strict=True):
            own.append((base + kind, factor))


def made_up(n: int, *, scarce: float, seed: int) -> dict[str, NDArray[Any]]:
    """Make up n mentees, and mentors with about n / scarce places."""
    random = np.random.default_rng(seed)
    mentors = max(1, int(n * 0.75 / scarce))
    capacity = random.choice([1, 1, 2], mentors)
    people = CollectedRows(n)
    levels, own_level = random.integers(0, LEVELS, mentors), random.integers(0, LEVELS, n)
    people.add(own_level, [np.where(abs(levels - k) <= 1, 0, EXCLUDED) for k in range(LEVELS)], 1)
    speaks = random.random((LANGUAGES, mentors)) < 0.15
    speaks[0] |= random.random(mentors) < 0.9
    common = np.where(random.random(n) < 0.92, 0, random.integers(1, LANGUAGES, n))
    people.add(common, [np.where(speaks[k], 0, EXCLUDED) for k in range(LANGUAGES)], 1)
    zones, own_zone = random.integers(0, ZONES, mentors), random.integers(0, ZONES, n)
    apart = [np.minimum(abs(zones - k), ZONES - abs(zones - k)) for k in range(ZONES)]
    people.add(own_zone, [np.where(hours <= 4, 0, EXCLUDED) for hours in apart], 1)
    people.add(own_zone, [(40 - 10 * np.minimum(hours, 4)) for hours in apart], 12)
    offers = random.random((SKILLS, mentors)) < 6 / SKILLS
    grades = [np.where(line, 40, np.where(np.roll(line, 1), 12, 0)) for line in offers]
    base = people.keep(grades)
    for share in (14, 10, 6):
        people.add(random.integers(0, SKILLS, n), base, share)
    goals = random.integers(0, GOALS, mentors)
    people.add(random.integers(0, GOALS, n), [40 * (goals == k) for k in range(GOALS)], 12)
    departments, own = random.integers(0, DEPARTMENTS, mentors), random.integers(0, DEPARTMENTS, n)
    people.add(own, [40 * (departments != k) for k in range(DEPARTMENTS)], random.integers(0, 3, n) * 5)
    sites = random.integers(0, SITES, mentors)
    people.add(random.integers(0, SITES, n), [40 * (sites == k) for k in range(SITES)], random.integers(0, 2, n) * 8)
    tenure = random.integers(0, 30, mentors)
    people.add(random.integers(0, 10, n), [np.clip(4 * (tenure - k), 0, 40) for k in range(10)], 6)
    channels = random.integers(1, 64, mentors)
    people.add(random.integers(1, 64, n), [6 * np.bitwise_count(channels & k) for k in range(64)], 5)
    ranked = [random.choice(mentors, min(5, mentors), replace=False) for _ in range(n)]
    pairs = np.array([(i, j) for i, choices in enumerate(ranked) for j in choices])
    points = np.tile([700, 560, 420, 280, 140][: min(5, mentors)], n)
    points[random.random(len(points)) < 0.02] = EXCLUDED
    flat = [entry for own in people.lists for entry in own]
    return {
        "capacity": capacity,
        "rows": np.array(people.rows),
        "start": np.concatenate(([0], np.cumsum([len(own) for own in people.lists]))),
        "row": np.array([row for row, _weight in flat]),
        "weight": np.array([weight for _row, weight in flat]),
        "corrections": pairs,
        "points": points,
    }


def engine(problem: TableProblem) -> dict[str, float]:
    """Solve with the engine."""
    warm()
    began = time.perf_counter()
    solution = solve(problem)
    seconds = time.perf_counter() - began
    figures = {"seconds": seconds, "matched": solution.matched, "total": solution.total, "rounds": solution.rounds}
    if problem.mentees <= 10_000:
        check(problem, solution)
    return figures | {"certified": solution.certified}


def scipy(problem: TableProblem) -> dict[str, float]:
    """Solve with scipy's dense solver; scores are worked out before the clock starts."""
    from scipy.optimize import linear_sum_assignment  # type: ignore[attr-defined]

    big = problem.mentees * problem.highest + 1
    places = np.repeat(np.arange(problem.mentors), problem.capacity)
    values = np.zeros((problem.mentees, len(places)))
    for i in range(problem.mentees):
        scores = problem.scores_for(i)[places]
        values[i] = np.where(scores >= 0, big + scores, 0)
    began = time.perf_counter()
    rows, columns = linear_sum_assignment(values, maximize=True)
    seconds = time.perf_counter() - began
    chosen = values[rows, columns]
    matched = int((chosen > 0).sum())
    return {"seconds": seconds, "matched": matched, "total": int(chosen.sum()) - big * matched}


def measure(side: str, path: str, *, tiers: bool) -> dict[str, float]:
    """Run one side in a process of its own, with the people read from a file."""
    command = [sys.executable, __file__, "--side", side, "--people", path, *(["--tiers"] if tiers else [])]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def one_side(side: str, path: str, *, tiers: bool) -> None:
    """Read the people, solve, print what was found as JSON."""
    with np.load(path) as file:
        problem = TableProblem(**file, tiers=TIERS if tiers else [])
    figures = {"engine": engine, "scipy": scipy}[side](problem)
    figures["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(figures))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="*", default=[500, 1000, 2000, 5000, 10000])
    parser.add_argument("--side", choices=["engine", "scipy"], help=argparse.SUPPRESS)
    parser.add_argument("--people", help=argparse.SUPPRESS)
    parser.add_argument("--scarce", type=float, default=1.0, help="mentees for each place")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--tiers", action="store_true")
    parser.add_argument("--alone", action="store_true", help="without scipy")
    options = parser.parse_args()
    if options.side:
        one_side(options.side, options.people, tiers=options.tiers)
        return
    print(f"{'mentees':>8} {'side':>8} {'seconds':>9} {'MB':>7} {'matched':>8} {'total':>11}  ")
    for n in options.sizes:
        sides = ["engine"] if options.alone or options.tiers else ["engine", "scipy"]
        with TemporaryDirectory() as folder:
            path = f"{folder}/people.npz"
            np.savez(path, allow_pickle=False, **made_up(n, scarce=options.scarce, seed=options.seed))
            figures = {side: measure(side, path, tiers=options.tiers) for side in sides}
        for side, row in figures.items():
            more = f"certified {row['certified']}, {row['rounds']} rounds" if side == "engine" else ""
            print(
                f"{n:>8} {side:>8} {row['seconds']:>9.3f} {row['megabytes']:>7} {row['matched']:>8} {row['total']:>11}  {more}"
            )
        if len(figures) == 2:
            ratio = figures["scipy"]["seconds"] / figures["engine"]["seconds"]
            memory = figures["scipy"]["megabytes"] / figures["engine"]["megabytes"]
            print(f"{'':>8} scipy takes {ratio:.1f} times as long and {memory:.1f} times the memory")


if __name__ == "__main__":
    main()
