"""What Django finds of matching on the coordinators' desk."""

from matching.lab.admin import ScenarioAdmin
from matching.pairs.admin import MatchAdmin
from matching.pairs.choosing.admin import MentorRequestAdmin

__all__ = ["MatchAdmin", "MentorRequestAdmin", "ScenarioAdmin"]
