"""Matching: the mentor pool, mentee sign-up, scenarios and matches."""
