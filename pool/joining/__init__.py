"""Joining: applying as a mentor, signing up as a mentee, step by step."""
