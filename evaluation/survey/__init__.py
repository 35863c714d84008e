"""Asking at the points of a relationship, and keeping answers apart from people."""
