"""Evaluation: surveys, summaries, goals and reports."""
