"""The mentor pool, mentee sign-ups, scenarios and matches."""

from matching.models.assessment import CriterionRating, SelfAssessment
from matching.models.draft_change import Deed, DraftChange, HeldPair, Hold
from matching.models.match import Match
from matching.models.match_request import MatchRequest, RequestStatus
from matching.models.match_status import MatchStatus, Origin, Reply
from matching.models.mentee import Mentee, MenteeStatus, NotWith, Preference
from matching.models.mentor import Mentor, MentorStatus
from matching.models.place_request import PlaceReply, PlaceRequest
from matching.models.run import MatchingRun
from matching.models.scenario import Scenario, ScenarioStatus, Stage, Unmatched
from matching.models.topics import Channel, Experience, Goal, Slot, Topic, Wish
from matching.models.trial import Trial, TrialKind, TrialStatus

__all__ = [
    "Channel",
    "CriterionRating",
    "Deed",
    "DraftChange",
    "Experience",
    "Goal",
    "HeldPair",
    "Hold",
    "Match",
    "MatchRequest",
    "MatchStatus",
    "MatchingRun",
    "Mentee",
    "MenteeStatus",
    "Mentor",
    "MentorStatus",
    "NotWith",
    "Origin",
    "PlaceReply",
    "PlaceRequest",
    "Preference",
    "Reply",
    "RequestStatus",
    "Scenario",
    "ScenarioStatus",
    "SelfAssessment",
    "Slot",
    "Stage",
    "Topic",
    "Trial",
    "TrialKind",
    "TrialStatus",
    "Unmatched",
    "Wish",
]
