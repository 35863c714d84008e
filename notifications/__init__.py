"""Notifications: every message is a row first; delivery comes after."""
