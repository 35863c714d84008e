"""The mentor pool, mentee sign-ups, scenarios and matches."""

from matching.models.assessment import CriterionRating, SelfAssessment
from matching.models.match import Match, MatchStatus, Reply
from matching.models.people import Mentee, MenteeStatus, Mentor, MentorStatus, NotWith, Preference
from matching.models.scenario import Scenario, ScenarioStatus, Unmatched
from matching.models.topics import Channel, Slot, Topic

__all__ = [
    "Channel",
    "CriterionRating",
    "Match",
    "MatchStatus",
    "Mentee",
    "MenteeStatus",
    "Mentor",
    "MentorStatus",
    "NotWith",
    "Preference",
    "Reply",
    "Scenario",
    "ScenarioStatus",
    "SelfAssessment",
    "Slot",
    "Topic",
    "Unmatched",
]
