"""Matching: who fits whom, the lab of scenarios, and matches from the proposal to the end."""
