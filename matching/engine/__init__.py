"""The assignment of mentees to mentors: plain arrays in, plain arrays out, no Django.

    problem = Problem(mentees=3, capacity=[1, 2], pairs=[[0, 0], [1, 0], [2, 1]], scores=[80, 60, 40])
    solution = solve(problem)
    solution.mentor_of   # array([0, -1, 1])

As many mentees as possible are matched first; among those answers the one with the largest total is taken.
"""

from matching.engine.assignment import solve
from matching.engine.problem import Problem, ProblemError
from matching.engine.solution import Solution, SolutionError, check

__all__ = ["Problem", "ProblemError", "Solution", "SolutionError", "check", "solve"]
