"""Signing in where it meets the outbox and the second step."""
