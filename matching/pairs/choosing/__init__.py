"""Mentees choose: the mentors open to them, their ranking, and the mentors whom they ask themselves."""
