"""Agreements: written by two, signed by four."""
