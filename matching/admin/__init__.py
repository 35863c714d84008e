"""Matching on the coordinators' desk."""

from matching.admin.matches import MatchAdmin
from matching.admin.mentees import MenteeAdmin
from matching.admin.mentors import MentorAdmin
from matching.admin.requests import MatchRequestAdmin
from matching.admin.scenarios import ScenarioAdmin
from matching.admin.topics import TopicAdmin

__all__ = ["MatchAdmin", "MatchRequestAdmin", "MenteeAdmin", "MentorAdmin", "ScenarioAdmin", "TopicAdmin"]
