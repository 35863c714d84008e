"""Founding a program and keeping what belongs to it: people, cohorts, trainings, resources."""
