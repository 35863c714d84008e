"""The assignment of mentees to mentors: arrays in, arrays out, no Django.

    problem = PairProblem(mentees=3, capacity=[1, 2], pairs=[[0, 0], [1, 0], [2, 1]], scores=[80, 60, 40])
    solution = solve(problem)
    solution.mentor_of   # array([0, -1, 1])
    check(problem, solution)   # raises unless the prices in the solution prove that nothing better exists

As many mentees as possible are matched first; among those answers the one with the largest total is taken, and among
equally good ones always the same.
"""

from matching.engine.certificate import check
from matching.engine.errors import ProblemError, SolutionError
from matching.engine.explain import Left, Shortage, WhyNot, explain_unmatched, shortages, why_not
from matching.engine.pair_problem import PairProblem
from matching.engine.rematch import Changes, rematch
from matching.engine.solution import Solution
from matching.engine.solver import solve
from matching.engine.table_problem import EXCLUDED, HIGHEST, TableProblem

# The names that both had before there were two forms: what is written against the engine keeps running.
Problem = PairProblem
Tables = TableProblem

__all__ = [
    "EXCLUDED",
    "HIGHEST",
    "Changes",
    "Left",
    "PairProblem",
    "Problem",
    "ProblemError",
    "Shortage",
    "Solution",
    "SolutionError",
    "TableProblem",
    "Tables",
    "WhyNot",
    "check",
    "explain_unmatched",
    "rematch",
    "shortages",
    "solve",
    "why_not",
]
