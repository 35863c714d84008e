"""Meetings: standing appointments, invitations, reminders, private notes."""
