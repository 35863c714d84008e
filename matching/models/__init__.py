"""The mentor pool, mentee sign-ups, scenarios and matches."""

from matching.models.assessment import CriterionRating, SelfAssessment
from matching.models.match import Match
from matching.models.match_status import MatchStatus, Origin, Reply
from matching.models.mentee import Mentee, MenteeStatus, NotWith, Preference
from matching.models.mentor import Mentor, MentorStatus
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
    "Origin",
    "Preference",
    "Reply",
    "Scenario",
    "ScenarioStatus",
    "SelfAssessment",
    "Slot",
    "Topic",
    "Unmatched",
]
