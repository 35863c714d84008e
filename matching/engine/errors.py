"""What the engine refuses, each with a sentence."""

from __future__ import annotations


class ProblemError(ValueError):
    """What is wrong with the input, in a sentence."""


class SolutionError(ValueError):
    """What is wrong with an answer, in a sentence."""
