"""Meetings and pairs at the coordinators' desk."""

from meetings.admin.meetings import MeetingAdmin
from meetings.admin.pairs import PairAdmin

__all__ = ["MeetingAdmin", "PairAdmin"]
